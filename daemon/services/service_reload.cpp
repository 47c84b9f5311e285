// From one configuration to another: only what differs is touched.
#include <algorithm>

#include "daemon/services/services.h"

namespace skep {
namespace {

// A worker of the one is a worker of the other: the rest is about when to start and end it.
bool is_same_worker(const ServiceConfig& a, const ServiceConfig& b) {
  return a.file == b.file && a.root == b.root && a.arguments == b.arguments &&
         a.tenant == b.tenant && a.limits == b.limits;
}

}  // namespace

ReloadResult Services::apply(const Config& config) {
  ReloadResult result;
  if (draining_) return result;
  groups_ = config.groups;
  std::vector<std::unique_ptr<Service>> before = std::exchange(services_, {});
  const auto take = [](std::vector<std::unique_ptr<Service>>& from, const std::string& name) {
    const auto found = std::find_if(from.begin(), from.end(), [&](const auto& service) {
      return service != nullptr && service->config.name == name;
    });
    return found == from.end() ? nullptr : std::move(*found);
  };
  for (const ServiceConfig& wanted : config.services) {
    std::unique_ptr<Service> service = take(before, wanted.name);
    // It may have been taken out of the file and put in again before its worker ended.
    if (service == nullptr) service = take(leaving_, wanted.name);
    if (service == nullptr) {
      service = std::make_unique<Service>();
      service->state = ServiceState::stopped;
      service->config = wanted;
    }
    services_.push_back(std::move(service));
  }
  std::erase(before, nullptr);
  std::erase(leaving_, nullptr);
  for (auto gone = before.rbegin(); gone != before.rend(); ++gone) leave(std::move(*gone), result);
  for (size_t i = 0; i < services_.size(); ++i) {
    take_up(*services_[i], config.services[i], result);
  }
  std::reverse(result.stopped.begin(), result.stopped.end());
  settle();
  return result;
}

void Services::leave(std::unique_ptr<Service> service, ReloadResult& result) {
  result.stopped.push_back(service->config.name);
  service->wanted = false;
  service->failing = false;
  service->known = false;
  begin_stop(*service, service->config.stop_ms, "it is not in the configuration any more");
  if (service->worker != WorkerId::none) leaving_.push_back(std::move(service));
}

void Services::take_up(Service& service, const ServiceConfig& config, ReloadResult& result) {
  const bool same_worker = is_same_worker(service.config, config);
  const bool same_health = service.config.health == config.health;
  const uint64_t stop_ms = service.config.stop_ms;
  service.config = config;
  const std::string& name = service.config.name;
  const bool failed = service.state == ServiceState::failed || service.failing;
  if (!std::exchange(service.known, true) || failed) {
    result.started.push_back(name);
    return want(service);
  }
  if (!service.wanted || (same_worker && service.state != ServiceState::running)) {
    result.unchanged.push_back(name);
    return;
  }
  if (!same_worker) {
    result.restarted.push_back(name);
    want(service);
    if (service.worker != WorkerId::none) {
      begin_stop(service, stop_ms, "its configuration changed");
    }
    return;
  }
  result.unchanged.push_back(name);
  if (same_health) return;
  const auto activity = host_.activity(service.worker);
  service.health.begin(config.health, host_.now_ms(), activity.value_or(WorkerActivity()));
}

}  // namespace skep
