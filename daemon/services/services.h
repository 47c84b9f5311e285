// Workers that the daemon keeps running: what skepd.toml calls services.
//
// Pure logic over a ServiceHost. Events of the supervisor are only noted when they come; whatever
// follows from them is done in run(), so that nothing here ever calls back into the supervisor from
// inside of one of its events.
//
// A service's own end decides what comes next: its restart policy, its pace (restart_pace.h), and
// the strategy of its group (service_groups.cpp). What it is meant to be is one bit, `wanted`: a
// service that is wanted and has no worker is waiting or backing off, one that is not is stopped or
// failed. The rest follows from the states:
//   * a unit is what restarts together: one service, or the members of a group that is not
//     one-for-one;
//   * the members of a unit that wait are started together, in the order of the file, when none of
//     the unit is still stopping to be started again, and the longest of their waits is over.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/events.h"
#include "daemon/services/health_check.h"
#include "daemon/services/restart_pace.h"
#include "daemon/services/service_host.h"
#include "daemon/services/service_state.h"

namespace skep {

// One line of service.list.
struct ServiceStatus {
  std::string service;
  std::string group;
  ServiceState state;
  WorkerId worker = WorkerId::none;
  uint64_t restarts = 0;       // since it was last started by hand or by a reload
  std::string last_reason;     // of its last worker's end; empty: none ended yet
  uint64_t next_start_ms = 0;  // backing off: in so many milliseconds
};

// What a reload did, by names of services, each in the order of the file.
struct ReloadResult {
  std::vector<std::string> started;    // new, or failed before
  std::vector<std::string> stopped;    // not in the file any more
  std::vector<std::string> restarted;  // its worker would be another one
  std::vector<std::string> unchanged;  // keeps its very worker, or stays stopped
};

class Services final : public EventSink {
 public:
  // Both must outlive it. `events` gets a ServiceEvent for each change of a service's state.
  Services(ServiceHost& host, EventSink& events) : host_(host), events_(events) {}

  // Brings what runs in line with the configuration. The first call starts everything.
  ReloadResult apply(const Config& config);

  // By hand. False: there is no such service (or, for start and restart, the daemon is draining).
  // A start forgets how often and how fast the service was restarted before.
  bool start(std::string_view service);
  bool stop(std::string_view service);
  bool restart(std::string_view service);

  std::vector<ServiceStatus> list() const;

  // Asks every service to close, none is started any more; what is left after `patience_ms` is
  // killed.
  void drain(uint64_t patience_ms);

  // The supervisor's events.
  void publish(const Event& event) override;

  // The time that was asked for by ServiceHost::wake_at() has come.
  void run();

 private:
  struct Service {
    ServiceConfig config;
    ServiceState state = ServiceState::waiting;
    bool wanted = false;
    bool failing = false;  // stopping, to be failed
    bool known = false;    // it was in the configuration before the one that is taken up
    WorkerId worker = WorkerId::none;
    uint64_t due_ms = 0;            // waiting, backing off: not before
    uint64_t kill_ms = UINT64_MAX;  // stopping: what has not ended by then is killed
    uint64_t running_since_ms = 0;  // 0: its worker does not run yet
    uint64_t restarts = 0;
    std::string last_reason;
    RestartPace pace;
    HealthCheck health;
  };
  using Members = std::vector<Service*>;  // in the order of the file

  struct Noted {
    WorkerId worker;
    bool started = false;  // else it ended
    EndReason reason{};
    std::string detail;
  };

  // --- services.cpp ---
  Service* find(std::string_view name);
  Service* find(WorkerId worker);
  void set_state(Service& service, ServiceState state, std::string_view reason);
  void want(Service& service);
  void begin_stop(Service& service, uint64_t patience_ms, std::string_view why);
  void on_started(Service& service);
  void on_ended(Service& service, EndReason reason, const std::string& detail);
  void watch(Service& service);
  void settle();
  void plan_wake();

  // --- service_groups.cpp ---
  Members unit_of(const Service& service);
  Members group_of(const Service& service);
  void on_end_to_restart(Service& service, std::string reason);
  void fail_group(Service& service, std::string reason);
  void start_unit(const Members& unit);
  bool launch(Service& service);

  // --- service_reload.cpp ---
  void leave(std::unique_ptr<Service> service, ReloadResult& result);
  void take_up(Service& service, const ServiceConfig& config, ReloadResult& result);

  ServiceHost& host_;
  EventSink& events_;
  std::map<std::string, GroupStrategy> groups_;
  std::vector<std::unique_ptr<Service>> services_;
  std::vector<std::unique_ptr<Service>> leaving_;  // not in the file any more, not ended yet
  std::unordered_map<WorkerId, Service*> by_worker_;
  std::vector<Noted> noted_;
  bool launching_ = false;  // events of workers that are not known yet may be ours
  bool draining_ = false;
};

}  // namespace skep
