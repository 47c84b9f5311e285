// What the supervisor asks of tenants' quotas, and what it does when one is used up.
//
// Memory and number are asked when a worker is to be made. Processor time is looked at once a
// second, while somebody has a quota of it, and soon after a worker ended: then all workers of the
// tenant are over it end together.
#include "base/log.h"
#include "daemon/supervisor_impl.h"
#include "daemon/system/process_id.h"

namespace skep {
namespace {

constexpr auto look_interval = std::chrono::seconds(1);

}  // namespace

bool Supervisor::Impl::admit(Worker& worker, std::string& refusal) {
  refusal = tenants.admit(*worker.tree->account, worker.limits.memory_bytes);
  worker.admitted = refusal.empty();
  if (worker.admitted) {
    worker.down.charge_to(worker.tree->account->queue_bytes);
    watch_tenants(look_interval);
  } else {
    log::warning("worker {} is refused: {}", number(worker.id), refusal);
  }
  return worker.admitted;
}

void Supervisor::Impl::release(Worker& worker) {
  if (!worker.admitted) return;
  worker.down.clear();
  tenants.release(*worker.tree->account, worker.limits.memory_bytes, worker.cpu_us);
  watch_tenants(std::chrono::seconds(0));
}

void Supervisor::Impl::set_quotas(const std::map<std::string, TenantQuota>& quotas,
                                  uint64_t most_workers) {
  tenants.set_quotas(quotas);
  tenants.set_most_workers(most_workers);
  watch_tenants(std::chrono::seconds(0));
}

// Has the tenants looked at in `delay`, or earlier if that was to be anyway.
void Supervisor::Impl::watch_tenants(std::chrono::milliseconds delay) {
  if (!tenants.any_cpu_quota()) return;
  const auto at = std::chrono::steady_clock::now() + delay;
  if (tenant_timer_armed_ && tenant_timer_.expiry() <= at) return;
  tenant_timer_armed_ = true;
  tenant_timer_.expires_at(at);  // the wait before this one ends as cancelled
  tenant_timer_.async_wait([this](const Error& error) {
    if (error) return;
    tenant_timer_armed_ = false;
    look_at_tenants();
  });
}

void Supervisor::Impl::look_at_tenants() {
  std::map<Tenant*, uint64_t> living_us;
  for (const auto& [id, worker] : workers.all()) {
    Tenant* tenant = worker->tree->account.get();
    if (!worker->admitted || tenant->quota.cpu_ms == 0) continue;
    const bool alive = worker->pid != 0 && !worker->process_over;
    living_us[tenant] +=
        alive ? value_or<uint64_t>(cpu_time_ns(worker->pid), 0) / 1000 : worker->cpu_us;
  }
  for (const auto& [tenant, used_us] : living_us) {
    const std::string over = tenant->over_cpu(used_us);
    if (over.empty()) continue;
    log::warning("{}: all of its workers end", over);
    for (const WorkerId id : roots()) {
      Worker* root = workers.find(id);
      if (root != nullptr && root->tree->account.get() == tenant) {
        kill(*root, EndReason::quota, over, "tenant");
      }
    }
  }
  if (!workers.empty()) watch_tenants(look_interval);
}

}  // namespace skep
