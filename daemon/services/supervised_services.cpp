#include "daemon/services/supervised_services.h"

#include <chrono>

namespace skep {

SupervisedServices::SupervisedServices(boost::asio::io_context& io, Supervisor& supervisor,
                                       EventSink& events)
    : supervisor_(supervisor), timer_(io), services_(*this, events) {}

ReloadResult SupervisedServices::apply(const Config& config) {
  limits_ = config.limits;
  supervisor_.set_quotas(config.tenants, config.daemon.workers);
  return services_.apply(config);
}

Result<WorkerId> SupervisedServices::spawn(const ServiceConfig& service) {
  RootRequest request;
  request.directory = service.root;
  request.file = service.file;
  request.name = service.name;
  request.arguments = service.arguments;
  request.limits = with_overrides(limits_, service.limits);
  request.tenant = service.tenant;
  // A service that waits for messages of clients is not done.
  request.keep_alive = true;
  return supervisor_.spawn_root(request);
}

void SupervisedServices::close(WorkerId worker) {
  supervisor_.close(worker);
}

void SupervisedServices::terminate(WorkerId worker, EndReason reason, std::string_view detail) {
  supervisor_.end_worker(worker, reason, detail);
}

std::optional<WorkerActivity> SupervisedServices::activity(WorkerId worker) const {
  return supervisor_.activity(worker);
}

uint64_t SupervisedServices::now_ms() const {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

void SupervisedServices::wake_at(uint64_t ms) {
  if (ms == UINT64_MAX) {
    timer_.cancel();
    return;
  }
  timer_.expires_at(std::chrono::steady_clock::time_point(std::chrono::milliseconds(ms)));
  timer_.async_wait([this](const Error& error) {
    if (!error) services_.run();
  });
}

}  // namespace skep
