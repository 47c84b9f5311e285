// Capabilities: a sandbox process has none, and no way to get one.
#pragma once

#include "base/result.h"

namespace skep {

// Empties the bounding set. Needs CAP_SETPCAP in the process's user namespace: EPERM without it.
Result<> drop_bounding_set();

// Empties the ambient, effective, permitted and inheritable sets of this thread for good, and the
// bounding set where the process may.
Result<> drop_capabilities();

}  // namespace skep
