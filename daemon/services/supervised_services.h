// Services of a real supervisor: a configuration in force, and the timer that its services need.
//
//   events of the supervisor → services() → run() on the timer → the supervisor
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/services/services.h"
#include "daemon/supervisor.h"

namespace skep {

class SupervisedServices final : private ServiceHost {
 public:
  // All must outlive it. `events` hears of the services; services() must hear of the supervisor.
  SupervisedServices(boost::asio::io_context& io, Supervisor& supervisor, EventSink& events);

  // Puts a configuration in force: limits for new workers, quotas, services. Never call it from
  // inside of an event.
  ReloadResult apply(const Config& config);

  Services& services() { return services_; }
  const Services& services() const { return services_; }

 private:
  Result<WorkerId> spawn(const ServiceConfig& service) override;
  void close(WorkerId worker) override;
  void terminate(WorkerId worker, EndReason reason, std::string_view detail) override;
  std::optional<WorkerActivity> activity(WorkerId worker) const override;
  uint64_t now_ms() const override;
  void wake_at(uint64_t ms) override;

  Supervisor& supervisor_;
  boost::asio::steady_timer timer_;
  WorkerLimits limits_;  // of workers that say nothing else
  Services services_;
};

}  // namespace skep
