// What the supervisor and the worker zygote (skep-cell) agree on. Trusted on both sides: the zygote
// runs no user code. One packet each (base/packet_socket.h); the zygote's socket is descriptor 3.
#pragma once

#include <cstdint>

#include "proto/limits.h"

namespace skep {

// Which layers of the sandbox this machine gives; reported once, when the zygote is warm.
enum SandboxLayers : uint32_t {
  layer_user_namespace = 1u << 0,
  layer_pid_namespace = 1u << 1,
  layer_mount_namespace = 1u << 2,
  layer_net_namespace = 1u << 3,
  layer_ipc_namespace = 1u << 4,
  layer_uts_namespace = 1u << 5,
  layer_cgroup_namespace = 1u << 6,
  layer_landlock = 1u << 7,
  layer_landlock_scope = 1u << 8,  // signals and abstract sockets cannot leave the worker
  layer_mdwe = 1u << 9,            // no memory can become executable
  layer_seccomp = 1u << 10,        // mandatory
  layer_rlimits = 1u << 11,        // mandatory
  layer_no_new_privs = 1u << 12,   // mandatory
  layer_empty_root = 1u << 13,
  layer_cgroup = 1u << 14,  // a control group for each worker; given by the supervisor
};

// Supervisor → zygote, with two or three descriptors: fds[0] the segment, fds[1] the doorbell (an
// eventfd), fds[2], where workers have control groups, the cgroup.procs of this process's, open for
// writing. The new process writes "0" to it before all else.
struct SpawnCell {
  uint64_t cell = 0;  // CellId
  uint64_t memory_bytes = 0;
  uint64_t cpu_seconds = 0;  // RLIMIT_CPU backstop; 0 = none
};

// Zygote → supervisor. `kind` says which fields count.
struct CellEvent {
  enum class Kind : uint32_t {
    ready = 1,    // layers; once. workers can be asked for
    spawned = 2,  // cell, pid (in the zygote's namespace); one descriptor: the pidfd
    failed = 3,   // cell, error: fork refused; there is no process
    ended = 4,    // cell, wait_status, cpu_us, peak_rss_kib: the process was reaped
  };
  Kind kind = Kind::ready;
  uint32_t layers = 0;  // SandboxLayers
  uint64_t cell = 0;
  int32_t pid = 0;
  int32_t error = 0;        // errno
  int32_t wait_status = 0;  // as from waitpid(2)
  uint32_t reserved = 0;
  uint64_t cpu_us = 0;
  uint64_t peak_rss_kib = 0;
};

// How a worker that ends by itself says why: its exit status. Any other end is a signal. A hostile
// worker can lie here about itself, and about nobody else.
enum class CellExit : int {
  closed = 0,            // close(), or told to end
  lockdown_failed = 70,  // a mandatory layer could not be installed; no script ran
  out_of_memory = 71,
  protocol = 72,         // the supervisor's own records made no sense: a bug of ours
  engine_failed = 73,    // Duktape reported a fatal error
  start_failed = 74,     // the script could not be compiled
  only_collecting = 75,  // its heap is full: it did nothing but collect garbage
};

}  // namespace skep
