// What the end of one service means for others: groups.
#include <algorithm>

#include <fmt/format.h>

#include "base/log.h"
#include "daemon/services/services.h"

namespace skep {

Services::Members Services::group_of(const Service& service) {
  Members members;
  for (const auto& other : services_) {
    const bool together = other.get() == &service || (!service.config.group.empty() &&
                                                      other->config.group == service.config.group);
    if (together) members.push_back(other.get());
  }
  return members;
}

Services::Members Services::unit_of(const Service& service) {
  const auto strategy = groups_.find(service.config.group);
  const bool alone = strategy == groups_.end() || strategy->second == GroupStrategy::one_for_one;
  Members members = group_of(service);
  if (alone) std::erase_if(members, [&](const Service* other) { return other != &service; });
  return members;
}

// The service ended by itself and has no worker; its policy says to start it again.
void Services::on_end_to_restart(Service& service, std::string reason) {
  const uint64_t now = host_.now_ms();
  const uint64_t since = std::exchange(service.running_since_ms, 0);
  const auto wait = service.pace.next_wait(now, since == 0 ? 0 : now - since,
                                           service.config.backoff, service.config.intensity);
  if (!wait) return fail_group(service, std::move(reason));
  ++service.restarts;
  service.due_ms = now + *wait;
  set_state(service, ServiceState::backing_off, reason);

  const auto strategy = groups_.find(service.config.group);
  Members with = unit_of(service);
  if (strategy != groups_.end() && strategy->second == GroupStrategy::rest_for_one) {
    with.erase(with.begin(), std::find(with.begin(), with.end(), &service));
  }
  // Those that depend on others go before them.
  for (auto other = with.rbegin(); other != with.rend(); ++other) {
    if (*other == &service || (*other)->worker == WorkerId::none || !(*other)->wanted) continue;
    begin_stop(**other, (*other)->config.stop_ms,
               fmt::format("it restarts with {}", service.config.name));
  }
}

void Services::fail_group(Service& service, std::string reason) {
  const Intensity& most = service.config.intensity;
  reason += fmt::format("; more than {} restarts within {} ms", most.restarts, most.within_ms);
  log::error("service {} failed: {}", service.config.name, reason);
  const std::string why = fmt::format("its group failed with {}", service.config.name);
  Members members = group_of(service);
  for (auto member = members.rbegin(); member != members.rend(); ++member) {
    Service& failed = **member;
    if (!std::exchange(failed.wanted, false)) continue;
    if (failed.worker == WorkerId::none) {
      set_state(failed, ServiceState::failed, &failed == &service ? reason : why);
      continue;
    }
    failed.failing = true;
    begin_stop(failed, failed.config.stop_ms, why);
  }
}

// Starts what waits in the unit, if nothing of it is still on its way down.
void Services::start_unit(const Members& unit) {
  if (draining_) return;
  Members waiting;
  uint64_t due_ms = 0;
  for (Service* member : unit) {
    if (!member->wanted) continue;
    if (member->state == ServiceState::stopping) return;
    if (member->worker != WorkerId::none) continue;
    waiting.push_back(member);
    due_ms = std::max(due_ms, member->due_ms);
  }
  if (host_.now_ms() < due_ms) return;
  for (Service* member : waiting) {
    // One that fails at once may have its group wait again, or fail.
    if (!member->wanted || !launch(*member)) return;
  }
}

// False if it could not be started and what waits with it has to wait again.
bool Services::launch(Service& service) {
  launching_ = true;
  const Result<WorkerId> worker = host_.spawn(service.config);
  launching_ = false;
  service.running_since_ms = 0;
  if (worker) {
    service.worker = *worker;
    by_worker_[*worker] = &service;
    set_state(service, ServiceState::starting, "");
    return true;
  }
  service.last_reason = name(EndReason::start_failed);
  std::string why =
      fmt::format("cannot start {}: {}", service.config.file, worker.error().message());
  log::warning("service {}: {}", service.config.name, why);
  if (service.config.restart != RestartPolicy::never) {
    on_end_to_restart(service, std::move(why));
    return false;
  }
  service.wanted = false;
  set_state(service, ServiceState::failed, why);
  return true;
}

}  // namespace skep
