#include "daemon/tenants.h"

#include <fmt/format.h>

#include "base/check.h"

namespace skep {

std::string Tenant::over_cpu(uint64_t living_cpu_us) const {
  if (quota.cpu_ms == 0 || (ended_cpu_us + living_cpu_us) / 1000 < quota.cpu_ms) return {};
  return fmt::format("tenant {} has used its {} ms of processor time", name, quota.cpu_ms);
}

void Tenants::set_quotas(const std::map<std::string, TenantQuota>& quotas) {
  any_cpu_quota_ = false;
  for (const auto& [name, tenant] : tenants_) {
    tenant->quota = {};
    tenant->configured = false;
  }
  for (const auto& [name, quota] : quotas) {
    Tenant& tenant = *of(name);
    any_cpu_quota_ = any_cpu_quota_ || quota.cpu_ms != 0;
    tenant.quota = quota;
    tenant.configured = true;
  }
  std::erase_if(tenants_, [](const auto& entry) {
    return !entry.second->configured && entry.second->workers == 0;
  });
}

std::shared_ptr<Tenant> Tenants::of(const std::string& name) {
  std::shared_ptr<Tenant>& tenant = tenants_[name];
  if (tenant == nullptr) {
    tenant = std::make_shared<Tenant>();
    tenant->name = name;
  }
  return tenant;
}

std::string Tenants::reason_against(const Tenant& tenant, uint64_t memory_bytes) const {
  const TenantQuota& quota = tenant.quota;
  if (most_workers_ != 0 && workers_ >= most_workers_) {
    return fmt::format("the daemon has {} workers already", workers_);
  }
  if (quota.workers != 0 && tenant.workers >= quota.workers) {
    return fmt::format("tenant {} has {} workers already", tenant.name, tenant.workers);
  }
  if (quota.memory_bytes != 0 && tenant.memory_bytes + memory_bytes > quota.memory_bytes) {
    return fmt::format(
        "tenant {} may use {} bytes of memory, {} of them are taken, and it asks "
        "for {}",
        tenant.name, quota.memory_bytes, tenant.memory_bytes, memory_bytes);
  }
  return tenant.over_cpu(0);
}

std::string Tenants::admit(Tenant& tenant, uint64_t memory_bytes) {
  std::string refusal = reason_against(tenant, memory_bytes);
  if (!refusal.empty()) {
    forget_if_unused(tenant);
    return refusal;
  }
  ++workers_;
  ++tenant.workers;
  tenant.memory_bytes += memory_bytes;
  return {};
}

void Tenants::release(Tenant& tenant, uint64_t memory_bytes, uint64_t cpu_us) {
  SKEP_CHECK(workers_ > 0 && tenant.workers > 0 && tenant.memory_bytes >= memory_bytes);
  --workers_;
  --tenant.workers;
  tenant.memory_bytes -= memory_bytes;
  tenant.ended_cpu_us += cpu_us;
  forget_if_unused(tenant);
}

// The tree that has it keeps it as long as it is there.
void Tenants::forget_if_unused(const Tenant& tenant) {
  if (tenant.workers == 0 && !tenant.configured) tenants_.erase(tenant.name);
}

}  // namespace skep
