#include "daemon/shared_daemon.h"

#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <unistd.h>

#include <fmt/format.h>

#include "base/log.h"
#include "daemon/config/reader.h"

namespace skep {
namespace {

using control::Answer;
using control::Json;
using control::Refusal;

SupervisorOptions supervisor_options(const SharedDaemonOptions& options) {
  SupervisorOptions supervisor;
  supervisor.cache_directory = options.cache_directory;
  supervisor.groups = options.groups;
  supervisor.workers_per_zygote = options.config.daemon.workers_per_zygote;
  supervisor.spare_processes = options.config.daemon.spare_processes;
  return supervisor;
}

AccessGroups groups_of(const Config& config) {
  return {config.daemon.admin_group, config.daemon.read_group};
}

bool is_inside(const std::string& path, const std::string& directory) {
  if (directory == "/" || path == directory) return true;
  return path.starts_with(directory + "/");
}

Refusal no_such_service(const std::string& service) {
  return {control::ErrorCode::no_such_service,
          fmt::format("The configuration has no service \"{}\".", service),
          {{"service", service}}};
}

Refusal config_invalid(const ConfigReading& reading, const std::string& file) {
  const std::vector<ConfigError> errors = reading.errors.shown();
  Json details = {{"file", file}, {"line", 0}, {"column", 0}};
  if (!errors.empty()) {
    details["line"] = errors.front().line;
    details["column"] = errors.front().column;
  }
  return {control::ErrorCode::config_invalid, reading.errors.report(), std::move(details)};
}

}  // namespace

SharedDaemon::SharedDaemon(SharedDaemonOptions options)
    : Daemon(supervisor_options(options)),
      options_(std::move(options)),
      services_(io(), supervisor(), hub()),
      notify_(io(), [this] { return status_line(); }) {
  hub().add(journal_);
  hub().add(services_.services());
  await_signals({SIGTERM, SIGINT, SIGHUP});
  listen();
  services_.apply(options_.config);
  notify_.ready();
}

SharedDaemon::~SharedDaemon() = default;

void SharedDaemon::listen() {
  const AccessGroups groups = groups_of(options_.config);
  std::vector<InheritedSocket> others;
  for (InheritedSocket& inherited : options_.inherited) {
    if (inherited.name == "metrics") {
      others.push_back(std::move(inherited));
      continue;
    }
    listeners_.push_back(
        std::make_unique<control::Listener>(io(), std::move(inherited.socket), clients(), groups));
  }
  if (listeners_.empty()) {
    Result<Fd> socket = control::bind_control_socket(options_.socket, groups.admin);
    if (!socket) {
      throw std::runtime_error(fmt::format("cannot listen on {}: {}", options_.socket,
                                           socket.error() == errno_error(EADDRINUSE)
                                               ? "another daemon answers there"
                                               : socket.error().message()));
    }
    log::notice("listening on {}", options_.socket);
    listeners_.push_back(
        std::make_unique<control::Listener>(io(), std::move(*socket), clients(), groups));
  } else {
    options_.socket.clear();  // the service manager's file, not ours to remove
  }
  serve_metrics(others);
}

void SharedDaemon::serve_metrics(std::vector<InheritedSocket>& inherited) {
  const MetricsListener::Sources sources = {
      .metrics = [this](MetricsFormat format) { return metrics_text(readings().read(), format); },
      .trouble =
          [this] { return std::string(sandbox_layers() ? "" : "the sandbox is not ready"); }};
  for (InheritedSocket& given : inherited) {
    metrics_listeners_.push_back(
        std::make_unique<MetricsListener>(io(), std::move(given.socket), sources));
  }
  if (options_.metrics_listen.empty()) return;
  ListenAddress address;
  std::string problem;
  if (!parse_listen_address(options_.metrics_listen, address, problem)) {
    throw std::runtime_error(problem);
  }
  metrics_listeners_.push_back(std::make_unique<MetricsListener>(io(), address, sources));
}

void SharedDaemon::on_workers_gone() {
  for (const auto& listener : listeners_) listener->stop();
  if (!options_.socket.empty()) ::unlink(options_.socket.c_str());
}

void SharedDaemon::on_signal(int signal) {
  if (signal == SIGHUP) {
    const Answer answer = reload();
    if (const Refusal* refusal = std::get_if<Refusal>(&answer)) {
      log::error("the configuration was not taken up: {}", refusal->sentence);
    }
    return;
  }
  if (shutting_down()) return Daemon::on_signal(signal);
  shut_down(std::chrono::milliseconds(options_.config.daemon.drain_ms));
}

void SharedDaemon::shut_down(std::chrono::milliseconds drain) {
  if (shutting_down()) return;
  notify_.stopping();
  services_.services().drain(static_cast<uint64_t>(drain.count()));
  Daemon::shut_down(drain);
}

Result<std::string> SharedDaemon::script_root(const std::string& directory) const {
  std::error_code error;
  const std::string real = std::filesystem::canonical(directory, error);
  if (error) return Error(error);
  const auto& allowed = options_.config.allowed_roots;
  if (!allowed) return real;
  for (const std::string& root : *allowed) {
    const std::string real_root = std::filesystem::weakly_canonical(root, error);
    if (!error && is_inside(real, real_root)) return real;
  }
  return errno_error(EACCES);
}

Answer SharedDaemon::reload() {
  if (options_.config_file.empty()) {
    return Refusal{control::ErrorCode::config_invalid,
                   "This daemon was started without a configuration file."};
  }
  notify_.reloading();
  const ConfigReading reading = read_config_file(options_.config_file);
  if (!reading.config) {
    notify_.ready_again();
    return config_invalid(reading, options_.config_file);
  }
  const DaemonConfig& before = options_.config.daemon;
  const DaemonConfig& now = reading.config->daemon;
  if (before.socket != now.socket || before.metrics_listen != now.metrics_listen ||
      before.cache_dir != now.cache_dir) {
    log::warning("socket, metrics_listen and cache_dir are taken up by a restart only");
  }
  options_.config = *reading.config;
  for (const auto& listener : listeners_) listener->set_groups(groups_of(options_.config));
  const ReloadResult result = services_.apply(options_.config);
  notify_.ready_again();
  const size_t changed = result.started.size() + result.stopped.size() + result.restarted.size();
  log::notice("took up {}: {} services changed", options_.config_file, changed);
  hub().publish(ReloadedEvent{changed});
  return Json{{"started", result.started},
              {"stopped", result.stopped},
              {"restarted", result.restarted},
              {"unchanged", result.unchanged}};
}

Json SharedDaemon::services() const {
  Json all = Json::array();
  for (const ServiceStatus& status : services_.services().list()) {
    all.push_back({{"service", status.service},
                   {"group", status.group},
                   {"state", name(status.state)},
                   {"worker", number(status.worker)},
                   {"restarts", status.restarts},
                   {"last_reason", status.last_reason},
                   {"next_start_ms", status.next_start_ms}});
  }
  return all;
}

Answer SharedDaemon::act_on_service(std::string_view action, const std::string& service) {
  if (shutting_down()) {
    return Refusal{control::ErrorCode::shutting_down, "The daemon is ending."};
  }
  Services& all = services_.services();
  const bool found = action == control::method::service_start  ? all.start(service)
                     : action == control::method::service_stop ? all.stop(service)
                                                               : all.restart(service);
  if (!found) return no_such_service(service);
  return Json::object();
}

std::string SharedDaemon::status_line() const {
  return fmt::format("{} workers, {} clients{}", supervisor().worker_count(), clients().count(),
                     shutting_down() ? "; ending" : "");
}

}  // namespace skep
