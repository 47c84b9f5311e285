// What the control methods act on: the narrow part of the daemon that a client can reach.
//
// Tests put a stand-in here, so that the protocol is tested without a process.
#pragma once

#include <optional>
#include <vector>

#include "daemon/supervisor.h"

namespace skep::control {

class Target {
 public:
  virtual ~Target() = default;

  virtual Result<WorkerId> spawn_root(const RootRequest& request) = 0;
  virtual bool terminate(WorkerId worker) = 0;
  virtual std::vector<WorkerStatus> list() const = 0;
  virtual std::optional<WorkerStatus> inspect(WorkerId worker) const = 0;

  // SandboxLayers; nothing before the zygote is warm.
  virtual std::optional<uint32_t> sandbox_layers() const = 0;

  // Starts the orderly end of the daemon. Called from inside a request: the answer still goes out.
  virtual void shut_down() = 0;
  virtual bool shutting_down() const = 0;
};

}  // namespace skep::control
