// Methods about workers that are there: post, terminate, close, list, inspect, wait.
#include <algorithm>

#include <fmt/format.h>

#include "daemon/control/ended_workers.h"
#include "daemon/control/events.h"
#include "daemon/control/methods.h"
#include "daemon/control/values.h"
#include "daemon/control/waits.h"

namespace skep::control {
namespace {

constexpr auto required = Presence::required;
constexpr auto optional = Presence::optional;

const Field worker_only[] = {worker_field};

constexpr std::string_view state_names[] = {"loading", "starting",    "running",
                                            "closing", "terminating", "gone"};

// What list and inspect have in common.
std::vector<Field> status_members() {
  return {
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
      {"tenant", Kind::string, required, "whose quota it uses; or empty"},
      {"detached", Kind::boolean, required, "it does not end with a connection"},
      {"messages_in", Kind::integer, required, "received"},
      {"messages_out", Kind::integer, required, "posted by it"},
      {"queued_bytes", Kind::integer, required, "waiting to be received"},
      {"cpu_ms", Kind::integer, required, "processor time so far"},
      {"memory_bytes", Kind::integer, required,
       "resident, shared pages included; its peak when gone"},
      {"age_ms", Kind::integer, required, "since it was asked for; 0 when gone"},
      {"reason", Kind::string, optional, "when gone: why"},
      {"detail", Kind::string, optional, "when gone: a sentence, or empty"},
  };
}

std::span<const Field> status_fields() {
  static const std::vector<Field> fields = status_members();
  return fields;
}

std::span<const Field> soft_limit_fields() {
  static const std::vector<Field> fields = [] {
    std::vector<Field> all;
    for (size_t i = 0; i < soft_limit_count; ++i) {
      all.push_back({name(static_cast<SoftLimit>(i)), Kind::integer, optional, "times"});
    }
    return all;
  }();
  return fields;
}

std::span<const Field> inspect_fields() {
  static const std::vector<Field> fields = [] {
    std::vector<Field> all = status_members();
    all.push_back({.name = "limits",
                   .kind = Kind::object,
                   .presence = optional,
                   .meaning = "unless gone",
                   .members = limit_fields(required)});
    all.push_back({.name = "limits_met",
                   .kind = Kind::object,
                   .presence = optional,
                   .meaning = "unless gone: how often, of limits that end nobody",
                   .members = soft_limit_fields()});
    all.push_back({"arguments", Kind::strings, optional, "unless gone: of its tree"});
    all.push_back({"children", Kind::integers, optional, "unless gone: their ids"});
    return all;
  }();
  return fields;
}

Json status_json(const WorkerStatus& status) {
  return {{"worker", number(status.id)},
          {"parent", number(status.parent)},
          {"name", status.name},
          {"url", status.url},
          {"pid", status.pid},
          {"state", name(status.state)},
          {"tenant", status.tenant},
          {"detached", status.detached},
          {"messages_in", status.messages_in},
          {"messages_out", status.messages_out},
          {"queued_bytes", status.queued_bytes},
          {"cpu_ms", status.cpu_us / 1000},
          {"memory_bytes", status.memory_bytes},
          {"age_ms", status.age_ms}};
}

Json ended_json(const ExitEvent& exit) {
  return {{"worker", number(exit.worker)},
          {"parent", number(exit.parent)},
          {"name", exit.name},
          {"url", exit.url},
          {"pid", 0},
          {"state", name(WorkerState::gone)},
          {"tenant", exit.tenant},
          {"detached", false},
          {"messages_in", exit.messages_in},
          {"messages_out", exit.messages_out},
          {"queued_bytes", 0},
          {"cpu_ms", exit.cpu_us / 1000},
          {"memory_bytes", exit.peak_memory_bytes},
          {"age_ms", 0},
          {"reason", name(exit.reason)},
          {"detail", exit.detail}};
}

std::span<const Field> post_params() {
  static const Field fields[] = {
      {.name = "worker",
       .kind = Kind::integer,
       .presence = required,
       .meaning = "the root of a tree; its script gets a message event",
       .least = 1},
      {"data", Kind::any, required, "the message"},
      values_field,
  };
  return fields;
}

Answer post(const Call& call) {
  const CloneOfParam clone = clone_of_param(call.params, "data");
  if (!clone) return invalid_value("data", clone.problem);
  const WorkerId worker = worker_of(call.params);
  return posted(call.target.post(worker, clone.bytes), worker);
}

Answer terminate(const Call& call) {
  const WorkerId worker = worker_of(call.params);
  if (!call.target.terminate(worker)) return no_such_worker(worker);
  return Json::object();
}

Answer close(const Call& call) {
  const WorkerId worker = worker_of(call.params);
  if (!call.target.close(worker)) return no_such_worker(worker);
  return Json::object();
}

constexpr Field list_params[] = {
    {"tenant", Kind::string, optional, "only workers of this tenant"},
    {"ended", Kind::boolean, optional, "also the last 1,024 that are gone"},
    {"after", Kind::integer, optional,
     "only workers with larger ids: the last one of the part before"},
};

std::span<const Field> list_result() {
  static const Field fields[] = {
      {.name = "workers",
       .kind = Kind::objects,
       .presence = required,
       .meaning = "at most 128, in the order of their ids: parents before their children",
       .members = status_fields()},
      {"more", Kind::boolean, required, "there are others behind these"}};
  return fields;
}

// Those that are gone, behind `after`, in the order of their ids.
std::vector<const ExitEvent*> ended_of(const Call& call, uint64_t after,
                                       const std::optional<std::string>& tenant) {
  std::vector<const ExitEvent*> exits;
  if (!call.params.value("ended", false)) return exits;
  for (const EndedWorker& ended : call.target.ended().all()) {
    if (number(ended.exit.worker) > after && (!tenant || ended.tenant == *tenant)) {
      exits.push_back(&ended.exit);
    }
  }
  std::ranges::sort(exits, {}, &ExitEvent::worker);
  return exits;
}

// In parts: to tell of one worker takes a look into /proc, and there may be thousands.
Answer list(const Call& call) {
  std::optional<std::string> tenant;
  if (call.params.contains("tenant")) tenant = call.params["tenant"].get<std::string>();
  const uint64_t after = call.params.value("after", uint64_t{0});
  // One more than is told, to know whether there are more.
  const auto ended = ended_of(call, after, tenant);
  const auto there = call.target.list(WorkerId{after}, max_listed + 1, tenant);
  Json workers = Json::array();
  auto next_ended = ended.begin();
  auto next = there.begin();
  while (workers.size() < max_listed && (next_ended != ended.end() || next != there.end())) {
    const bool is_gone =
        next_ended != ended.end() && (next == there.end() || (*next_ended)->worker < next->id);
    workers.push_back(is_gone ? ended_json(**next_ended++) : status_json(*next++));
  }
  const bool more = next_ended != ended.end() || next != there.end();
  return Json{{"workers", std::move(workers)}, {"more", more}};
}

Answer inspect(const Call& call) {
  const WorkerId worker = worker_of(call.params);
  const auto status = call.target.inspect(worker);
  const auto details = call.target.details(worker);
  if (status && details) {
    Json json = status_json(*status);
    json["limits"] = limits_json(details->limits);
    json["limits_met"] = Json::object();
    for (size_t i = 0; i < soft_limit_count; ++i) {
      const std::string limit(name(static_cast<SoftLimit>(i)));
      if (details->limits_met[i] != 0) json["limits_met"][limit] = details->limits_met[i];
    }
    json["arguments"] = details->arguments;
    json["children"] = Json::array();
    for (const WorkerId child : details->children) json["children"].push_back(number(child));
    return json;
  }
  if (const EndedWorker* ended = call.target.ended().find(worker)) return ended_json(ended->exit);
  return no_such_worker(worker);
}

std::span<const Field> wait_params() {
  static const Field fields[] = {worker_field,
                                 {.name = "timeout_ms",
                                  .kind = Kind::integer,
                                  .presence = optional,
                                  .meaning = "how long at the most; for ever if left out",
                                  .most = 365ull * 24 * 3600 * 1000}};
  return fields;
}

Answer wait(const Call& call) {
  const WorkerId worker = worker_of(call.params);
  if (!call.target.inspect(worker)) {
    const EndedWorker* ended = call.target.ended().find(worker);
    if (ended == nullptr) return no_such_worker(worker);
    return exit_json(ended->exit);
  }
  std::optional<std::chrono::milliseconds> timeout;
  if (const auto given = call.params.find("timeout_ms"); given != call.params.end()) {
    timeout = std::chrono::milliseconds(given->get<uint64_t>());
  }
  if (!call.target.waits().add(call.caller.id(), worker, timeout, call.later())) {
    return Refusal{ErrorCode::too_many,
                   fmt::format("One connection waits for at most {} workers.", max_waits),
                   {{"what", "waits"}, {"most", max_waits}}};
  }
  return Later{};
}

}  // namespace

std::span<const Method> worker_methods() {
  static const Method methods[] = {
      {method::post,
       "posts a message to a root worker, as if by its creator",
       post_params(),
       {},
       post},
      {method::terminate, "ends a worker and its descendants at once", worker_only, {}, terminate},
      {method::close,
       "does as if the worker's script called close(), after what was posted before",
       worker_only,
       {},
       close},
      {method::list, "the workers, in parts", list_params, list_result(), list, Access::read_only},
      {method::inspect, "one worker, also one of the last 1,024 that are gone", worker_only,
       inspect_fields(), inspect, Access::read_only},
      {method::wait, "answers when the worker is gone, with the members of its exit event",
       wait_params(), exit_members(), wait, Access::read_only},
  };
  return methods;
}

}  // namespace skep::control
