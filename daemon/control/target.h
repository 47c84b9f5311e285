// What the control methods act on: the narrow part of the daemon that a client can reach.
//
// Tests put a stand-in here, so that the protocol is tested without a process.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "daemon/control/answer.h"
#include "daemon/observe/counters.h"
#include "daemon/supervisor.h"

namespace skep {
class EndedWorkers;
class HostFunctions;
class LogStore;
class Waits;
}  // namespace skep

namespace skep::control {

class Target {
 public:
  virtual ~Target() = default;

  // What happened on all connections so far, for metrics: counted where it happens.
  ControlCounters& counters() { return counters_; }
  const ControlCounters& counters() const { return counters_; }

  // --- workers ---
  virtual Result<WorkerId> spawn_root(const RootRequest& request) = 0;
  virtual Posted post(WorkerId root, std::string_view clone) = 0;
  virtual bool close(WorkerId worker) = 0;
  virtual bool terminate(WorkerId worker) = 0;
  // The first `most` workers behind `after`, in the order of their ids; of this tenant, if one is
  // named.
  virtual std::vector<WorkerStatus> list(WorkerId after, size_t most,
                                         const std::optional<std::string>& tenant) const = 0;
  virtual std::optional<WorkerStatus> inspect(WorkerId worker) const = 0;
  virtual std::optional<WorkerDetails> details(WorkerId worker) const = 0;
  virtual bool channel_join(WorkerId root, std::string_view channel) = 0;
  virtual void channel_leave(WorkerId root, std::string_view channel) = 0;
  virtual Posted channel_post(WorkerId root, std::string_view channel, std::string_view clone) = 0;

  // --- what the daemon remembers and arranges for its clients ---
  virtual const EndedWorkers& ended() const = 0;
  virtual Waits& waits() = 0;
  virtual HostFunctions& hosts() = 0;
  virtual const LogStore& logs() const = 0;

  // --- the daemon itself ---
  // SandboxLayers; nothing before the zygote is warm.
  virtual std::optional<uint32_t> sandbox_layers() const = 0;
  // A supervisor for one client.
  virtual bool is_private() const = 0;
  virtual WorkerLimits default_limits() const = 0;
  // The directory that a client named as a script root, as it really lies. EACCES when the
  // configuration does not allow it.
  virtual Result<std::string> script_root(const std::string& directory) const = 0;
  virtual Json stats() const = 0;
  virtual std::string metrics() const = 0;
  // Answers as `reload` does; a private daemon has no configuration and refuses.
  virtual Answer reload() = 0;
  // As `service.list` and its like do. `action`: the method that was called.
  virtual Json services() const = 0;
  virtual Answer act_on_service(std::string_view action, const std::string& service) = 0;
  // Starts the orderly end of the daemon. Called from inside a request: the answer still goes out.
  virtual void shut_down(std::chrono::milliseconds drain) = 0;
  virtual bool shutting_down() const = 0;

 private:
  ControlCounters counters_;
};

}  // namespace skep::control
