// skepd: the supervisor daemon.
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/socket.h>
#include <system_error>

#include <fmt/format.h>

#include "base/log.h"
#include "daemon/config/reader.h"
#include "daemon/control/methods.h"
#include "daemon/options.h"
#include "daemon/private_daemon.h"
#include "daemon/shared_daemon.h"
#include "daemon/system/worker_groups.h"
#include "proto/exit_status.h"

namespace skep {
namespace {

// The client's end was given at exec, so it is not close-on-exec yet: the supervisor's own children
// must not inherit it, or the client would wait for them too.
Fd adopt_control_socket(int number) {
  int type = 0;
  socklen_t length = sizeof type;
  if (::getsockopt(number, SOL_SOCKET, SO_TYPE, &type, &length) != 0 || type != SOCK_STREAM) {
    throw std::runtime_error(fmt::format("descriptor {} is not a stream socket", number));
  }
  if (::fcntl(number, F_SETFD, FD_CLOEXEC) != 0) {
    throw std::system_error(errno, std::system_category(), "fcntl");
  }
  return Fd(number);
}

void serve_one(const DaemonOptions& options) {
  SupervisorOptions supervisor;
  supervisor.cache_directory = options.cache_directory;
  if (options.exec_per_worker) supervisor.workers_per_zygote = 1;
  PrivateDaemon daemon(std::move(supervisor), adopt_control_socket(options.control_fd));
  daemon.run();
}

// What the command line says comes before what the configuration says.
std::string first_of(const std::string& option, const std::string& configured) {
  return option.empty() ? configured : option;
}

// Each worker takes a descriptor; the soft limit is meant for programs that use select().
void raise_descriptor_limit() {
  rlimit limit;
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) {
    log::warning("the limit of open files stays as it is: {}", last_error().message());
  }
}

void serve_all(const DaemonOptions& options, Config config) {
  SharedDaemonOptions shared;
  shared.config_file = options.config;
  shared.socket = first_of(options.socket, config.daemon.socket);
  shared.metrics_listen = first_of(options.metrics_listen, config.daemon.metrics_listen);
  shared.cache_directory = first_of(options.cache_directory, config.daemon.cache_dir);
  Result<std::vector<InheritedSocket>> inherited = take_inherited_sockets();
  if (!inherited) {
    throw std::runtime_error("what the service manager handed over is no listening socket");
  }
  shared.inherited = std::move(*inherited);
  if (shared.socket.empty() && shared.inherited.empty()) shared.socket = default_socket();
  if (options.exec_per_worker) config.daemon.workers_per_zygote = 1;
  shared.config = std::move(config);
  // Before the first zygote is started, which is born where we are then.
  std::optional<WorkerGroups> groups;
  if (auto delegation = take_over_delegation()) groups.emplace(std::move(*delegation));
  if (groups) shared.groups = &*groups;
  SharedDaemon daemon(std::move(shared));
  daemon.run();
}

int run(const DaemonOptions& options) {
  if (options.describe) {
    fmt::print("{}\n", control::describe_protocol().dump(2));
    return 0;
  }
  Config config;
  if (!options.config.empty()) {
    ConfigReading reading = read_config_file(options.config);
    if (options.check_config) {
      fmt::print(reading.config ? stdout : stderr, "{}", check_report(reading, options.config));
      return reading.config ? 0 : static_cast<int>(ExitStatus::usage);
    }
    if (!reading.config) {
      fmt::print(stderr, "{}", reading.errors.report());
      return static_cast<int>(ExitStatus::usage);
    }
    config = std::move(*reading.config);
  }
  const std::string level = first_of(options.log_level, config.daemon.log_level);
  log::open("skepd", log::level_of(level).value_or(log::Level::warning));
  std::signal(SIGPIPE, SIG_IGN);
  raise_descriptor_limit();
  try {
    options.only_one_client ? serve_one(options) : serve_all(options, std::move(config));
  } catch (const std::exception& error) {
    log::error("cannot start: {}", error.what());
    return static_cast<int>(ExitStatus::supervisor_lost);
  }
  return 0;
}

}  // namespace
}  // namespace skep

int main(int argc, char** argv) {
  return skep::run(skep::parse_options(argc, argv));
}
