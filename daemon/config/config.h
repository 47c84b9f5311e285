// What skepd.toml says, as plain values: every bound is checked, every name resolved.
//
// Two configurations can be compared: `reload` touches only what differs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "proto/limits.h"

namespace skep {

// Limits that were written down, by the key of control::limits(). What is not here is the
// daemon's default at the moment a worker starts.
using LimitOverrides = std::map<std::string, uint64_t>;

WorkerLimits with_overrides(WorkerLimits limits, const LimitOverrides& overrides);

enum class RestartPolicy : uint8_t { never, on_failure, always };
enum class GroupStrategy : uint8_t { one_for_one, one_for_all, rest_for_one };

// How long to wait before the next start, each time longer.
struct Backoff {
  uint64_t initial_ms = 100;
  uint64_t most_ms = 30'000;
  double factor = 2;
  uint64_t reset_after_ms = 60'000;  // running for so long makes the next wait `initial` again

  bool operator==(const Backoff&) const = default;
};

// More restarts than this within the window: the service's group fails.
struct Intensity {
  uint64_t restarts = 10;
  uint64_t within_ms = 60'000;

  bool operator==(const Intensity&) const = default;
};

// What ends a worker that runs but does nothing as `unresponsive`. 0 is no such check; at most one
// of the two is set.
struct Health {
  uint64_t heartbeat_ms = 0;  // it must post a message at least so often
  uint64_t task_ms = 0;       // no task of it may run for longer

  bool operator==(const Health&) const = default;
};

struct ServiceConfig {
  std::string name;
  std::string file;  // absolute
  std::string root;  // absolute, `file` is inside it
  std::vector<std::string> arguments;
  std::string tenant;  // empty: none
  std::string group;   // empty: alone
  LimitOverrides limits;
  RestartPolicy restart = RestartPolicy::on_failure;
  Backoff backoff;
  Intensity intensity;
  Health health;
  uint64_t stop_ms = 5'000;  // from the request to close until it is killed

  bool operator==(const ServiceConfig&) const = default;
};

// What all the workers of one tenant may use together. 0 is no limit.
struct TenantQuota {
  uint64_t memory_bytes = 0;    // the sum of their memory limits
  uint64_t cpu_ms = 0;          // processor time of all that ran since the daemon started
  uint64_t workers = 0;         // alive at once
  uint64_t queue_bytes = 0;     // messages waiting to be received, of all of them
  uint64_t messages_per_s = 0;  // that all of them together post

  bool operator==(const TenantQuota&) const = default;
};

struct DaemonConfig {
  std::string socket;  // empty: where the command line or systemd says
  std::string admin_group;
  std::string read_group;
  std::string cache_dir;
  std::string metrics_listen;
  std::string log_level;  // empty: the command line's
  uint64_t drain_ms = 10'000;
  uint64_t workers = 0;  // alive at once, of the whole daemon; 0 is no limit
  uint64_t workers_per_zygote = default_workers_per_zygote;  // then a fresh layout
  uint64_t spare_processes = default_spare_processes;

  bool operator==(const DaemonConfig&) const = default;
};

struct Config {
  DaemonConfig daemon;
  std::optional<std::vector<std::string>> allowed_roots;  // nothing: any
  WorkerLimits limits;                                    // the defaults of every worker
  std::map<std::string, TenantQuota> tenants;
  std::map<std::string, GroupStrategy> groups;
  std::vector<ServiceConfig> services;  // in the order of the file
};

}  // namespace skep
