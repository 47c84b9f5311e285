// The one arena of a skep-cell process.
#pragma once

#include "sandbox/arena.h"

namespace skep {

// Address space that the zygote reserves; no worker can have more memory than this.
inline constexpr size_t arena_capacity = size_t{16} << 30;

// Made at its first use, which may be before main (a static object that allocates); never
// destroyed, because the last `delete` of the process may come after everything else. Throws as
// Arena() does.
Arena& process_arena();

}  // namespace skep
