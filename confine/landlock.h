// Landlock: no file, no TCP port, no signal and no abstract socket outside the own process.
//
// The rule set is made once; each process enters a domain of its own, because processes that share
// one may signal each other.
#pragma once

#include "base/fd.h"

namespace skep {

struct LandlockRules {
  Fd ruleset;           // close-on-exec
  bool scoped = false;  // signals and abstract sockets are held too (kernel 6.12)
};

// A rule set that handles everything this kernel can handle and allows none of it. ENOSYS or
// EOPNOTSUPP where the kernel has no Landlock.
Result<LandlockRules> make_landlock_rules();

// Confines this process for good. Needs no_new_privs.
Result<> enter_landlock(const LandlockRules& rules);

}  // namespace skep
