// What the parts of the daemon count as they work: plain numbers that only grow, unless said
// otherwise. One thread writes and reads them, so that counting costs one addition.
//
// Metrics and the method `stats` are made from these; nothing here names a single worker, so their
// number does not depend on what workers do.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "daemon/life_cycle.h"
#include "proto/soft_limit.h"

namespace skep {

// Counted by the supervisor and its parts.
struct Counters {
  uint64_t workers_requested = 0;
  SoftLimitCounts soft_limits{};  // times that workers met them, by SoftLimit

  // Router. A message counts when its last record has found its receiver.
  uint64_t messages = 0;
  uint64_t message_bytes = 0;   // of structured clones, as they were copied
  uint64_t doorbells = 0;       // times that a worker was found to have rung
  uint64_t worker_wakeups = 0;  // futex wakes of workers that are gone; see Census for the others
  uint64_t queue_stalls = 0;    // times that a sender was made to wait for a full queue

  // What goes out of trees.
  uint64_t messages_refused = 0;    // of roots: too large to go outside
  uint64_t host_calls_refused = 0;  // at once: their workers had too many unanswered

  uint64_t blobs_refused = 0;  // blob URLs that no other worker knows: there was no room

  // MessagePorts between workers.
  uint64_t ports_refused = 0;          // above the limit of a worker or of a tree
  uint64_t port_messages_refused = 0;  // too much waited at ports that nobody started

  uint64_t workers_looked_at = 0;  // to find trees that are done

  // Script store.
  uint64_t cache_hits = 0;
  uint64_t cache_misses = 0;
  uint64_t compiles = 0;         // finished, with a result of whatever kind
  uint64_t compiles_failed = 0;  // without: the compiler crashed or met one of its limits
  uint64_t compile_us = 0;       // from the request to its end, waiting for a free one included

  // Launcher.
  uint64_t zygotes_started = 0;
  uint64_t zygotes_lost = 0;
  uint64_t zygotes_used_up = 0;    // replaced after their last worker
  uint64_t zygotes_suspected = 0;  // replaced after a worker ended as if it had been attacked

  // Processes that were made before their workers were asked for.
  uint64_t spares_started = 0;
  uint64_t spares_used = 0;
  uint64_t spares_lost = 0;  // that ended before they were used, and unasked
};

// Counted by the control sessions and host functions of a daemon.
struct ControlCounters {
  uint64_t clients = 0;  // now: goes up and down
  uint64_t connections = 0;
  uint64_t connections_refused = 0;  // permission denied, or too many at once
  uint64_t requests = 0;
  uint64_t requests_failed = 0;  // answered with an error
  uint64_t events_lost = 0;      // dropped for clients that were too slow
  uint64_t host_calls = 0;       // of workers, whatever came of them
  uint64_t host_calls_failed = 0;
};

// What the workers of a tenant that the configuration names have now, or used.
struct TenantUse {
  std::string name;
  uint64_t workers = 0;
  uint64_t memory_bytes = 0;  // the sum of their limits
  uint64_t queue_bytes = 0;
  uint64_t ended_cpu_us = 0;  // of those that are gone
};

// The workers as they are at one moment.
struct Census {
  std::array<uint64_t, worker_state_count> workers{};  // by WorkerState
  uint64_t trees = 0;
  uint64_t queued_bytes = 0;       // waiting for their receivers, over all workers
  uint64_t most_queued_bytes = 0;  // of the worker with the most
  uint64_t stalled_senders = 0;
  uint64_t worker_wakeups = 0;  // futex wakes of the workers that live
  uint64_t cache_memory_bytes = 0;
  uint64_t spares = 0;  // processes that wait for a worker
  std::vector<TenantUse> tenants;
};

}  // namespace skep
