// The fork that puts a zygote into its pid namespace, as its first process.
//
//   supervisor ── outer process (waits, nothing else) ── zygote: pid 1 of the namespace ── workers
//
// The outer process stays, because it is the one that the supervisor knows: killing it kills the
// zygote (parent-death signal), and the zygote's death, as the namespace's pid 1, kills every
// worker in the same instant. It ends as soon as the zygote has, with the same status. It has no
// descriptor, so that the end of the zygote's socket is seen by the supervisor at once.
#pragma once

#include "base/result.h"

namespace skep {

// Returns in the new process only. To be called early, while the process is small: the outer one
// keeps the memory it has at this moment. Needs Namespaces::pid.
Result<> enter_pid_namespace();

}  // namespace skep
