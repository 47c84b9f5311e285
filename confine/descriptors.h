// What a sandbox process holds open.
#pragma once

#include <span>

#include "base/result.h"

namespace skep {

// Puts the given open descriptors at 3, 4, … in their order (the numbers given may overlap those
// places) and closes every other one, 0 to 2 included if `standard_too`. The process keeps exactly
// these.
Result<> keep_only(std::span<const int> descriptors, bool standard_too);

}  // namespace skep
