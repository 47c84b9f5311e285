// Values of a client on their way to a worker.
#pragma once

#include <string>
#include <string_view>

#include "daemon/control/answer.h"
#include "daemon/supervisor.h"

namespace skep::control {

struct CloneOfParam {
  std::string bytes;    // the structured clone
  std::string problem;  // a sentence, when the value is none that a worker can have

  explicit operator bool() const { return problem.empty(); }
};

// The value of params[name], in the form that params.values says.
CloneOfParam clone_of_param(const Json& params, std::string_view name);

Refusal invalid_value(std::string_view param, const std::string& problem);

// What became of a message to this worker, as the answer to the request that posted it.
Answer posted(Posted how, WorkerId worker);

}  // namespace skep::control
