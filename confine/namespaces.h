// Namespaces of a zygote, as far as the machine gives them.
//
// A container or a distribution's policy may refuse any of them. What is refused is missing in the
// answer and nothing fails: the layers that need no permission (Landlock, limits, seccomp) then
// carry the load, and the program says so loudly.
#pragma once

#include "base/result.h"

namespace skep {

// Which namespaces of its own the process has. Without `user` all others are false too.
struct Namespaces {
  bool user = false;
  bool mount = false;
  bool net = false;  // with no interface that is up, not even a loopback
  bool ipc = false;
  bool uts = false;  // with a host name that says nothing
  bool cgroup = false;
  bool pid = false;  // of the children only: enter_pid_namespace() (pid_namespace.h)
};

// Leaves the machine's namespaces and maps the own user and group to 65534 inside, where no further
// namespace can be made from then on. The process must be single-threaded, dumpable, and not root
// (drop_root). Fails only when it stops half way: a user namespace was entered, and its maps could
// not be written.
Result<Namespaces> leave_namespaces();

}  // namespace skep
