// The daemon: the supervisor, its clients, and what it remembers and arranges for them. What
// private and shared daemons have in common; private_daemon.h and shared_daemon.h say how they
// differ.
#pragma once

#include <chrono>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/control/clients.h"
#include "daemon/control/ended_workers.h"
#include "daemon/control/host_functions.h"
#include "daemon/control/target.h"
#include "daemon/control/waits.h"
#include "daemon/event_hub.h"
#include "daemon/observe/log_store.h"
#include "daemon/observe/metrics.h"
#include "daemon/supervisor.h"

namespace skep {

class Daemon : private EventSink, private HostFunctions::Workers, protected control::Target {
 public:
  // Starts the supervisor before anything else, so that its children inherit nothing.
  explicit Daemon(SupervisorOptions options);
  ~Daemon() override;

  // Until the end: shut_down() and all that follows from it.
  void run();

 protected:
  boost::asio::io_context& io() { return io_; }
  EventHub& hub() { return hub_; }
  Supervisor& supervisor() { return supervisor_; }
  const Supervisor& supervisor() const { return supervisor_; }
  control::Clients& clients() { return clients_; }
  const control::Clients& clients() const { return clients_; }
  const Metrics& readings() const { return metrics_; }

  // Called once the last worker is gone, before clients get their last events.
  virtual void on_workers_gone() {}
  // A client has gone and its workers are being terminated.
  virtual void on_client_gone() {}
  // In the end, for as long as they take to read what is left for them.
  virtual bool waits_for_clients() const { return true; }
  // A signal other than the first one that asks for the end.
  virtual void on_signal(int signal);
  void await_signals(std::initializer_list<int> signals);

  // --- control::Target: what both kinds answer alike ---
  Result<WorkerId> spawn_root(const RootRequest& request) override;
  Posted post(WorkerId root, std::string_view clone) override;
  bool close(WorkerId worker) override;
  bool terminate(WorkerId worker) override;
  std::vector<WorkerStatus> list(WorkerId after, size_t most,
                                 const std::optional<std::string>& tenant) const override;
  std::optional<WorkerStatus> inspect(WorkerId worker) const override;
  std::optional<WorkerDetails> details(WorkerId worker) const override;
  bool channel_join(WorkerId root, std::string_view channel) override;
  void channel_leave(WorkerId root, std::string_view channel) override;
  Posted channel_post(WorkerId root, std::string_view channel, std::string_view clone) override;
  const EndedWorkers& ended() const override { return ended_; }
  Waits& waits() override { return waits_; }
  HostFunctions& hosts() override { return hosts_; }
  const LogStore& logs() const override { return logs_; }
  std::optional<uint32_t> sandbox_layers() const override;
  control::Json stats() const override;
  std::string metrics() const override;
  void shut_down(std::chrono::milliseconds drain) override;
  bool shutting_down() const override { return shutting_down_; }

 private:
  // --- EventSink: what the daemon itself keeps of events ---
  void publish(const Event& event) override;

  // --- HostFunctions::Workers ---
  std::optional<TreeInfo> tree_of(WorkerId worker) const override;
  void answer_host_call(WorkerId worker, const HostResult& result) override;

  ControlCounters control_counters() const;

  void on_gone(ClientId client, const std::vector<WorkerId>& owned);
  void kill_all();
  void on_all_gone();
  void give_up_on_clients();
  void await_signal();
  void stop_if_done();

  boost::asio::io_context io_;
  EventHub hub_;
  Supervisor supervisor_;
  Metrics metrics_;
  EndedWorkers ended_;
  LogStore logs_;
  Waits waits_;
  HostFunctions hosts_;
  control::Clients clients_;
  boost::asio::signal_set signals_;
  boost::asio::steady_timer drain_timer_;
  boost::asio::steady_timer patience_;
  bool shutting_down_ = false;
  bool workers_gone_ = false;
};

}  // namespace skep
