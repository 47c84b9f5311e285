// The supervisor: owns every worker, from the request for it to the reason it ended.
//
// One thread, one io_context. Nothing here parses JavaScript, links Duktape, or believes a byte
// that a worker can write.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "base/result.h"
#include "daemon/config/config.h"
#include "daemon/control/client_id.h"
#include "daemon/events.h"
#include "daemon/host_calls.h"
#include "daemon/life_cycle.h"
#include "daemon/observe/counters.h"
#include "daemon/worker_activity.h"
#include "proto/limits.h"
#include "proto/soft_limit.h"

namespace skep {

class WorkerGroups;

struct SupervisorOptions {
  std::string cache_directory;  // for lowered scripts; empty: memory only
  uint32_t tree_workers = default_tree_workers;
  uint32_t tree_ports = default_tree_ports;
  uint64_t workers_per_zygote = default_workers_per_zygote;
  uint64_t spare_processes = default_spare_processes;
  // Where each worker gets a control group of its own; null: nowhere. Must outlive the supervisor.
  WorkerGroups* groups = nullptr;
};

// A request for the root worker of a new tree.
struct RootRequest {
  std::string directory;  // the script root: an existing directory, absolute; empty: none
  std::string file;       // the script: an absolute path inside it
  std::optional<std::string> source;  // or the script itself
  bool typescript = false;            // the language of `source`
  bool module = false;                // a module, also if the file is not called .mjs or .mts
  std::string name;
  std::vector<std::string> arguments;  // skep.arguments
  WorkerLimits limits;
  std::string tenant;
  ClientId owner = ClientId::none;
  bool keep_alive = false;  // do not end the tree when it can never do anything again
};

// What the tree of a worker is.
struct TreeInfo {
  WorkerId root;
  ClientId owner;
  std::string tenant;
};

// What became of a message from outside.
enum class Posted : uint8_t {
  done,
  no_such_worker,  // no root of that id takes messages (any more)
  queue_full,      // a receiver has too much waiting already; nobody got it
};

// A worker as it is now.
struct WorkerStatus {
  WorkerId id;
  WorkerId parent;
  std::string name;
  std::string url;
  int pid = 0;
  WorkerState state;
  uint64_t messages_in = 0;
  uint64_t messages_out = 0;
  uint64_t queued_bytes = 0;
  uint64_t cpu_us = 0;
  uint64_t host_calls = 0;
  uint64_t host_calls_refused = 0;
  uint64_t host_calls_unanswered = 0;  // now
  uint64_t memory_bytes = 0;           // resident, shared pages included
  std::string tenant;
  bool detached = false;
  uint64_t age_ms = 0;
};

// What is asked less often.
struct WorkerDetails {
  WorkerLimits limits;
  std::vector<std::string> arguments;
  std::vector<WorkerId> children;
  SoftLimitCounts limits_met{};
};

class Supervisor {
 public:
  // `events` must outlive the supervisor. Starts the zygote and the compiler at once.
  Supervisor(boost::asio::io_context& io, SupervisorOptions options, EventSink& events);
  ~Supervisor();

  // Starts a tree. The id is valid at once; failure to load shows as an ExitEvent. Errors: what is
  // wrong with the request itself (ENOENT/ENOTDIR for the directory, EXDEV for a file outside it,
  // E2BIG for too many or too long arguments).
  Result<WorkerId> spawn_root(const RootRequest& request);

  // Ends a worker and its descendants, without any grace. False if there is no such worker.
  bool terminate(WorkerId worker);

  // Ends it as terminate() does, with a reason of the caller's and a sentence about it.
  bool end_worker(WorkerId worker, EndReason reason, std::string_view detail);

  // What it is doing, as it says itself. Nothing if it has no process (any more).
  std::optional<WorkerActivity> activity(WorkerId worker) const;

  // What tenants may use from now on, and how many workers there may be of everybody (0: any).
  void set_quotas(const std::map<std::string, TenantQuota>& quotas, uint64_t most_workers);

  // Ends a worker as if its script called close(), once it has handled what was posted before.
  // False if there is no such worker, or it is ending already.
  bool close(WorkerId worker);

  // --- what the outside and a tree say to each other; clones as proto/value_tags.h has them ---

  // Delivers a message to a root's inside port.
  Posted post(WorkerId root, std::string_view clone);

  // Delivers a message to all members of a BroadcastChannel in the tree of a root.
  Posted channel_post(WorkerId root, std::string_view channel, std::string_view clone);

  // From now on, and until as many calls of channel_leave(), messages to that channel are published
  // as BroadcastEvents. False if there is no such root, or the name is longer than
  // max_channel_bytes.
  bool channel_join(WorkerId root, std::string_view channel);
  void channel_leave(WorkerId root, std::string_view channel);

  // Who answers host functions; null: nobody, and every call is refused. It must outlive the
  // supervisor or be taken away, and may answer from inside of HostCalls::call().
  void set_host_calls(HostCalls* calls);

  // Answers result.call, as a worker numbered it. False if the worker does not wait for that (any
  // more): it is gone, or was answered.
  bool answer_host_call(WorkerId worker, const HostResult& result);

  // That are not gone.
  size_t worker_count() const;
  // The first `most` behind `after`, in the order of their ids; of this tenant, if one is named. It
  // reads some files of the kernel for each of them.
  std::vector<WorkerStatus> list(WorkerId after = WorkerId::none, size_t most = SIZE_MAX,
                                 const std::optional<std::string>& tenant = {}) const;
  std::optional<WorkerStatus> inspect(WorkerId worker) const;
  std::optional<WorkerDetails> details(WorkerId worker) const;
  std::optional<TreeInfo> tree_of(WorkerId worker) const;

  // For metrics. The counters live as long as the supervisor.
  Census census() const;
  const Counters& counters() const;

  // SandboxLayers of the newest zygote; nothing before it is warm.
  std::optional<uint32_t> sandbox_layers() const;

  // What was held back because EventSink::congested() said so flows again.
  void resume_console();

  // Starts no more trees and asks every root to close; calls `done` once, when the last process is
  // gone. shutdown() may still follow and calls its own `done` instead.
  void drain(std::function<void()> done);

  // Terminates every worker; calls `done` once, when the last process is gone.
  void shutdown(std::function<void()> done);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace skep
