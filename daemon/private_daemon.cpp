#include "daemon/private_daemon.h"

#include <csignal>

#include <boost/asio/post.hpp>

#include "base/log.h"

namespace skep {
namespace {

// Killing workers takes milliseconds. A shutdown that takes longer than this is a bug of ours, and
// the kernel ends the rest with us.
constexpr std::chrono::seconds shutdown_patience{5};

// Small: what lies here is latency for Ctrl-C, and the client reads in its own good time.
constexpr size_t private_queue_bytes = 256 * 1024;

control::Session::Socket adopt_socket(boost::asio::io_context& io, Fd socket) {
  control::Session::Socket adopted(io);
  adopted.assign(boost::asio::local::stream_protocol(), socket.release());
  return adopted;
}

}  // namespace

PrivateDaemon::PrivateDaemon(SupervisorOptions options, Fd socket)
    : io_(1), supervisor_(io_, std::move(options), *this), signals_(io_), patience_(io_) {
  signals_.add(SIGTERM);
  signals_.add(SIGINT);
  await_signal();
  control::Target& target = *this;
  session_ = std::make_shared<control::Session>(
      adopt_socket(io_, std::move(socket)), target,
      control::Session::Options{.lossless = true, .queue_bytes = private_queue_bytes});
  session_->start([this] { on_session_closed(); }, [this] { supervisor_.resume_console(); });
}

PrivateDaemon::~PrivateDaemon() = default;

void PrivateDaemon::run() {
  io_.run();
}

void PrivateDaemon::publish(const Event& event) {
  if (session_ != nullptr) session_->publish(event);
}

bool PrivateDaemon::congested(WorkerId) const {
  return session_ != nullptr && session_->congested();
}

Result<WorkerId> PrivateDaemon::spawn_root(const RootRequest& request) {
  return supervisor_.spawn_root(request);
}

bool PrivateDaemon::terminate(WorkerId worker) {
  return supervisor_.terminate(worker);
}

std::vector<WorkerStatus> PrivateDaemon::list() const {
  return supervisor_.list();
}

std::optional<WorkerStatus> PrivateDaemon::inspect(WorkerId worker) const {
  return supervisor_.inspect(worker);
}

std::optional<uint32_t> PrivateDaemon::sandbox_layers() const {
  return supervisor_.sandbox_layers();
}

void PrivateDaemon::shut_down() {
  if (shutting_down_) return;
  shutting_down_ = true;
  patience_.expires_after(shutdown_patience);
  patience_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    log::error("the workers did not end in time; leaving them to the kernel");
    io_.stop();
  });
  // Not from inside a request or an event: the supervisor may be in the middle of something.
  boost::asio::post(io_, [this] { supervisor_.shutdown([this] { on_workers_gone(); }); });
}

void PrivateDaemon::on_workers_gone() {
  workers_gone_ = true;
  if (session_->closed()) {
    io_.stop();
    return;
  }
  // The last exit events and the answer to `shutdown` are still to be sent.
  session_->close_when_sent();
}

void PrivateDaemon::on_session_closed() {
  if (workers_gone_) {
    io_.stop();
  } else {
    shut_down();
  }
}

void PrivateDaemon::await_signal() {
  signals_.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) on_signal();
  });
}

void PrivateDaemon::on_signal() {
  // Asked twice: no more patience. The workers die with their zygote, which dies with us.
  if (shutting_down_) {
    io_.stop();
    return;
  }
  shut_down();
  await_signal();
}

}  // namespace skep
