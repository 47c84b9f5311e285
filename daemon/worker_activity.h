// What a worker does, as far as its shared memory says. One that lies harms only itself.
#pragma once

#include <cstdint>

namespace skep {

struct WorkerActivity {
  bool busy = false;          // in a task, or in its script's first run
  uint64_t tasks = 0;         // how many it has begun
  uint64_t messages_out = 0;  // posted by it, to whomever
};

}  // namespace skep
