// The supervisor: owns every worker, from the request for it to the reason it ended.
//
// One thread, one io_context. Nothing here parses JavaScript, links Duktape, or believes a byte
// that a worker can write.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "base/result.h"
#include "daemon/events.h"
#include "daemon/life_cycle.h"
#include "proto/limits.h"

namespace skep {

struct SupervisorOptions {
  std::string cache_directory;  // for lowered scripts; empty: memory only
  uint32_t tree_workers = default_tree_workers;
};

// A request for the root worker of a new tree.
struct RootRequest {
  std::string directory;  // the script root: an existing directory, absolute
  std::string file;       // the script: an absolute path inside it
  std::string name;
  std::vector<std::string> arguments;  // not yet visible to scripts
  WorkerLimits limits;
  bool keep_alive = false;  // do not end the tree when it can never do anything again
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
};

class Supervisor {
 public:
  // `events` must outlive the supervisor. Starts the zygote and the compiler at once.
  Supervisor(boost::asio::io_context& io, SupervisorOptions options, EventSink& events);
  ~Supervisor();

  // Starts a tree. The id is valid at once; failure to load shows as an ExitEvent. Errors: what is
  // wrong with the request itself (ENOENT/ENOTDIR for the directory, EXDEV for a file outside it).
  Result<WorkerId> spawn_root(const RootRequest& request);

  // Ends a worker and its descendants, without any grace. False if there is no such worker.
  bool terminate(WorkerId worker);

  std::vector<WorkerStatus> list() const;
  std::optional<WorkerStatus> inspect(WorkerId worker) const;

  // SandboxLayers of the newest zygote; nothing before it is warm.
  std::optional<uint32_t> sandbox_layers() const;

  // Console lines held back because EventSink::congested() said so flow again.
  void resume_console();

  // Terminates every worker; calls `done` once, when the last process is gone.
  void shutdown(std::function<void()> done);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace skep
