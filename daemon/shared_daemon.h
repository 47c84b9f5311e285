// The daemon that many clients share: what the system service runs.
//
// It has a configuration, services, a listening control socket, and an optional listener for
// metrics. It ends on SIGTERM or SIGINT, or the method `shutdown`: workers are asked to close, what
// is left after the drain time is killed. SIGHUP or `reload` takes up a new configuration.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/control/listener.h"
#include "daemon/daemon.h"
#include "daemon/observe/metrics_listener.h"
#include "daemon/services/supervised_services.h"
#include "daemon/system/journal.h"
#include "daemon/system/listen_fds.h"
#include "daemon/system/notify.h"

namespace skep {

struct SharedDaemonOptions {
  std::string config_file;  // empty: there is none, and reload is refused
  Config config;
  std::string socket;                      // where to listen; empty: only on what was inherited
  std::vector<InheritedSocket> inherited;  // from the service manager
  std::string metrics_listen;              // empty: nowhere
  std::string cache_directory;
  WorkerGroups* groups = nullptr;  // control groups for workers; must outlive the daemon
};

class SharedDaemon final : public Daemon {
 public:
  // Throws when it cannot start.
  explicit SharedDaemon(SharedDaemonOptions options);
  ~SharedDaemon() override;

 private:
  void listen();
  void serve_metrics(std::vector<InheritedSocket>& inherited);

  void on_workers_gone() override;
  // One client must not keep it from ending.
  bool waits_for_clients() const override { return false; }
  void on_signal(int signal) override;

  bool is_private() const override { return false; }
  WorkerLimits default_limits() const override { return options_.config.limits; }
  Result<std::string> script_root(const std::string& directory) const override;
  control::Answer reload() override;
  control::Json services() const override;
  control::Answer act_on_service(std::string_view action, const std::string& service) override;
  void shut_down(std::chrono::milliseconds drain) override;

  std::string status_line() const;

  SharedDaemonOptions options_;
  Journal journal_;
  SupervisedServices services_;
  std::vector<std::unique_ptr<control::Listener>> listeners_;
  std::vector<std::unique_ptr<MetricsListener>> metrics_listeners_;
  Notify notify_;
};

}  // namespace skep
