// Methods about what workers wrote to their consoles: worker.logs.
#include "daemon/control/events.h"
#include "daemon/control/methods.h"
#include "daemon/control/open_stream.h"
#include "daemon/observe/log_store.h"

namespace skep::control {
namespace {

constexpr auto required = Presence::required;
constexpr auto optional = Presence::optional;

std::span<const Field> logs_params() {
  static const Field fields[] = {
      worker_field,
      {"lines", Kind::integer, optional, "only the last so many"},
      {"since_ms", Kind::integer, optional, "only what was written at or after this Unix time"},
      {"follow", Kind::boolean, optional,
       "what is written later comes as console events of a new stream, which ends with the worker"},
  };
  return fields;
}

constexpr Field entry_fields[] = {
    {"time_ms", Kind::integer, required, "Unix time"},
    {"level", Kind::string, required, "log, debug, info, warn or error"},
    {"text", Kind::string, required, "formatted, without a final newline"},
};

constexpr Field logs_result[] = {
    {.name = "entries",
     .kind = Kind::objects,
     .presence = required,
     .meaning = "the oldest first",
     .members = entry_fields},
    {"lost", Kind::integer, required, "older lines that are not kept any more"},
    {"stream", Kind::integer, required, "of follow; 0 without it, or when the worker is gone"},
};

Answer logs(const Call& call) {
  const WorkerId worker = worker_of(call.params);
  const bool there = call.target.inspect(worker).has_value();
  const auto found = call.target.logs().query(worker, call.params.value("lines", UINT64_MAX),
                                              call.params.value("since_ms", uint64_t{0}));
  if (!there && !found) return no_such_worker(worker);
  Json result = {{"entries", Json::array()}, {"lost", 0}, {"stream", 0}};
  if (found) {
    for (const LogEntry& entry : found->entries) {
      result["entries"].push_back(
          {{"time_ms", entry.time_ms}, {"level", name(entry.level)}, {"text", entry.text}});
    }
    result["lost"] = found->lost;
  }
  if (!there || !call.params.value("follow", false)) return result;
  StreamWish wish;
  wish.types = 1u << *event_type(event::console) | 1u << *event_type(event::console_lost);
  wish.workers = {worker};
  wish.with_descendants = false;
  const Answer opened = open_stream(call.caller, std::move(wish));
  if (std::holds_alternative<Refusal>(opened)) return opened;
  result.update(std::get<Json>(opened));
  return result;
}

}  // namespace

std::span<const Method> log_methods() {
  static const Method methods[] = {
      {method::logs, "what a worker wrote to its console, also one that is gone", logs_params(),
       logs_result, logs, Access::read_only},
  };
  return methods;
}

}  // namespace skep::control
