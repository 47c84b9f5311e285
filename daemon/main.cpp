// skepd: the supervisor daemon.
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <stdexcept>
#include <sys/socket.h>

#include <CLI/CLI.hpp>

#include "base/log.h"
#include "daemon/private_daemon.h"
#include "proto/exit_status.h"

namespace skep {
namespace {

struct DaemonOptions {
  bool only_one_client = false;
  int control_fd = -1;
  std::string cache_directory;
  std::string log_level = "warning";
};

log::Level level_of(const std::string& name) {
  if (name == "error") return log::Level::error;
  if (name == "notice") return log::Level::notice;
  if (name == "info") return log::Level::info;
  if (name == "debug") return log::Level::debug;
  return log::Level::warning;
}

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

void serve(const DaemonOptions& options) {
  SupervisorOptions supervisor;
  supervisor.cache_directory = options.cache_directory;
  PrivateDaemon daemon(std::move(supervisor), adopt_control_socket(options.control_fd));
  daemon.run();
}

int run(int argc, char** argv) {
  DaemonOptions options;
  CLI::App app("Supervisor of sealed workers. `skep run` starts a private one by itself.", "skepd");
  app.add_flag("--private", options.only_one_client, "Serve one client and end with it");
  app.add_option("--control-fd", options.control_fd, "Descriptor of the client's socket")
      ->type_name("N");
  app.add_option("--cache-dir", options.cache_directory,
                 "Where lowered scripts are kept; without it, in memory only")
      ->type_name("DIR");
  app.add_option("--log-level", options.log_level, "error, warning, notice, info or debug")
      ->type_name("LEVEL")
      ->check(CLI::IsMember({"error", "warning", "notice", "info", "debug"}));
  app.set_version_flag("--version", "skepd " SKEP_VERSION);
  try {
    app.parse(argc, argv);
    // The shared daemon's socket comes with its own options; until then there is one way to run.
    if (!options.only_one_client || options.control_fd < 0) {
      throw CLI::RequiredError("--private --control-fd N");
    }
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitStatus::usage);
  }
  log::open("skepd", level_of(options.log_level));
  std::signal(SIGPIPE, SIG_IGN);
  try {
    serve(options);
  } catch (const std::exception& error) {
    log::error("cannot start: {}", error.what());
    return static_cast<int>(ExitStatus::supervisor_lost);
  }
  return 0;
}

}  // namespace
}  // namespace skep

int main(int argc, char** argv) {
  return skep::run(argc, argv);
}
