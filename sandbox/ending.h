// How a worker's process ends by itself.
#pragma once

#include "proto/cell.h"

namespace skep {

// exit_group at once: no handlers run, nothing is flushed. What was sent is in shared memory.
[[noreturn]] void end_worker(CellExit status);

}  // namespace skep
