// Methods about workers: spawn, terminate, list, inspect.
#include <limits.h>

#include <fmt/format.h>

#include "daemon/control_methods.h"
#include "proto/control_limits.h"

namespace skep::control {
namespace {

constexpr auto required = Presence::required;
constexpr auto optional = Presence::optional;

constexpr Field worker_field = {.name = "worker",
                                .kind = Kind::integer,
                                .presence = required,
                                .meaning = "the id that spawn or list gave",
                                .least = 1};
constexpr Field worker_only[] = {worker_field};

constexpr std::string_view state_names[] = {"loading", "starting",    "running",
                                            "closing", "terminating", "gone"};

constexpr Field status_fields[] = {
    worker_field,
    {"parent", Kind::integer, required, "0 for the root of a tree"},
    {"name", Kind::string, required, "as its creator named it"},
    {"url", Kind::string, required, "of its script"},
    {"pid", Kind::integer, required, "0 when it has no process"},
    {.name = "state",
     .kind = Kind::string,
     .presence = required,
     .meaning = "where it is in its life",
     .one_of = state_names},
    {"messages_in", Kind::integer, required, "received from other workers"},
    {"messages_out", Kind::integer, required, "posted by it"},
    {"queued_bytes", Kind::integer, required, "waiting to be received"},
    {"cpu_ms", Kind::integer, required, "processor time so far"},
};

std::span<const Field> spawn_params() {
  static const Field fields[] = {
      {.name = "root",
       .kind = Kind::string,
       .presence = required,
       .meaning = "script root: an absolute directory; no script outside it is ever read",
       .most_bytes = PATH_MAX},
      {.name = "file",
       .kind = Kind::string,
       .presence = required,
       .meaning = "the script: an absolute path inside root",
       .most_bytes = PATH_MAX},
      {.name = "name",
       .kind = Kind::string,
       .presence = optional,
       .meaning = "self.name of the worker; empty if left out",
       .most_bytes = max_name_bytes},
      {.name = "arguments",
       .kind = Kind::strings,
       .presence = optional,
       .meaning = "kept with the worker; scripts do not see them yet",
       .most_bytes = 128 * 1024},
      {.name = "limits",
       .kind = Kind::object,
       .presence = optional,
       .meaning = "of every worker of the tree; hello tells the defaults",
       .members = limit_fields(optional)},
      {"keep_alive", Kind::boolean, optional,
       "do not end the tree when it can never do anything again"},
  };
  return fields;
}

Json status_json(const WorkerStatus& status) {
  return {{"worker", number(status.id)},
          {"parent", number(status.parent)},
          {"name", status.name},
          {"url", status.url},
          {"pid", status.pid},
          {"state", name(status.state)},
          {"messages_in", status.messages_in},
          {"messages_out", status.messages_out},
          {"queued_bytes", status.queued_bytes},
          {"cpu_ms", status.cpu_us / 1000}};
}

WorkerId worker_of(const Json& params) {
  return WorkerId{params["worker"].get<uint64_t>()};
}

Refusal no_such_worker(WorkerId worker) {
  return {ErrorCode::no_such_worker,
          fmt::format("There is no worker {}.", number(worker)),
          {{"worker", number(worker)}}};
}

Refusal spawn_refused(const RootRequest& request, const Error& error) {
  std::string sentence;
  switch (error.value()) {
    case EXDEV:
      sentence = fmt::format("{} is outside the script root {}.", request.file, request.directory);
      break;
    case ENOTDIR:
      sentence = fmt::format("The script root {} is not a directory.", request.directory);
      break;
    default:
      sentence = fmt::format("{} cannot be run from the script root {}: {}.", request.file,
                             request.directory, error.message());
  }
  return {ErrorCode::spawn_refused,
          std::move(sentence),
          {{"root", request.directory}, {"file", request.file}, {"errno", error.value()}}};
}

Answer spawn(Target& target, Caller&, const Json& params) {
  if (target.shutting_down()) {
    return Refusal{ErrorCode::shutting_down, "The daemon is ending and starts no more workers."};
  }
  RootRequest request;
  request.directory = params["root"].get<std::string>();
  request.file = params["file"].get<std::string>();
  // A NUL would end the path early for the kernel but not for our own checks.
  for (const std::string* path : {&request.directory, &request.file}) {
    if (path->starts_with('/') && path->find('\0') == std::string::npos) continue;
    const char* param = path == &request.file ? "file" : "root";
    return Refusal{ErrorCode::invalid_params,
                   fmt::format("\"{}\" must be an absolute path without NUL bytes.", param),
                   {{"param", param}, {"expected", "an absolute path"}}};
  }
  request.name = params.value("name", std::string());
  request.arguments = params.value("arguments", std::vector<std::string>());
  request.keep_alive = params.value("keep_alive", false);
  if (const auto given = params.find("limits"); given != params.end()) {
    for (const Limit& limit : limits()) {
      const auto value = given->find(std::string(limit.name));
      if (value != given->end()) limit.set(request.limits, value->get<uint64_t>());
    }
  }
  const Result<WorkerId> worker = target.spawn_root(request);
  if (!worker) return spawn_refused(request, worker.error());
  return Json{{"worker", number(*worker)}};
}

Answer terminate(Target& target, Caller&, const Json& params) {
  const WorkerId worker = worker_of(params);
  if (!target.terminate(worker)) return no_such_worker(worker);
  return Json::object();
}

constexpr Field list_result[] = {{.name = "workers",
                                  .kind = Kind::objects,
                                  .presence = required,
                                  .meaning = "every worker that is not gone, parents first",
                                  .members = status_fields}};

Answer list(Target& target, Caller&, const Json&) {
  Json workers = Json::array();
  for (const WorkerStatus& status : target.list()) workers.push_back(status_json(status));
  return Json{{"workers", std::move(workers)}};
}

Answer inspect(Target& target, Caller&, const Json& params) {
  const WorkerId worker = worker_of(params);
  const auto status = target.inspect(worker);
  if (!status) return no_such_worker(worker);
  return status_json(*status);
}

}  // namespace

std::span<const Method> worker_methods() {
  static const Method methods[] = {
      {method::spawn, "starts a tree; a script that cannot be loaded shows as its exit event",
       spawn_params(), worker_only, spawn},
      {method::terminate, "ends a worker and its descendants at once", worker_only, {}, terminate},
      {method::list, "all workers", {}, list_result, list},
      {method::inspect, "one worker", worker_only, status_fields, inspect},
  };
  return methods;
}

}  // namespace skep::control
