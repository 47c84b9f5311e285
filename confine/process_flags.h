// One-way switches of a process. None can be turned back.
#pragma once

#include "base/result.h"

namespace skep {

// No exec can gain privileges. Landlock and seccomp demand it. Inherited by forks.
Result<> set_no_new_privs();

// No core dump, no ptrace, no /proc access by processes of the same user. Call it after the last
// change of user or id map.
Result<> make_undumpable();

// The kernel kills this process when the thread that forked it ends. A change of user or
// capabilities clears this: call it after those. Not inherited by forks.
Result<> die_with_parent();

// Whether the kernel (6.3 or later) knows the next.
bool executable_memory_can_be_forbidden();

// Memory that was not executable when mapped never becomes executable, and nothing new is mapped
// writable and executable (MDWE). Inherited by forks.
Result<> forbid_executable_memory();

// Turns speculative store bypass and indirect branch speculation off for good, where the processor
// and kernel let a process choose; where not, there is nothing to turn off and it succeeds.
Result<> restrict_speculation();

}  // namespace skep
