#include "proto/control_limits.h"

namespace skep::control {
namespace {

template <auto member>
uint64_t get_member(const WorkerLimits& limits) {
  return limits.*member;
}

// The table's `most` keeps a value inside the member's type; both sides check it first.
template <auto member>
void set_member(WorkerLimits& limits, uint64_t value) {
  using Member = std::remove_reference_t<decltype(limits.*member)>;
  limits.*member = static_cast<Member>(value);
}

template <auto member>
constexpr Limit limit(std::string_view name, std::string_view key, Unit unit, uint64_t least,
                      uint64_t most, bool may_be_none, std::string_view meaning) {
  return Limit{
      name, key, unit, least, most, may_be_none, meaning, get_member<member>, set_member<member>};
}

constexpr uint64_t kib = 1024;
constexpr uint64_t mib = 1024 * kib;
constexpr uint64_t gib = 1024 * mib;
constexpr uint64_t year_ms = 365ull * 24 * 3600 * 1000;

using L = WorkerLimits;
constexpr Limit table[] = {
    limit<&L::memory_bytes>("memory_bytes", "memory", Unit::bytes, 1 * mib, 16 * gib, false,
                            "heap, ArrayBuffers and messages that it has not handled, together"),
    limit<&L::cpu_ms>("cpu_ms", "cpu", Unit::milliseconds, 1, year_ms, true,
                      "processor time over the whole life; 0 is no limit"),
    limit<&L::task_ms>("task_ms", "task", Unit::milliseconds, 10, year_ms, true,
                       "processor time of one task (a handler, a timer, the script's first run); "
                       "0 is no limit"),
    limit<&L::wall_ms>("wall_ms", "wall", Unit::milliseconds, 1, year_ms, true,
                       "time on the clock over the whole life; 0 is no limit"),
    limit<&L::queue_bytes>("queue_bytes", "queue", Unit::bytes, 64 * kib, 16 * gib, false,
                           "messages waiting to be received by one worker"),
    limit<&L::queue_count>("queue_count", "queue-count", Unit::count, 1, 1'000'000, false,
                           "messages waiting to be received, whatever their size"),
    limit<&L::messages_per_s>("messages_per_s", "messages", Unit::count, 1, 1'000'000, true,
                              "messages that it posts in a second, one second's worth at once; "
                              "above it, it waits; 0 is no limit"),
    limit<&L::stall_ms>("stall_ms", "stall", Unit::milliseconds, 1, year_ms, false,
                        "a full queue that does not move for so long ends its worker"),
    limit<&L::console_bytes_per_s>("console_bytes_per_s", "console", Unit::bytes_per_second,
                                   1 * kib, 16 * gib, true,
                                   "console output, one second's worth at once; lines above it are "
                                   "dropped and counted; 0 is no limit, as in a private daemon"),
    limit<&L::terminate_grace_cpu_ms>("terminate_grace_cpu_ms", "grace", Unit::milliseconds, 1,
                                      1000, true,
                                      "processor time for messages delivered before terminate(); "
                                      "0 is none"),
    limit<&L::cpu_weight>("cpu_weight", "cpu-weight", Unit::count, 1, 10'000, true,
                          "share of the processors when they are contended, against 100 of others; "
                          "0 is 100; needs control groups"),
    limit<&L::cpu_percent>("cpu_percent", "cpu-percent", Unit::count, 1, 100, true,
                           "of one processor, at any time; 0 is no limit; needs control groups"),
    limit<&L::children>("children", "children", Unit::count, 1, 65535, true,
                        "direct children alive at once; 0 allows none"),
    limit<&L::depth>("depth", "depth", Unit::count, 1, 1024, false,
                     "generations in the tree; the root is at depth 1"),
    limit<&L::channels>("channels", "channels", Unit::count, 1, 65535, true,
                        "names of BroadcastChannels it listens on at once; 0 allows none"),
    limit<&L::ports>("ports", "ports", Unit::count, 1, 65535, true,
                     "MessagePorts that it holds at once; 0 allows none"),
    limit<&L::timers>("timers", "timers", Unit::count, 1, 1'000'000, true,
                      "timers alive at once; 0 allows none"),
    limit<&L::source_bytes>("source_bytes", "source", Unit::bytes, 1 * kib, max_script_bytes, false,
                            "one script, module or imported script, as it is written"),
};

}  // namespace

std::span<const Limit> limits() {
  return table;
}

}  // namespace skep::control
