// From a fresh fork of the zygote to a sealed worker.
#pragma once

#include <optional>
#include <sys/types.h>

#include <duktape.h>

#include "base/fd.h"
#include "confine/landlock.h"
#include "confine/seccomp_filter.h"
#include "proto/cell.h"
#include "sandbox/arena.h"

namespace skep {

// The one descriptor that a worker has.
inline constexpr int cell_doorbell = 3;

// What every worker of a zygote shares, made once, before the first fork.
struct CellPlan {
  Arena& arena;
  duk_context* heap;
  SeccompFilter filter;
  std::optional<LandlockRules> landlock;  // none: the kernel has no Landlock
  bool forbid_executable_memory = false;  // the kernel knows how
  bool pid_namespace = false;             // the zygote's death is the workers' death already
  pid_t zygote = 0;                       // its pid as its children see it
  size_t address_bytes_beside_arena = 0;  // program, libraries, stack
};

// In the new process: puts on every layer of the sandbox, then runs the worker. A layer that cannot
// be put on ends the process with CellExit::lockdown_failed before any script has run.
// `group`: see SpawnCell; empty where there are no control groups.
[[noreturn]] void run_cell(CellPlan& plan, const SpawnCell& request, const Fd& segment,
                           const Fd& doorbell, const Fd& group);

}  // namespace skep
