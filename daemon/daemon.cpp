#include "daemon/daemon.h"

#include <csignal>

#include <boost/asio/post.hpp>

#include "base/log.h"
#include "daemon/control/stats.h"

namespace skep {
namespace {

// Killing workers takes milliseconds. An end that takes longer than this is a bug of ours, and the
// kernel ends the rest with us. The same time have clients to take what is left for them.
constexpr std::chrono::seconds shutdown_patience{5};

}  // namespace

Daemon::Daemon(SupervisorOptions options)
    : io_(1),
      supervisor_(io_, std::move(options), hub_),
      waits_(io_),
      hosts_(io_, *this),
      clients_(*this,
               {.gone = [this](ClientId client,
                               const std::vector<WorkerId>& owned) { on_gone(client, owned); },
                .relieved = [this] { supervisor_.resume_console(); }}),
      signals_(io_),
      drain_timer_(io_),
      patience_(io_) {
  metrics_.set_probes({.counters = [this] { return supervisor_.counters(); },
                       .control = [this] { return control_counters(); },
                       .census = [this] { return supervisor_.census(); }});
  hub_.add(metrics_);
  // Clients come last: what they ask for because of an event is answered from what it changed.
  hub_.add(logs_);
  hub_.add(*this);
  hub_.add(clients_);
  supervisor_.set_host_calls(&hosts_);
}

Daemon::~Daemon() = default;

void Daemon::run() {
  io_.run();
}

void Daemon::publish(const Event& event) {
  const auto* exit = std::get_if<ExitEvent>(&event);
  if (exit == nullptr) return;
  ended_.add(*exit);
  waits_.on_exit(*exit);
}

// --- control::Target ---

Result<WorkerId> Daemon::spawn_root(const RootRequest& request) {
  return supervisor_.spawn_root(request);
}

Posted Daemon::post(WorkerId root, std::string_view clone) {
  return supervisor_.post(root, clone);
}

bool Daemon::close(WorkerId worker) {
  return supervisor_.close(worker);
}

bool Daemon::terminate(WorkerId worker) {
  return supervisor_.terminate(worker);
}

std::vector<WorkerStatus> Daemon::list(WorkerId after, size_t most,
                                       const std::optional<std::string>& tenant) const {
  return supervisor_.list(after, most, tenant);
}

std::optional<WorkerStatus> Daemon::inspect(WorkerId worker) const {
  return supervisor_.inspect(worker);
}

std::optional<WorkerDetails> Daemon::details(WorkerId worker) const {
  return supervisor_.details(worker);
}

bool Daemon::channel_join(WorkerId root, std::string_view channel) {
  return supervisor_.channel_join(root, channel);
}

void Daemon::channel_leave(WorkerId root, std::string_view channel) {
  supervisor_.channel_leave(root, channel);
}

Posted Daemon::channel_post(WorkerId root, std::string_view channel, std::string_view clone) {
  return supervisor_.channel_post(root, channel, clone);
}

std::optional<uint32_t> Daemon::sandbox_layers() const {
  return supervisor_.sandbox_layers();
}

control::Json Daemon::stats() const {
  return control::stats_json(metrics_.read());
}

std::string Daemon::metrics() const {
  return metrics_text(metrics_.read(), MetricsFormat::open_metrics);
}

ControlCounters Daemon::control_counters() const {
  ControlCounters all = counters();
  all.clients = clients_.count();
  all.events_lost = clients_.events_lost();
  all.host_calls = hosts_.total();
  all.host_calls_failed = hosts_.failed();
  return all;
}

std::optional<TreeInfo> Daemon::tree_of(WorkerId worker) const {
  return supervisor_.tree_of(worker);
}

void Daemon::answer_host_call(WorkerId worker, const HostResult& result) {
  supervisor_.answer_host_call(worker, result);
}

// --- clients ---

void Daemon::on_gone(ClientId client, const std::vector<WorkerId>& owned) {
  hosts_.forget(client);
  waits_.forget(client);
  for (const WorkerId root : owned) supervisor_.terminate(root);
  on_client_gone();
  stop_if_done();
}

// --- the end ---

void Daemon::shut_down(std::chrono::milliseconds drain) {
  if (shutting_down_) return;
  shutting_down_ = true;
  // Not from inside a request or an event: the supervisor may be in the middle of something.
  if (drain.count() == 0) {
    boost::asio::post(io_, [this] { kill_all(); });
    return;
  }
  log::notice("closing all workers; what is left after {} ms is killed", drain.count());
  drain_timer_.expires_after(drain);
  drain_timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) kill_all();
  });
  boost::asio::post(io_, [this] { supervisor_.drain([this] { on_all_gone(); }); });
}

void Daemon::kill_all() {
  if (workers_gone_) return;
  patience_.expires_after(shutdown_patience);
  patience_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    log::error("the workers did not end in time; leaving them to the kernel");
    io_.stop();
  });
  supervisor_.shutdown([this] { on_all_gone(); });
}

void Daemon::on_all_gone() {
  if (workers_gone_) return;
  workers_gone_ = true;
  drain_timer_.cancel();
  on_workers_gone();
  // The last exit events and the answer to `shutdown` are still to be sent.
  clients_.close_when_sent();
  patience_.cancel();
  if (!waits_for_clients()) give_up_on_clients();
  stop_if_done();
}

void Daemon::give_up_on_clients() {
  patience_.expires_after(shutdown_patience);
  patience_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    log::notice("{} clients did not take what was left for them", clients_.count());
    io_.stop();
  });
}

void Daemon::stop_if_done() {
  if (workers_gone_ && clients_.count() == 0) io_.stop();
}

void Daemon::await_signals(std::initializer_list<int> signals) {
  for (const int signal : signals) signals_.add(signal);
  await_signal();
}

void Daemon::await_signal() {
  signals_.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    on_signal(signal);
    await_signal();
  });
}

void Daemon::on_signal(int) {
  // Asked twice: no more patience. The workers die with their zygote, which dies with us.
  if (shutting_down_) {
    io_.stop();
    return;
  }
  shut_down(std::chrono::milliseconds(0));
}

}  // namespace skep
