// Counts the workers as they are: what metrics and `stats` show of them.
#include <algorithm>

#include "daemon/supervisor_impl.h"

namespace skep {

Census Supervisor::Impl::census() const {
  Census census;
  for (const auto& [id, worker] : workers.all()) {
    ++census.workers[static_cast<size_t>(worker->state)];
    if (worker->parent == WorkerId::none) ++census.trees;
    const uint64_t queued = worker->down.bytes();
    census.queued_bytes += queued;
    census.most_queued_bytes = std::max(census.most_queued_bytes, queued);
    if (worker->waits_for != WorkerId::none || worker->waits_for_ports || worker->pace_timer) {
      ++census.stalled_senders;
    }
    if (worker->end) census.worker_wakeups += worker->end->wakeups();
  }
  for (const auto& [name, tenant] : tenants.all()) {
    // Others are labels of clients, without bound in number.
    if (!tenant->configured) continue;
    census.tenants.push_back(
        {name, tenant->workers, tenant->memory_bytes, tenant->queue_bytes, tenant->ended_cpu_us});
  }
  census.spares = cells.spares();
  census.cache_memory_bytes = scripts_.cache_memory_bytes();
  return census;
}

Census Supervisor::census() const {
  return impl_->census();
}

const Counters& Supervisor::counters() const {
  return impl_->counters;
}

}  // namespace skep
