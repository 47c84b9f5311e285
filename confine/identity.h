// Who a sandbox process is: never root.
#pragma once

#include <sys/types.h>

#include "base/result.h"

namespace skep {

// The overflow user: owns nothing on any machine.
inline constexpr uid_t nobody_id = 65534;

// A process of real, effective or saved uid 0 becomes user and group 65534 with no further groups
// and no capability bounding set; any other keeps its user. Fails where 65534 is not mapped: the
// caller must not go on as root then.
//
// The kernel makes a process that changes its user undumpable, and the files of an undumpable
// process below /proc belong to root, so it could not write its own id maps. It is made dumpable
// again here; make_undumpable() (process_flags.h) must follow once the maps are written.
Result<> drop_root();

}  // namespace skep
