#include "daemon/config/table.h"

#include "proto/control_limits.h"

namespace skep {
namespace {

using K = ConfigKind;

constexpr uint64_t day_ms = 24ull * 3600 * 1000;
constexpr uint64_t year_ms = 365 * day_ms;
constexpr uint64_t kib = 1024;
constexpr uint64_t tib = kib * kib * kib * kib;

constexpr std::string_view log_levels[] = {"error", "warning", "notice", "info", "debug"};
constexpr std::string_view policies[] = {"never", "on-failure", "always"};
constexpr std::string_view strategies[] = {"one-for-one", "one-for-all", "rest-for-one"};

constexpr ConfigKey daemon_keys[] = {
    {.name = "socket",
     .kind = K::path,
     .meaning = "the control socket; without it, the command line's or systemd's",
     .most = 107},
    {.name = "admin_group",
     .kind = K::text,
     .meaning = "the system group whose members may do everything, beside root and the daemon's "
                "own user",
     .most = 32},
    {.name = "read_group",
     .kind = K::text,
     .meaning = "the system group whose members may look, and change nothing",
     .most = 32},
    {.name = "cache_dir",
     .kind = K::path,
     .meaning = "where lowered scripts are kept; without it, in memory only",
     .most = 4095},
    {.name = "metrics_listen",
     .kind = K::text,
     .meaning = "where metrics are served over HTTP: unix:PATH, or 127.0.0.1:PORT; without it, "
                "nowhere",
     .most = 200},
    {.name = "log_level",
     .kind = K::choice,
     .meaning = "the least important messages that are logged; without it, the command line's",
     .one_of = log_levels},
    {.name = "drain_ms",
     .kind = K::count,
     .fallback = "10000",
     .meaning = "milliseconds that workers get to close when the daemon ends; then they are killed",
     .most = day_ms},
    {.name = "workers",
     .kind = K::count,
     .fallback = "0",
     .meaning = "workers alive at once, of everybody; 0 is no limit",
     .least = 1,
     .most = 1'000'000,
     .zero_too = true},
    {.name = "workers_per_zygote",
     .kind = K::count,
     .fallback = "10000",
     .meaning = "workers that share an address-space layout; 1: each has its own, which costs some "
                "tens of milliseconds each",
     .least = 1,
     .most = 1'000'000},
    {.name = "spare_processes",
     .kind = K::count,
     .fallback = "8",
     .meaning =
         "sealed processes kept ready for the next workers, at most; each takes about 180 KiB; "
         "0: none",
     .most = 1024},
};

constexpr ConfigKey roots_keys[] = {
    {.name = "allow",
     .kind = K::paths,
     .meaning = "script roots of clients lie inside these directories; without it, anywhere",
     .most = 1024},
};

constexpr ConfigKey tenant_keys[] = {
    {.name = "memory",
     .kind = K::size,
     .fallback = "none",
     .meaning = "the sum of the memory limits of all its workers that are alive",
     .least = 1024 * kib,
     .most = 1024 * tib},
    {.name = "cpu",
     .kind = K::duration,
     .fallback = "none",
     .meaning = "processor time of all its workers together, ended ones too, since the daemon "
                "started",
     .least = 1,
     .most = 1000 * year_ms},
    {.name = "workers",
     .kind = K::count,
     .fallback = "none",
     .meaning = "workers alive at once",
     .least = 1,
     .most = 1'000'000},
    {.name = "queue",
     .kind = K::size,
     .fallback = "none",
     .meaning = "messages waiting to be received by all its workers together; above it, senders "
                "wait",
     .least = 64 * kib,
     .most = 1024 * tib},
    {.name = "messages",
     .kind = K::count,
     .fallback = "none",
     .meaning = "messages that all its workers together post in a second, one second's worth at "
                "once; above it, they wait",
     .least = 1,
     .most = 100'000'000},
};

constexpr ConfigKey backoff_keys[] = {
    {.name = "initial",
     .kind = K::duration,
     .fallback = "100ms",
     .meaning = "before the first restart",
     .least = 1,
     .most = day_ms},
    {.name = "most",
     .kind = K::duration,
     .fallback = "30s",
     .meaning = "the longest wait",
     .least = 1,
     .most = day_ms},
    {.name = "factor",
     .kind = K::factor,
     .fallback = "2",
     .meaning = "each wait is so many times the one before",
     .least = 1,
     .most = 100},
    {.name = "reset_after",
     .kind = K::duration,
     .fallback = "60s",
     .meaning = "after running for so long, the next wait is `initial` again",
     .least = 1,
     .most = year_ms},
};

constexpr ConfigKey intensity_keys[] = {
    {.name = "restarts",
     .kind = K::count,
     .fallback = "10",
     .meaning = "restarts within the window; one more, and the whole group fails",
     .most = 100'000},
    {.name = "within",
     .kind = K::duration,
     .fallback = "60s",
     .meaning = "the window",
     .least = 1,
     .most = year_ms},
};

constexpr ConfigKey health_keys[] = {
    {.name = "heartbeat",
     .kind = K::duration,
     .fallback = "none",
     .meaning = "the worker must post a message at least so often",
     .least = 10,
     .most = day_ms},
    {.name = "task",
     .kind = K::duration,
     .fallback = "none",
     .meaning = "none of its tasks (a handler, a timer, the script's first run) may take longer",
     .least = 10,
     .most = day_ms},
};

constexpr ConfigKey service_keys[] = {
    {.name = "file", .kind = K::path, .meaning = "the script", .required = true, .most = 4095},
    {.name = "root",
     .kind = K::path,
     .meaning = "the script root, a directory: nothing outside it is read; without it, the "
                "directory of `file`",
     .most = 4095},
    {.name = "arguments",
     .kind = K::texts,
     .fallback = "[]",
     .meaning = "what the script finds in skep.arguments",
     .most = 1024},
    {.name = "tenant",
     .kind = K::name,
     .meaning = "the tenant whose quota it counts towards, declared in this file"},
    {.name = "group",
     .kind = K::name,
     .meaning = "the group it belongs to, declared in this file; without it, it stands alone"},
    {.name = "limits",
     .kind = K::limits,
     .meaning = "limits of its workers, where they are not those of [limits]"},
    {.name = "restart",
     .kind = K::choice,
     .fallback = "on-failure",
     .meaning = "when to start it again after it ended; a failure is any end but its own close()",
     .one_of = policies},
    {.name = "backoff",
     .kind = K::section,
     .meaning = "how long to wait before a restart",
     .members = backoff_keys},
    {.name = "intensity",
     .kind = K::section,
     .meaning = "how many restarts are too many",
     .members = intensity_keys},
    {.name = "health",
     .kind = K::section,
     .meaning = "when a worker that runs is taken for stuck; one of:",
     .members = health_keys},
    {.name = "stop",
     .kind = K::duration,
     .fallback = "5s",
     .meaning = "from the request to close until it is killed",
     .most = day_ms},
};

constexpr ConfigKey group_keys[] = {
    {.name = "strategy",
     .kind = K::choice,
     .meaning = "what a restart of one service restarts with it: nothing, all of the group, or "
                "those after it in this file",
     .required = true,
     .one_of = strategies},
};

constexpr ConfigKey file_keys[] = {
    {.name = "daemon", .kind = K::section, .meaning = "the daemon itself", .members = daemon_keys},
    {.name = "roots",
     .kind = K::section,
     .meaning = "what clients may name as script roots",
     .members = roots_keys},
    {.name = "limits",
     .kind = K::limits,
     .meaning = "what one worker may use, where nothing else is said; the keys are those of "
                "`skep run --limit`"},
    {.name = "tenants",
     .kind = K::sections,
     .meaning = "labels of workers with a quota over all that have the label",
     .members = tenant_keys},
    {.name = "groups",
     .kind = K::sections,
     .meaning = "services that depend on each other",
     .members = group_keys},
    {.name = "services",
     .kind = K::sections,
     .meaning = "workers that the daemon keeps running",
     .members = service_keys},
};

ConfigKind kind_of(control::Unit unit) {
  switch (unit) {
    case control::Unit::milliseconds: return K::duration;
    case control::Unit::count: return K::count;
    case control::Unit::bytes:
    case control::Unit::bytes_per_second: break;
  }
  return K::size;
}

std::vector<ConfigKey> make_limit_keys() {
  std::vector<ConfigKey> keys;
  for (const control::Limit& limit : control::limits()) {
    keys.push_back({.name = limit.key,
                    .kind = kind_of(limit.unit),
                    .meaning = limit.meaning,
                    .least = limit.least,
                    .most = limit.most,
                    .zero_too = limit.may_be_none});
  }
  return keys;
}

}  // namespace

std::span<const ConfigKey> config_keys() {
  return file_keys;
}

const std::vector<ConfigKey>& limit_config_keys() {
  static const std::vector<ConfigKey> keys = make_limit_keys();
  return keys;
}

}  // namespace skep
