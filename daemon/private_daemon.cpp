#include "daemon/private_daemon.h"

#include <csignal>

#include <fmt/format.h>

namespace skep {
namespace {

// Small: what lies here is latency for Ctrl-C, and the client reads in its own good time.
constexpr size_t private_queue_bytes = 256 * 1024;

}  // namespace

PrivateDaemon::PrivateDaemon(SupervisorOptions options, Fd socket) : Daemon(std::move(options)) {
  await_signals({SIGTERM, SIGINT});
  control::Session::Socket adopted(io());
  adopted.assign(boost::asio::local::stream_protocol(), socket.release());
  clients().add(std::move(adopted), {.lossless = true, .queue_bytes = private_queue_bytes});
}

void PrivateDaemon::on_client_gone() {
  shut_down(std::chrono::milliseconds(0));
}

control::Answer PrivateDaemon::reload() {
  return control::Refusal{control::ErrorCode::config_invalid,
                          "A private daemon has no configuration to read again."};
}

control::Answer PrivateDaemon::act_on_service(std::string_view, const std::string& service) {
  return control::Refusal{control::ErrorCode::no_such_service,
                          fmt::format("A private daemon has no services, so no \"{}\".", service),
                          {{"service", service}}};
}

}  // namespace skep
