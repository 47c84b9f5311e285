// Tenants: labels of trees, each with a quota over all workers that have the label.
//
// What is counted: workers and the sum of their memory limits, from the request for a worker until
// it is gone; bytes in their queues (DownQueue counts them here as it changes); processor time of
// those that are gone, to which the living ones' is added whenever somebody measures it.
// A tenant that has no quota is forgotten with its last worker.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "daemon/config/config.h"
#include "daemon/routing/token_bucket.h"

namespace skep {

struct Tenant {
  std::string name;
  TenantQuota quota;
  uint64_t workers = 0;
  uint64_t memory_bytes = 0;
  uint64_t queue_bytes = 0;
  uint64_t ended_cpu_us = 0;
  TokenBucket messages;  // that its workers may post
  bool configured = false;

  // That its processor time is used up; empty if it is not.
  std::string over_cpu(uint64_t living_cpu_us) const;
};

class Tenants {
 public:
  // From now on. Workers that are there stay, whatever the new quotas say of memory and number.
  void set_quotas(const std::map<std::string, TenantQuota>& quotas);

  // Workers of everybody, alive at once; 0: no limit.
  void set_most_workers(uint64_t most) { most_workers_ = most; }

  // The tenant of a new tree. "" is the tenant of those without one.
  std::shared_ptr<Tenant> of(const std::string& name);

  // Counts one more worker, or says why not: "tenant acme has 5 workers already".
  std::string admit(Tenant& tenant, uint64_t memory_bytes);

  // A worker that was admitted is gone.
  void release(Tenant& tenant, uint64_t memory_bytes, uint64_t cpu_us);

  // Whether anybody's processor time has to be measured at all.
  bool any_cpu_quota() const { return any_cpu_quota_; }

  const std::map<std::string, std::shared_ptr<Tenant>>& all() const { return tenants_; }

 private:
  std::string reason_against(const Tenant& tenant, uint64_t memory_bytes) const;
  void forget_if_unused(const Tenant& tenant);

  std::map<std::string, std::shared_ptr<Tenant>> tenants_;
  bool any_cpu_quota_ = false;
  uint64_t workers_ = 0;
  uint64_t most_workers_ = 0;
};

}  // namespace skep
