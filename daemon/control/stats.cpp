#include "daemon/control/stats.h"

#include <numeric>
#include <vector>

#include <nlohmann/json.hpp>

namespace skep::control {
namespace {

constexpr auto required = Presence::required;

struct Number {
  std::string_view name;
  std::string_view meaning;
  uint64_t (*get)(const Reading&);
};

template <class Counts>
uint64_t sum(const Counts& counts) {
  return std::accumulate(counts.begin(), counts.end(), uint64_t{0});
}

// Those that grow count from the start of the daemon.
constexpr Number numbers[] = {
    {"workers", "workers that are not gone",
     [](const Reading& r) { return sum(r.census.workers); }},
    {"trees", "root workers that are not gone", [](const Reading& r) { return r.census.trees; }},
    {"requested", "workers asked for",
     [](const Reading& r) { return r.counters.workers_requested; }},
    {"spawned", "workers that got a process", [](const Reading& r) { return r.events.started; }},
    {"ended", "workers that are gone", [](const Reading& r) { return sum(r.events.ended); }},
    {"messages", "messages carried to a worker",
     [](const Reading& r) { return r.counters.messages; }},
    {"message_bytes", "bytes of those messages",
     [](const Reading& r) { return r.counters.message_bytes; }},
    {"queued_bytes", "bytes that wait for their receivers now",
     [](const Reading& r) { return r.census.queued_bytes; }},
    {"queue_stalls", "times that a sender waited for a full queue",
     [](const Reading& r) { return r.counters.queue_stalls; }},
    {"wakeups", "times that a sleeping worker was woken",
     [](const Reading& r) { return r.counters.worker_wakeups + r.census.worker_wakeups; }},
    {"doorbells", "times that a worker rang the supervisor",
     [](const Reading& r) { return r.counters.doorbells; }},
    {"console_lines", "console calls passed on",
     [](const Reading& r) { return sum(r.events.console_lines); }},
    {"console_bytes", "bytes of that output",
     [](const Reading& r) { return r.events.console_bytes; }},
    {"console_lost", "console calls dropped by the rate limit",
     [](const Reading& r) { return r.events.console_lost; }},
    {"errors", "errors that no script handled",
     [](const Reading& r) { return sum(r.events.errors); }},
    {"worker_cpu_ms", "processor time of workers that are gone",
     [](const Reading& r) { return r.events.worker_cpu_us / 1000; }},
    {"cache_hits", "scripts found lowered in the cache",
     [](const Reading& r) { return r.counters.cache_hits; }},
    {"cache_misses", "scripts that had to be lowered",
     [](const Reading& r) { return r.counters.cache_misses; }},
    {"compiles_failed", "sources on which the compiler itself ended",
     [](const Reading& r) { return r.counters.compiles_failed; }},
    {"compile_ms", "time that sources took to be lowered",
     [](const Reading& r) { return r.counters.compile_us / 1000; }},
    {"messages_refused", "messages of roots that were too large to go outside",
     [](const Reading& r) { return r.counters.messages_refused; }},
    {"host_calls_refused", "calls of host functions above what one worker may have unanswered",
     [](const Reading& r) { return r.counters.host_calls_refused; }},
    {"blobs_refused", "blob URLs that no other worker knows, for lack of room",
     [](const Reading& r) { return r.counters.blobs_refused; }},
    {"ports_refused", "MessagePorts above the limit of a worker or of a tree",
     [](const Reading& r) { return r.counters.ports_refused; }},
    {"port_messages_refused", "messages lost because too much waited at ports that nobody started",
     [](const Reading& r) { return r.counters.port_messages_refused; }},
    {"zygotes_started", "worker zygotes started",
     [](const Reading& r) { return r.counters.zygotes_started; }},
    {"zygotes_lost", "worker zygotes that ended unasked",
     [](const Reading& r) { return r.counters.zygotes_lost; }},
    {"zygotes_used_up", "worker zygotes replaced after their last worker",
     [](const Reading& r) { return r.counters.zygotes_used_up; }},
    {"zygotes_suspected", "worker zygotes replaced because a worker ended as if it was attacked",
     [](const Reading& r) { return r.counters.zygotes_suspected; }},
    {"spares", "sealed processes that wait for a worker",
     [](const Reading& r) { return r.census.spares; }},
    {"spares_started", "processes made before their workers were asked for",
     [](const Reading& r) { return r.counters.spares_started; }},
    {"spares_used", "of those, the ones that a worker got",
     [](const Reading& r) { return r.counters.spares_used; }},
    {"spares_lost", "of those, the ones that ended unasked while they waited",
     [](const Reading& r) { return r.counters.spares_lost; }},
    {"clients", "clients connected now", [](const Reading& r) { return r.control.clients; }},
    {"connections", "clients that connected",
     [](const Reading& r) { return r.control.connections; }},
    {"connections_refused", "clients that were turned away",
     [](const Reading& r) { return r.control.connections_refused; }},
    {"requests", "requests of clients", [](const Reading& r) { return r.control.requests; }},
    {"requests_failed", "requests answered with an error",
     [](const Reading& r) { return r.control.requests_failed; }},
    {"events_lost", "events dropped for slow clients",
     [](const Reading& r) { return r.control.events_lost; }},
    {"host_calls", "calls of host functions",
     [](const Reading& r) { return r.control.host_calls; }},
    {"host_calls_failed", "of those, the ones that brought no value",
     [](const Reading& r) { return r.control.host_calls_failed; }},
    {"uptime_ms", "since the daemon started", [](const Reading& r) { return r.uptime_ms; }},
    {"memory_bytes", "resident memory of skepd itself",
     [](const Reading& r) { return r.process.resident_bytes; }},
    {"descriptors", "file descriptors that skepd holds",
     [](const Reading& r) { return r.process.open_descriptors; }},
    {"cpu_ms", "processor time of skepd itself",
     [](const Reading& r) { return r.process.cpu_us / 1000; }},
};

std::span<const Field> state_fields() {
  static const std::vector<Field> fields = [] {
    std::vector<Field> made;
    for (int i = 0; i < worker_state_count; ++i) {
      made.push_back({name(static_cast<WorkerState>(i)), Kind::integer, required, "workers"});
    }
    return made;
  }();
  return fields;
}

std::span<const Field> reason_fields() {
  static const std::vector<Field> fields = [] {
    std::vector<Field> made;
    for (size_t i = 0; i < end_reason_count; ++i) {
      made.push_back({name(static_cast<EndReason>(i)), Kind::integer, required, "workers"});
    }
    return made;
  }();
  return fields;
}

}  // namespace

std::span<const Field> stats_fields() {
  static const std::vector<Field> fields = [] {
    std::vector<Field> made;
    for (const Number& number : numbers) {
      made.push_back({number.name, Kind::integer, required, number.meaning});
    }
    made.push_back({.name = "workers_by_state",
                    .kind = Kind::object,
                    .presence = required,
                    .meaning = "workers that are not gone",
                    .members = state_fields()});
    made.push_back({.name = "ended_by_reason",
                    .kind = Kind::object,
                    .presence = required,
                    .meaning = "workers that are gone",
                    .members = reason_fields()});
    return made;
  }();
  return fields;
}

Json stats_json(const Reading& reading) {
  Json stats = Json::object();
  for (const Number& number : numbers) stats[std::string(number.name)] = number.get(reading);
  Json states = Json::object();
  for (size_t i = 0; i < reading.census.workers.size(); ++i) {
    states[std::string(name(static_cast<WorkerState>(i)))] = reading.census.workers[i];
  }
  Json reasons = Json::object();
  for (size_t i = 0; i < end_reason_count; ++i) {
    reasons[std::string(name(static_cast<EndReason>(i)))] = reading.events.ended[i];
  }
  stats["workers_by_state"] = std::move(states);
  stats["ended_by_reason"] = std::move(reasons);
  return stats;
}

}  // namespace skep::control
