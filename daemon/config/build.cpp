// The values of a TOML document that was checked, and the rules over several keys.
#include <algorithm>

#include <fmt/format.h>

#include "daemon/config/toml.h"
#include "proto/amount.h"
#include "proto/control_limits.h"
#include "proto/suggestion.h"

namespace skep {

WorkerLimits with_overrides(WorkerLimits limits, const LimitOverrides& overrides) {
  for (const control::Limit& limit : control::limits()) {
    const auto found = overrides.find(std::string(limit.key));
    if (found != overrides.end()) limit.set(limits, found->second);
  }
  return limits;
}

}  // namespace skep

namespace skep::config_toml {
namespace {

using control::Unit;

// A section that is not there, or is no table, has no keys.
const toml::table& section(const toml::table& table, std::string_view name) {
  static const toml::table none;
  const toml::table* found = table[name].as_table();
  return found == nullptr ? none : *found;
}

void take(const toml::table& table, std::string_view name, std::string& value) {
  if (const auto* found = table[name].as_string()) value = found->get();
}

void take(const toml::table& table, std::string_view name, std::vector<std::string>& value) {
  const toml::array* found = table[name].as_array();
  if (found == nullptr) return;
  value.clear();
  for (const toml::node& entry : *found) {
    if (const auto* string = entry.as_string()) value.push_back(string->get());
  }
}

void take(const toml::table& table, std::string_view name, Unit unit, uint64_t& value) {
  const auto node = table[name];
  if (const auto* integer = node.as_integer()) {
    if (integer->get() >= 0) value = static_cast<uint64_t>(integer->get());
  } else if (const auto* string = node.as_string()) {
    value = parse_amount(string->get(), unit).value_or(value);
  }
}

LimitOverrides build_limits(const toml::table& table) {
  LimitOverrides overrides;
  for (const control::Limit& limit : control::limits()) {
    if (!table.contains(limit.key)) continue;
    take(table, limit.key, limit.unit, overrides[std::string(limit.key)]);
  }
  return overrides;
}

// The names of a table of tables, in the order of the file.
std::vector<std::pair<std::string, const toml::table*>> in_order(const toml::table& table) {
  std::vector<std::pair<std::string, const toml::table*>> found;
  for (const auto& [name, node] : table) {
    if (const toml::table* member = node.as_table()) found.emplace_back(name.str(), member);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    const toml::source_position& first = a.second->source().begin;
    const toml::source_position& second = b.second->source().begin;
    return std::pair(first.line, first.column) < std::pair(second.line, second.column);
  });
  return found;
}

class Build {
 public:
  explicit Build(ConfigErrors& errors) : errors_(errors) {}

  Config config(const toml::table& file) {
    daemon(section(file, "daemon"));
    const toml::table& roots = section(file, "roots");
    if (roots.contains("allow")) take(roots, "allow", config_.allowed_roots.emplace());
    config_.limits = with_overrides(WorkerLimits{}, build_limits(section(file, "limits")));
    for (const auto& [name, table] : in_order(section(file, "tenants"))) tenant(name, *table);
    for (const auto& [name, table] : in_order(section(file, "groups"))) group(name, *table);
    for (const auto& [name, table] : in_order(section(file, "services"))) service(name, *table);
    return std::move(config_);
  }

 private:
  void add(const toml::source_region& place, std::string sentence) {
    errors_.add(error_at(place, std::move(sentence)));
  }

  void daemon(const toml::table& table) {
    DaemonConfig& daemon = config_.daemon;
    take(table, "socket", daemon.socket);
    take(table, "admin_group", daemon.admin_group);
    take(table, "read_group", daemon.read_group);
    take(table, "cache_dir", daemon.cache_dir);
    take(table, "metrics_listen", daemon.metrics_listen);
    take(table, "log_level", daemon.log_level);
    take(table, "drain_ms", Unit::count, daemon.drain_ms);
    take(table, "workers", Unit::count, daemon.workers);
    take(table, "workers_per_zygote", Unit::count, daemon.workers_per_zygote);
    take(table, "spare_processes", Unit::count, daemon.spare_processes);
    if (!daemon.metrics_listen.empty() && !is_listen_address(daemon.metrics_listen)) {
      add(table["metrics_listen"].node()->source(),
          "daemon.metrics_listen must be unix:PATH with an absolute path, or 127.0.0.1:PORT.");
    }
  }

  // Anything but this machine itself is refused: metrics are served without a password.
  static bool is_listen_address(std::string_view address) {
    if (address.starts_with("unix:")) return address.size() > 6 && address[5] == '/';
    constexpr std::string_view loopback = "127.0.0.1:";
    if (!address.starts_with(loopback)) return false;
    const auto port = parse_amount(address.substr(loopback.size()), Unit::count);
    return port && *port >= 1 && *port <= 65535;
  }

  void tenant(const std::string& name, const toml::table& table) {
    TenantQuota& quota = config_.tenants[name];
    take(table, "memory", Unit::bytes, quota.memory_bytes);
    take(table, "cpu", Unit::milliseconds, quota.cpu_ms);
    take(table, "workers", Unit::count, quota.workers);
    take(table, "queue", Unit::bytes, quota.queue_bytes);
    take(table, "messages", Unit::count, quota.messages_per_s);
  }

  void group(const std::string& name, const toml::table& table) {
    std::string strategy;
    take(table, "strategy", strategy);
    config_.groups[name] = strategy == "one-for-all"    ? GroupStrategy::one_for_all
                           : strategy == "rest-for-one" ? GroupStrategy::rest_for_one
                                                        : GroupStrategy::one_for_one;
  }

  void service(const std::string& name, const toml::table& table) {
    ServiceConfig service;
    service.name = name;
    take(table, "file", service.file);
    take(table, "root", service.root);
    take(table, "arguments", service.arguments);
    take(table, "tenant", service.tenant);
    take(table, "group", service.group);
    service.limits = build_limits(section(table, "limits"));
    std::string restart;
    take(table, "restart", restart);
    if (restart == "never") service.restart = RestartPolicy::never;
    if (restart == "always") service.restart = RestartPolicy::always;
    take(table, "stop", Unit::milliseconds, service.stop_ms);
    place(service, table);
    backoff(service.backoff, section(table, "backoff"), name);
    const toml::table& intensity = section(table, "intensity");
    take(intensity, "restarts", Unit::count, service.intensity.restarts);
    take(intensity, "within", Unit::milliseconds, service.intensity.within_ms);
    health(service.health, section(table, "health"), name);
    declared(table, "tenant", config_.tenants, name);
    declared(table, "group", config_.groups, name);
    config_.services.push_back(std::move(service));
  }

  // The script has to lie inside its root. Both may still be replaced by links: what is opened is
  // checked again when it is opened.
  void place(ServiceConfig& service, const toml::table& table) {
    if (service.root.empty()) {
      const size_t slash = service.file.rfind('/');
      service.root = service.file.substr(0, slash == 0 ? 1 : slash);
      return;
    }
    while (service.root.size() > 1 && service.root.ends_with('/')) service.root.pop_back();
    const std::string inside = service.root == "/" ? "/" : service.root + "/";
    if (!service.file.empty() && !service.file.starts_with(inside)) {
      add(table["file"].node()->source(),
          fmt::format("services.{}.file must be inside its root {}.", service.name, service.root));
    }
  }

  void backoff(Backoff& backoff, const toml::table& table, const std::string& name) {
    take(table, "initial", Unit::milliseconds, backoff.initial_ms);
    take(table, "most", Unit::milliseconds, backoff.most_ms);
    take(table, "reset_after", Unit::milliseconds, backoff.reset_after_ms);
    backoff.factor = table["factor"].value_or(backoff.factor);
    if (backoff.most_ms < backoff.initial_ms) {
      add(table.source(), fmt::format("services.{}.backoff: `most` ({}) is less than `initial` "
                                      "({}).",
                                      name, show_amount(Unit::milliseconds, backoff.most_ms),
                                      show_amount(Unit::milliseconds, backoff.initial_ms)));
    }
  }

  void health(Health& health, const toml::table& table, const std::string& name) {
    take(table, "heartbeat", Unit::milliseconds, health.heartbeat_ms);
    take(table, "task", Unit::milliseconds, health.task_ms);
    if (table.contains("heartbeat") && table.contains("task")) {
      add(table.source(),
          fmt::format("services.{}.health must be `heartbeat` or `task`, not both.", name));
    }
  }

  // A name of something that this file declares.
  template <class Map>
  void declared(const toml::table& table, std::string_view key, const Map& names,
                const std::string& service) {
    const auto* value = table[key].as_string();
    if (value == nullptr || names.contains(value->get())) return;
    std::vector<std::string_view> known;
    for (const auto& [name, unused] : names) known.push_back(name);
    add(value->source(),
        fmt::format("services.{}.{}: there is no [{}s.{}] in this file.{}", service, key, key,
                    value->get(), did_you_mean(value->get(), known)));
  }

  ConfigErrors& errors_;
  Config config_;
};

}  // namespace

Config build(const toml::table& file, ConfigErrors& errors) {
  return Build(errors).config(file);
}

}  // namespace skep::config_toml
