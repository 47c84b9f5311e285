// What a sealed worker may ask the kernel for.
#pragma once

#include <vector>

#include "confine/seccomp_filter.h"

namespace skep {

// The whole list. `doorbell` is the one descriptor that a worker may write to.
std::vector<AllowedCall> worker_calls(int doorbell);

}  // namespace skep
