#include "daemon/control/values.h"

#include <fmt/format.h>

#include "daemon/control/methods.h"
#include "proto/clone_json.h"

namespace skep::control {

CloneOfParam clone_of_param(const Json& params, std::string_view name) {
  CloneOfParam result;
  std::string problem;
  auto clone = clone_of_json(params[std::string(name)], values_of(params), problem);
  if (clone) {
    result.bytes = std::move(*clone);
  } else {
    result.problem = std::move(problem);
  }
  return result;
}

Refusal invalid_value(std::string_view param, const std::string& problem) {
  return {ErrorCode::invalid_params,
          fmt::format("\"{}\" is not a value that a worker can have: {}", param, problem),
          {{"param", param}, {"expected", "a value in the form that \"values\" says"}}};
}

Answer posted(Posted how, WorkerId worker) {
  switch (how) {
    case Posted::done: return Json::object();
    case Posted::no_such_worker: return no_such_worker(worker);
    case Posted::queue_full: break;
  }
  return Refusal{ErrorCode::queue_full,
                 fmt::format("Worker {} has not taken what was posted before; try again later.",
                             number(worker)),
                 {{"worker", number(worker)}}};
}

}  // namespace skep::control
