// Whether a worker that runs still does something, told from looks at it from time to time.
//
// It is never wrong about a healthy worker: what is called a stuck task was seen running, and not
// ended, over the whole time; what is called silent posted nothing over the whole time. It notices
// at most a quarter of that time late.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/services/service_host.h"

namespace skep {

class HealthCheck {
 public:
  // The worker runs from now on. `activity` is what it looks like.
  void begin(const Health& health, uint64_t now_ms, const WorkerActivity& activity);

  // When to look next; UINT64_MAX: never.
  uint64_t next_look_ms() const { return next_look_ms_; }

  // One look. What is wrong, for the detail of its end; empty if nothing is.
  std::string look(const Health& health, uint64_t now_ms, const WorkerActivity& activity);

  void end() { next_look_ms_ = UINT64_MAX; }

 private:
  WorkerActivity seen_;    // when it last did something
  uint64_t since_ms_ = 0;  // when that was seen
  uint64_t next_look_ms_ = UINT64_MAX;
};

}  // namespace skep
