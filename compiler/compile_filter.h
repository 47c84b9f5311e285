// The system calls that lowering one source takes.
#pragma once

#include "base/result.h"
#include "confine/seccomp_filter.h"

namespace skep {

// The descriptor a compiler process has: the writing end of the pipe for its frame.
inline constexpr int frame_descriptor = 3;

// Memory for swc and the engine, never executable; the frame; nothing else.
Result<SeccompFilter> build_compile_filter();

}  // namespace skep
