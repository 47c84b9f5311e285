// A supervisor for one client: what `skep run` starts.
//
// It lives as long as its client: when the control socket ends, or on SIGTERM, SIGINT, or the
// method `shutdown`, every worker is terminated, what is queued is sent, and run() returns.
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/fd.h"
#include "daemon/control_session.h"
#include "daemon/supervisor.h"

namespace skep {

class PrivateDaemon final : private EventSink, private control::Target {
 public:
  // Starts the supervisor before it touches anything else, so that its children inherit nothing.
  // `socket` must be a connected stream socket, close-on-exec.
  PrivateDaemon(SupervisorOptions options, Fd socket);
  ~PrivateDaemon() override;

  void run();

 private:
  void publish(const Event& event) override;
  bool congested(WorkerId worker) const override;

  Result<WorkerId> spawn_root(const RootRequest& request) override;
  bool terminate(WorkerId worker) override;
  std::vector<WorkerStatus> list() const override;
  std::optional<WorkerStatus> inspect(WorkerId worker) const override;
  std::optional<uint32_t> sandbox_layers() const override;
  void shut_down() override;
  bool shutting_down() const override { return shutting_down_; }

  void await_signal();
  void on_signal();
  void on_workers_gone();
  void on_session_closed();

  boost::asio::io_context io_;
  Supervisor supervisor_;
  std::shared_ptr<control::Session> session_;
  boost::asio::signal_set signals_;
  boost::asio::steady_timer patience_;
  bool shutting_down_ = false;
  bool workers_gone_ = false;
};

}  // namespace skep
