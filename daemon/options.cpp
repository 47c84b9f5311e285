#include "daemon/options.h"

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "proto/exit_status.h"

namespace skep {
namespace {

constexpr const char* examples = R"(Examples:
  skepd --config /etc/skep/skepd.toml     what the system service runs
  skepd --socket /tmp/skep.sock           a daemon of your own, for this session
  skepd --config skepd.toml --check-config

It listens where --socket or the configuration says, on sockets that systemd hands over, or, if
neither does, on /run/skep/control.sock (root) or $XDG_RUNTIME_DIR/skep/control.sock.
)";

void add_options(CLI::App& app, DaemonOptions& options) {
  app.add_option("--config", options.config, "Configuration file, see skepd.toml(5)")
      ->type_name("FILE");
  app.add_flag("--check-config", options.check_config, "Check the configuration, then end")
      ->needs("--config");
  app.add_option("--socket", options.socket, "Listen here for clients")->type_name("PATH");
  app.add_option("--cache-dir", options.cache_directory,
                 "Where lowered scripts are kept; without it, in memory only")
      ->type_name("DIR");
  app.add_option("--metrics-listen", options.metrics_listen,
                 "Serve metrics over HTTP here: unix:PATH, 127.0.0.1:PORT or [::1]:PORT")
      ->type_name("ADDRESS");
  app.add_option("--log-level", options.log_level, "error, warning, notice, info or debug")
      ->type_name("LEVEL")
      ->check(CLI::IsMember({"error", "warning", "notice", "info", "debug"}));
  app.add_flag(
      "--exec-per-worker", options.exec_per_worker,
      "A fresh address-space layout for each worker; costs some tens of milliseconds each");
  app.add_flag("--describe", options.describe, "Print the control protocol as JSON, then end");
  const auto one_client =
      app.add_flag("--private", options.only_one_client, "Serve one client and end with it");
  app.add_option("--control-fd", options.control_fd, "With --private: descriptor of its socket")
      ->type_name("N")
      ->needs(one_client);
  app.set_version_flag("--version", "skepd " SKEP_VERSION);
  app.footer(examples);
}

}  // namespace

DaemonOptions parse_options(int argc, char** argv) {
  DaemonOptions options;
  CLI::App app("Supervisor of sealed workers. `skep run` starts a private one by itself.", "skepd");
  add_options(app, options);
  try {
    app.parse(argc, argv);
    if (options.only_one_client && options.control_fd < 0) {
      throw CLI::RequiredError("--private needs --control-fd N");
    }
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error) == 0 ? 0 : static_cast<int>(ExitStatus::usage));
  }
  return options;
}

std::string default_socket() {
  namespace fs = std::filesystem;
  fs::path directory;
  if (::geteuid() == 0) {
    directory = "/run/skep";
  } else if (const char* runtime = std::getenv("XDG_RUNTIME_DIR")) {
    directory = fs::path(runtime) / "skep";
  } else {
    return {};
  }
  std::error_code error;
  fs::create_directories(directory, error);
  return error ? std::string() : (directory / "control.sock").string();
}

}  // namespace skep
