// What the supervisor keeps of one worker, and of one tree of them. Plain state: what happens to it
// is in router.cpp, spawning.cpp, ending.cpp.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "daemon/control/client_id.h"
#include "daemon/life_cycle.h"
#include "daemon/routing/down_queue.h"
#include "daemon/routing/token_bucket.h"
#include "daemon/scripts/source_share.h"
#include "daemon/system/cpu_timers.h"
#include "daemon/system/worker_groups.h"
#include "daemon/tenants.h"
#include "daemon/tree/blob_urls.h"
#include "daemon/tree/channels.h"
#include "daemon/tree/locks.h"
#include "daemon/tree/ports.h"
#include "proto/end_reason.h"
#include "proto/ids.h"
#include "proto/limits.h"
#include "proto/soft_limit.h"

namespace skep {

// Where the messages that a worker posts to one of its ports arrive.
struct PortPeer {
  WorkerId worker = WorkerId::none;  // none: nobody is there (any more), messages vanish
  PortHandle handle = 0;
};

// The message that a worker is in the middle of sending: between FIRST and LAST.
struct UnfinishedMessage {
  bool open = false;
  RecordHeader header;    // of its first record
  std::string assembled;  // of a message that the supervisor itself reads
  // Of a message of a root to the outside: somebody wants it, and its size until now. It may be
  // larger than what is assembled.
  bool wanted = false;
  uint64_t bytes = 0;
};

struct EndCause {
  EndReason reason;
  std::string detail;
  std::string_view limit = {};  // the one that was met, where the reason does not say it
};

// Everything under one root worker.
struct Tree {
  WorkerId root;
  ScriptRoot scripts;
  SourceBytes loading_bytes = std::make_shared<uint64_t>(0);  // of its sources on their way
  std::string tenant;
  std::shared_ptr<Tenant> account;  // the tenant's, with its quota
  ClientId owner = ClientId::none;
  bool keep_alive = false;
  std::unordered_set<WorkerId> workers;  // not gone
  // Whether it can ever do anything again is asked when nothing has happened in it for a moment:
  // quiescence.cpp.
  bool restless = false;              // in the list of those that are asked
  bool stirred = false;               // something happened since it was asked
  WorkerId witness = WorkerId::none;  // who was not quiet then
  uint32_t loading = 0;               // what is being done for it: scripts, locks
  Channels channels;
  Locks locks;
  bool settling_locks = false;  // a turn is coming in which more of it is answered
  BlobUrls blobs;
  Ports ports;
  // Not read because too much waits at ports that nobody has started.
  std::vector<WorkerId> stalled_on_ports;
  std::unique_ptr<boost::asio::steady_timer> ports_timer;  // since then nothing of it has moved
  uint64_t ports_moved_before = 0;                         // when that timer was set
  bool ports_jammed = false;  // it ran out: what has no room is lost, until there is some
};

struct Worker {
  WorkerId id;
  WorkerId parent = WorkerId::none;
  PortHandle port_in_parent = 0;
  uint32_t depth = 1;  // the root's is 1
  std::shared_ptr<Tree> tree;
  std::string name;
  std::string url;
  // Kept until its end is decided: what it loads is wanted until then.
  std::shared_ptr<const void> wants_scripts = std::make_shared<const char>();
  bool module = false;           // its script is a module
  uint32_t modules_loading = 0;  // load_module requests that were not answered yet
  uint32_t module_sources = 0;   // of those, the ones that brought a source
  WorkerLimits limits;
  std::vector<std::string> arguments;  // of a root
  std::optional<std::string> source;   // while it waits to be started: its script, if it has that
  bool starting = false;               // counted among those that are
  bool admitted = false;               // counted in its tenant's account
  uint64_t born_ns = 0;                // when it was asked for

  WorkerState state = WorkerState::loading;
  std::optional<EndCause> cause;  // decided once, by whatever came first
  // terminate() was called and the grace runs: nothing goes in, only its console comes out.
  bool condemned = false;
  bool process_over = false;     // no process, and none will come
  bool let_go = false;           // what it held is given back: it may be removed
  bool unhandled_error = false;  // of its own; what a root's end is judged by

  std::optional<SupervisorEnd> end;  // from the moment its process is asked for
  Fd pidfd;
  int pid = 0;
  std::optional<WorkerGroup> group;  // as long as it may have a process, where there are groups

  // The capability table: what it may name. Handles only grow, so that a handle at most
  // `last_handle` that is not here is a port that is gone, and any other a violation.
  std::unordered_map<PortHandle, PortPeer> ports;
  PortHandle last_handle = inside_port;
  // The same for MessagePorts. PortId::none, or a port that is not in the table of the tree: it was
  // refused, but the worker has not closed it yet.
  std::unordered_map<PortHandle, PortId> held_ports;
  PortHandle last_given_port = first_given_port - 1;
  std::vector<WorkerId> children;  // not gone

  std::set<std::string, std::less<>> channels;  // that it is a member of
  uint32_t last_call = 0;                       // to a host function
  std::unordered_set<uint32_t> unanswered_calls;
  uint32_t last_lock_request = 0;

  UnfinishedMessage unfinished;
  DownQueue down;
  bool ready = false;                     // in the router's list
  std::vector<WorkerId> stalled_senders;  // not read because this worker's queue is full
  WorkerId waits_for = WorkerId::none;    // the receiver whose full queue stops us
  bool waits_for_ports = false;           // in its tree's list of those who wait for room at ports
  bool held_back = false;                 // in the router's list of those who wait for clients
  bool glutted = false;                   // not read because it does not take what it is sent
  bool slow = false;                      // its full ring does not hold its senders back
  bool rings_grew = false;                // by large records (ring_pages.h)
  uint64_t taken_before = 0;              // down bytes taken when the stall timer was set
  uint64_t taken_when_held = 0;           // the same, when its ring began to hold senders back
  bool holds_senders = false;             // since then (patience.cpp)

  // When a record found it idle, and how far the down ring was written by that record.
  uint64_t woken_ns = 0;
  uint64_t woken_position = 0;

  uint64_t killed_ns = 0;  // when its process was sent SIGKILL; 0: it was not
  uint64_t gone_ns = 0;    // when its process was known to be gone
  uint64_t messages_in = 0;
  uint64_t messages_out = 0;
  uint64_t host_calls = 0;
  uint64_t host_calls_refused = 0;  // of those, at once: nobody could be asked
  uint64_t ports_refused = 0;
  bool port_message_refused = false;
  int end_signal = 0;
  uint64_t cpu_us = 0;
  uint64_t peak_memory_bytes = 0;
  TokenBucket console;        // bytes that it may write
  uint64_t console_lost = 0;  // lines dropped and not yet reported
  SoftLimitCounts soft_limits{};
  TokenBucket messages;           // that it may post
  bool message_reserved = false;  // it waited: the next one is paid for

  CpuTimer cpu_timer;          // rings when processor time may be used up
  uint64_t task_seen = 0;      // the task that ran when it rang
  uint64_t task_since_ns = 0;  // processor time when that task was first seen
  std::unique_ptr<boost::asio::steady_timer> pace_timer;   // not read: it posts too fast
  std::unique_ptr<boost::asio::steady_timer> life_timer;   // wall_limit
  std::unique_ptr<boost::asio::steady_timer> stall_timer;  // unresponsive
  std::unique_ptr<boost::asio::steady_timer> grace_timer;  // after terminate()
};

inline ScriptOwner script_owner(const Worker& worker) {
  return {worker.tree->scripts, worker.tree->loading_bytes, worker.wants_scripts};
}

// Whether its tenant's quota lets more be queued for it. An empty queue always takes something:
// only what waits can make room, and wake up those who wait for it.
inline bool tenant_has_room(const Worker& worker) {
  const Tenant& tenant = *worker.tree->account;
  return worker.down.empty() || tenant.quota.queue_bytes == 0 ||
         tenant.queue_bytes <= tenant.quota.queue_bytes;
}

// All workers that are not gone, by id.
class WorkerTable {
 public:
  // Null if there is no such worker.
  Worker* find(WorkerId id) const {
    const auto found = workers_.find(id);
    return found == workers_.end() ? nullptr : found->second.get();
  }
  Worker& add() {
    auto worker = std::make_unique<Worker>();
    worker->id = WorkerId{++last_id_};
    Worker& added = *worker;
    workers_.emplace(added.id, std::move(worker));
    in_order_.emplace_hint(in_order_.end(), added.id);
    return added;
  }
  void remove(WorkerId id) {
    workers_.erase(id);
    in_order_.erase(id);
  }
  bool empty() const { return workers_.empty(); }
  const std::unordered_map<WorkerId, std::unique_ptr<Worker>>& all() const { return workers_; }
  const std::set<WorkerId>& in_order() const { return in_order_; }

 private:
  std::unordered_map<WorkerId, std::unique_ptr<Worker>> workers_;
  std::set<WorkerId> in_order_;
  uint64_t last_id_ = 0;
};

}  // namespace skep
