// A daemon for services that is only a clock and a table of workers: it does what a test says, in
// no time of its own.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "daemon/config/reader.h"
#include "daemon/services/services.h"

namespace skep {

class Simulation final : public ServiceHost, public EventSink {
 public:
  struct Worker {
    std::string service;
    WorkerActivity activity;
    bool asked_to_close = false;
  };

  Services services{*this, *this};
  uint64_t now = 1000;
  std::map<WorkerId, Worker> workers;
  std::vector<std::string> log;       // "web running 3"
  std::set<std::string> unspawnable;  // services whose file is not there
  std::set<std::string> deaf;         // services whose workers do not close when asked to

  static Config config(const std::string& text) {
    ConfigReading reading = read_config(text, "test");
    REQUIRE(reading.errors.report() == "");
    return *reading.config;
  }

  static std::string service(std::string_view name, std::string_view more = "") {
    return fmt::format("[services.{}]\nfile = \"/srv/{}.js\"\nrestart = \"always\"\n{}\n", name,
                       name, more);
  }

  ReloadResult apply(const std::string& text) {
    const ReloadResult result = services.apply(config(text));
    settle();
    return result;
  }

  ServiceStatus status(std::string_view service) const {
    for (const ServiceStatus& status : services.list()) {
      if (status.service == service) return status;
    }
    FAIL("there is no such service");
    return {};
  }
  ServiceState state(std::string_view service) const { return status(service).state; }
  Worker& worker(std::string_view service) { return workers.at(status(service).worker); }

  // The service's worker ends by itself.
  void end(std::string_view service, EndReason reason = EndReason::crashed) {
    exit(status(service).worker, reason, "");
    settle();
  }

  // A deaf worker that was asked to close does so at last.
  void close_now(std::string_view service) { end(service, EndReason::closed); }

  void start(std::string_view service) {
    CHECK(services.start(service));
    settle();
  }
  void stop(std::string_view service) {
    CHECK(services.stop(service));
    settle();
  }
  void restart(std::string_view service) {
    CHECK(services.restart(service));
    settle();
  }

  void pass(uint64_t ms) {
    const uint64_t end = now + ms;
    while (wake_ms_ <= end) {
      now = std::max(now, wake_ms_);
      settle();
    }
    now = end;
  }

  // What happened since the last call.
  std::string happened() { return fmt::format("{}", fmt::join(std::exchange(log, {}), ", ")); }

  // --- ServiceHost ---

  Result<WorkerId> spawn(const ServiceConfig& service) override {
    if (unspawnable.contains(service.name)) return errno_error(ENOENT);
    const WorkerId id{++last_};
    workers[id].service = service.name;
    starting_.push_back(id);
    return id;
  }
  void close(WorkerId id) override {
    Worker& worker = workers.at(id);
    worker.asked_to_close = true;
    if (!deaf.contains(worker.service)) closing_.push_back(id);
  }
  void terminate(WorkerId id, EndReason reason, std::string_view detail) override {
    exit(id, reason, detail);
  }
  std::optional<WorkerActivity> activity(WorkerId id) const override {
    const auto found = workers.find(id);
    return found == workers.end() ? std::nullopt : std::optional(found->second.activity);
  }
  uint64_t now_ms() const override { return now; }
  void wake_at(uint64_t ms) override { wake_ms_ = ms; }

  // --- EventSink ---

  void publish(const Event& event) override {
    services.publish(event);  // as the daemon does, which tells everybody
    if (const auto* service = std::get_if<ServiceEvent>(&event)) {
      log.push_back(fmt::format("{} {}", service->service, name(service->state)));
    }
  }

  // Everything that needs no time.
  void settle() {
    for (;;) {
      if (!starting_.empty()) {
        const WorkerId id = starting_.front();
        starting_.erase(starting_.begin());
        StartedEvent event{};
        event.worker = id;
        if (workers.contains(id)) publish(event);
      } else if (!closing_.empty()) {
        const WorkerId id = closing_.front();
        closing_.erase(closing_.begin());
        if (workers.contains(id)) exit(id, EndReason::closed, "");
      } else if (wake_ms_ <= now) {
        wake_ms_ = UINT64_MAX;
        services.run();
      } else {
        return;
      }
    }
  }

 private:
  void exit(WorkerId id, EndReason reason, std::string_view detail) {
    REQUIRE(workers.erase(id) == 1);
    ExitEvent event{};
    event.worker = id;
    event.reason = reason;
    event.detail = detail;
    publish(event);
  }

  uint64_t last_ = 0;
  uint64_t wake_ms_ = UINT64_MAX;
  std::vector<WorkerId> starting_;
  std::vector<WorkerId> closing_;
};

}  // namespace skep
