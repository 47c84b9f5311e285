// The zygote: a warm heap that is forked for every worker. It runs no user code.
//
//   start     not root any more → own namespaces → pid 1 of them → warm heap → empty root, no
//             capabilities → `ready` with the layers it got
//   SpawnCell fork; the new process locks itself down and runs; `spawned` with its pidfd
//   SIGCHLD   reap; `ended` with its wait status and what it used
//   the supervisor's end of the socket closes → everything ends, by the kernel's hand
//
// Nothing survives the supervisor: the socket's end, and the parent-death signal, reach this
// process; its own end is that of every worker (pid 1 of their namespace; without a pid namespace
// they have a parent-death signal each, and it kills and reaps them before it goes).
//
// Terminal and service signals (SIGTERM, SIGINT, SIGHUP, SIGQUIT) are ignored here and in every
// worker: a process group or cgroup that is asked to end must leave the order of ending to the
// supervisor, which uses SIGKILL.
#pragma once

#include "base/fd.h"

namespace skep {

// `socket` is the zygote's end of a packet pair (proto/cell.h), open as a descriptor of its own.
// Closes every other descriptor but 0 to 2. Throws std::runtime_error or std::system_error when it
// cannot become ready; ends the process, with status 0, when the supervisor goes.
[[noreturn]] void run_zygote(Fd socket);

}  // namespace skep
