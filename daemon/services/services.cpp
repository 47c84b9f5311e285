#include "daemon/services/services.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/log.h"

namespace skep {
namespace {

bool is_peaceful(EndReason reason) {
  return reason == EndReason::closed || reason == EndReason::finished;
}

bool is_to_restart(RestartPolicy policy, EndReason reason) {
  switch (policy) {
    case RestartPolicy::never: return false;
    case RestartPolicy::on_failure: return !is_peaceful(reason);
    case RestartPolicy::always: return true;
  }
  return false;
}

std::string told(EndReason reason, const std::string& detail) {
  return detail.empty() ? std::string(name(reason)) : fmt::format("{}: {}", name(reason), detail);
}

}  // namespace

bool Services::start(std::string_view name) {
  Service* service = find(name);
  if (service == nullptr || draining_) return false;
  const bool alive =
      service->state == ServiceState::starting || service->state == ServiceState::running;
  if (!alive) want(*service);
  settle();
  return true;
}

bool Services::stop(std::string_view name) {
  Service* service = find(name);
  if (service == nullptr) return false;
  service->wanted = false;
  service->failing = false;
  begin_stop(*service, service->config.stop_ms, "stopped by hand");
  settle();
  return true;
}

bool Services::restart(std::string_view name) {
  Service* service = find(name);
  if (service == nullptr || draining_) return false;
  want(*service);
  if (service->worker != WorkerId::none) {
    begin_stop(*service, service->config.stop_ms, "restarted by hand");
  }
  settle();
  return true;
}

std::vector<ServiceStatus> Services::list() const {
  std::vector<ServiceStatus> out;
  const uint64_t now = host_.now_ms();
  for (const auto& service : services_) {
    const bool waits = service->state == ServiceState::backing_off && service->due_ms > now;
    out.push_back({service->config.name, service->config.group, service->state, service->worker,
                   service->restarts, service->last_reason, waits ? service->due_ms - now : 0});
  }
  return out;
}

void Services::drain(uint64_t patience_ms) {
  draining_ = true;
  // What was started last may depend on what was started first.
  for (auto service = services_.rbegin(); service != services_.rend(); ++service) {
    (*service)->wanted = false;
    begin_stop(**service, patience_ms, "the daemon is ending");
  }
  settle();
}

void Services::publish(const Event& event) {
  Noted noted;
  if (const auto* started = std::get_if<StartedEvent>(&event)) {
    noted.worker = started->worker;
    noted.started = true;
  } else if (const auto* exit = std::get_if<ExitEvent>(&event)) {
    noted.worker = exit->worker;
    noted.reason = exit->reason;
    noted.detail = exit->detail;
  } else {
    return;
  }
  if (!launching_ && !by_worker_.contains(noted.worker)) return;
  noted_.push_back(std::move(noted));
  host_.wake_at(host_.now_ms());
}

void Services::run() {
  for (const Noted& noted : std::exchange(noted_, {})) {
    Service* service = find(noted.worker);
    if (service == nullptr) continue;
    if (noted.started) {
      on_started(*service);
    } else {
      on_ended(*service, noted.reason, noted.detail);
    }
  }
  settle();
}

Services::Service* Services::find(std::string_view name) {
  const auto found = std::find_if(services_.begin(), services_.end(), [&](const auto& service) {
    return service->config.name == name;
  });
  return found == services_.end() ? nullptr : found->get();
}

Services::Service* Services::find(WorkerId worker) {
  const auto found = by_worker_.find(worker);
  return found == by_worker_.end() ? nullptr : found->second;
}

void Services::set_state(Service& service, ServiceState state, std::string_view reason) {
  service.state = state;
  log::info("service {} is {}{}{}", service.config.name, name(state), reason.empty() ? "" : ": ",
            reason);
  events_.publish(
      ServiceEvent{service.config.name, state, service.worker, service.restarts, reason});
}

// It is to run, at once and with a clean record.
void Services::want(Service& service) {
  service.wanted = true;
  service.failing = false;
  service.pace.reset();
  service.restarts = 0;
  service.due_ms = host_.now_ms();
  if (service.worker != WorkerId::none) return;
  if (service.state != ServiceState::waiting) set_state(service, ServiceState::waiting, "");
  // Whoever waits with it has waited long enough too.
  for (Service* other : unit_of(service)) other->due_ms = std::min(other->due_ms, service.due_ms);
}

// Has its worker closed. One without a worker that is not wanted any more is stopped at once.
void Services::begin_stop(Service& service, uint64_t patience_ms, std::string_view why) {
  if (service.worker == WorkerId::none) {
    const bool over =
        service.state == ServiceState::stopped || service.state == ServiceState::failed;
    if (!service.wanted && !over) set_state(service, ServiceState::stopped, why);
    return;
  }
  const uint64_t kill_ms = host_.now_ms() + patience_ms;
  if (service.state == ServiceState::stopping) {
    service.kill_ms = std::min(service.kill_ms, kill_ms);
    return;
  }
  service.kill_ms = kill_ms;
  service.health.end();
  set_state(service, ServiceState::stopping, why);
  host_.close(service.worker);
}

void Services::on_started(Service& service) {
  if (service.state != ServiceState::starting) return;
  service.running_since_ms = host_.now_ms();
  const auto activity = host_.activity(service.worker);
  service.health.begin(service.config.health, service.running_since_ms,
                       activity.value_or(WorkerActivity()));
  set_state(service, ServiceState::running, "");
}

void Services::on_ended(Service& service, EndReason reason, const std::string& detail) {
  by_worker_.erase(service.worker);
  service.worker = WorkerId::none;
  service.health.end();
  service.kill_ms = UINT64_MAX;
  service.last_reason = name(reason);
  std::string why = told(reason, detail);
  if (service.state == ServiceState::stopping) {
    if (service.wanted) return set_state(service, ServiceState::waiting, why);
    const bool failed = std::exchange(service.failing, false);
    return set_state(service, failed ? ServiceState::failed : ServiceState::stopped, why);
  }
  if (is_to_restart(service.config.restart, reason)) {
    return on_end_to_restart(service, std::move(why));
  }
  service.wanted = false;
  set_state(service, is_peaceful(reason) ? ServiceState::stopped : ServiceState::failed, why);
  if (!is_peaceful(reason)) log::warning("service {} failed: {}", service.config.name, why);
}

// What is due of a worker: its kill, or a look at its health.
void Services::watch(Service& service) {
  if (service.worker == WorkerId::none) return;
  const uint64_t now = host_.now_ms();
  if (service.state == ServiceState::stopping && now >= service.kill_ms) {
    service.kill_ms = UINT64_MAX;
    log::warning("service {} did not close in time and is killed", service.config.name);
    host_.terminate(service.worker, EndReason::terminated, "it did not close in time");
  }
  if (service.state != ServiceState::running || now < service.health.next_look_ms()) return;
  const auto activity = host_.activity(service.worker);
  if (!activity) return service.health.end();
  const std::string wrong = service.health.look(service.config.health, now, *activity);
  if (!wrong.empty()) host_.terminate(service.worker, EndReason::unresponsive, wrong);
}

void Services::settle() {
  std::erase_if(leaving_, [](const auto& service) { return service->worker == WorkerId::none; });
  for (const auto& service : leaving_) watch(*service);
  for (const auto& service : services_) watch(*service);
  for (const auto& service : services_) {
    const bool waits =
        service->state == ServiceState::waiting || service->state == ServiceState::backing_off;
    if (service->wanted && waits) start_unit(unit_of(*service));
  }
  plan_wake();
}

void Services::plan_wake() {
  const uint64_t now = host_.now_ms();
  uint64_t next = noted_.empty() ? UINT64_MAX : now;
  const auto consider = [&](const Service& service) {
    // One that is over due waits for another of its unit, and that has a time or an end of its own.
    const bool waits = service.state == ServiceState::backing_off && service.due_ms > now;
    if (waits) next = std::min(next, service.due_ms);
    if (service.state == ServiceState::stopping) next = std::min(next, service.kill_ms);
    if (service.state == ServiceState::running) {
      next = std::min(next, service.health.next_look_ms());
    }
  };
  for (const auto& service : services_) consider(*service);
  for (const auto& service : leaving_) consider(*service);
  host_.wake_at(next);
}

}  // namespace skep
