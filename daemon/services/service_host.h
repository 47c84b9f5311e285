// What services need of the daemon around them, and nothing else: tests put a simulated one here.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "daemon/config/config.h"
#include "daemon/worker_activity.h"
#include "proto/end_reason.h"
#include "proto/ids.h"

namespace skep {

class ServiceHost {
 public:
  virtual ~ServiceHost() = default;

  // Starts a tree that nobody owns and that lives on without anything to do. Its events may come
  // at once, even from inside; errors as of Supervisor::spawn_root().
  virtual Result<WorkerId> spawn(const ServiceConfig& service) = 0;

  // As if its script called close() after everything that was posted to it so far.
  virtual void close(WorkerId worker) = 0;
  virtual void terminate(WorkerId worker, EndReason reason, std::string_view detail) = 0;

  // Nothing if it has no process.
  virtual std::optional<WorkerActivity> activity(WorkerId worker) const = 0;

  // Milliseconds of a clock that never goes back.
  virtual uint64_t now_ms() const = 0;

  // Services::run() is to be called at that time, from the event loop and never from inside of
  // this call. It replaces the time that was asked for before; UINT64_MAX: not at all.
  virtual void wake_at(uint64_t ms) = 0;
};

}  // namespace skep
