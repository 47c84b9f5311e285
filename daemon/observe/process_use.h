// What this process itself takes of the machine, as the kernel counts it.
#pragma once

#include <cstdint>

namespace skep {

// Zero where the kernel would not say.
struct ProcessUse {
  uint64_t resident_bytes = 0;
  uint64_t virtual_bytes = 0;
  uint64_t open_descriptors = 0;
  uint64_t most_descriptors = 0;  // RLIMIT_NOFILE
  uint64_t cpu_us = 0;            // user and system
};

ProcessUse own_use();

}  // namespace skep
