// A supervisor for one client: what `skep run` starts.
//
// It lives as long as its client: when the control socket ends, or on SIGTERM, SIGINT, or the
// method `shutdown`, every worker is terminated, what is queued is sent, and run() returns.
#pragma once

#include "base/fd.h"
#include "daemon/daemon.h"

namespace skep {

class PrivateDaemon final : public Daemon {
 public:
  // `socket` must be a connected stream socket, close-on-exec.
  PrivateDaemon(SupervisorOptions options, Fd socket);

 private:
  void on_client_gone() override;

  bool is_private() const override { return true; }
  // Its client prints what workers write and slows them down where it cannot: nothing need be lost.
  WorkerLimits default_limits() const override {
    WorkerLimits limits;
    limits.console_bytes_per_s = 0;
    return limits;
  }
  // The client is the user who started us.
  Result<std::string> script_root(const std::string& directory) const override { return directory; }
  control::Answer reload() override;
  control::Json services() const override { return control::Json::array(); }
  control::Answer act_on_service(std::string_view action, const std::string& service) override;
};

}  // namespace skep
