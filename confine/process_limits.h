// Resource limits of a sandbox process.
#pragma once

#include <cstdint>

#include "base/result.h"

namespace skep {

// Soft and hard alike, and never above what the process had. The defaults are what suits a process
// that has everything it will ever need.
struct ProcessLimits {
  static constexpr uint64_t unlimited = UINT64_MAX;

  uint64_t open_files = 0;  // no descriptor can be made; those that are open stay usable
  uint64_t processes = 0;   // no fork, no thread. Binds no process of real uid 0: drop_root() first
  uint64_t file_bytes = 0;
  uint64_t locked_bytes = 0;
  uint64_t pending_signals = 0;
  uint64_t queue_bytes = 0;  // POSIX message queues
  uint64_t core_bytes = 0;
  uint64_t stack_bytes =
      16u << 20;  // the engine's deepest recursions stay below: engine/settings.py
  uint64_t address_bytes = unlimited;  // RLIMIT_AS: everything mapped, the stack's growth too
  uint64_t private_bytes = unlimited;  // RLIMIT_DATA: brk and private writable mappings
  uint64_t cpu_seconds = 0;            // then SIGXCPU, a second later SIGKILL; 0: no limit
};

// Allocates nothing: fits between fork and seccomp.
Result<> apply_limits(const ProcessLimits& limits);

// Bytes of address space that this process has mapped, from /proc/self/statm. For address_bytes:
// it must be asked while /proc is there.
Result<uint64_t> mapped_address_bytes();

}  // namespace skep
