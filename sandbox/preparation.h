// Everything a zygote does once, before it is ready.
#pragma once

#include "sandbox/cell.h"

namespace skep {

struct Preparation {
  CellPlan plan;
  Fd child_signals;     // a signalfd of SIGCHLD
  uint32_t layers = 0;  // SandboxLayers
};

// Closes every descriptor but 0 to 2 and `socket`, leaves root and the machine's namespaces, builds
// and seals the warm heap, and gives up the file system and all capabilities. Returns in another
// process than it was called in, where there is a pid namespace. `socket` may have a new number
// then. Throws when a mandatory part fails.
Preparation prepare(Fd& socket);

}  // namespace skep
