// What becomes of a limit that is met without an end: it is counted for its worker and over all,
// and the first time for each worker it is an event and a line in the log.
#include <fmt/format.h>

#include "base/log.h"
#include "daemon/supervisor_impl.h"

namespace skep {
namespace {

// A sentence about it, with the number that was met.
std::string meaning(const Worker& worker, SoftLimit limit) {
  const WorkerLimits& limits = worker.limits;
  const Tenant& tenant = *worker.tree->account;
  switch (limit) {
    case SoftLimit::queue_bytes:
      return fmt::format("more than {} bytes wait for it: who posts to it waits",
                         limits.queue_bytes);
    case SoftLimit::queue_count:
      return fmt::format("{} messages wait for it: who posts to it waits", limits.queue_count);
    case SoftLimit::messages_per_s:
      return fmt::format("it posts more than {} messages in a second: it waits",
                         limits.messages_per_s);
    case SoftLimit::console_bytes_per_s:
      return fmt::format("it writes more than {} bytes in a second to its console: lines are lost",
                         limits.console_bytes_per_s);
    case SoftLimit::timers: return fmt::format("it has {} timers already", limits.timers);
    case SoftLimit::channels: return fmt::format("it listens on {} channels", limits.channels);
    case SoftLimit::ports: return fmt::format("it holds {} MessagePorts", limits.ports);
    case SoftLimit::locks: return fmt::format("it holds and waits for {} locks", max_locks);
    case SoftLimit::source_bytes:
      return fmt::format("a script that it asks for is larger than {} bytes", limits.source_bytes);
    case SoftLimit::loading_bytes:
      return fmt::format(
          "a script that it asks for is not loaded: more than {} bytes of scripts are being loaded "
          "for its tree, or {} for all",
          max_tree_loading_bytes, max_loading_bytes);
    case SoftLimit::tenant_queue:
      return fmt::format("more than {} bytes wait for tenant {}: who posts to it waits",
                         tenant.quota.queue_bytes, tenant.name);
    case SoftLimit::tenant_messages:
      return fmt::format("tenant {} posts more than {} messages in a second: it waits", tenant.name,
                         tenant.quota.messages_per_s);
  }
  return {};
}

// To wait for a full queue is how messages flow; the others are worth a look.
log::Level level_of(SoftLimit limit) {
  const bool ordinary = limit == SoftLimit::queue_bytes || limit == SoftLimit::queue_count ||
                        limit == SoftLimit::tenant_queue;
  return ordinary ? log::Level::info : log::Level::notice;
}

}  // namespace

void Supervisor::Impl::on_limit_met(Worker& worker, SoftLimit limit, uint64_t times) {
  const auto index = static_cast<size_t>(limit);
  counters.soft_limits[index] += times;
  const bool first = worker.soft_limits[index] == 0;
  worker.soft_limits[index] += times;
  if (!first || times == 0) return;
  const std::string sentence = meaning(worker, limit);
  if (log::enabled(level_of(limit))) {
    log::write(level_of(limit), fmt::format("worker {} met its limit {}: {}", number(worker.id),
                                            name(limit), sentence));
  }
  events_.publish(LimitEvent{worker.id, name(limit), sentence, false});
}

bool Supervisor::Impl::on_told_limit(Worker& worker, std::span<const std::byte> bytes) {
  LimitMet met;
  if (!decode(bytes, met)) return false;
  on_limit_met(worker, *told_by_worker(met.limit), met.times);
  return true;
}

}  // namespace skep
