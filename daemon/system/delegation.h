// The part of the cgroup hierarchy that systemd gave to this service (Delegate=), taken over.
//
//   …/skepd.service/             no process is in it: only so may it hand controllers down
//   …/skepd.service/supervisor/  skepd, its zygotes, and the sealed compilers
//   …/skepd.service/w1/ …        one group for each worker (worker_groups.h)
//
// In this order, because the kernel refuses (EBUSY) to hand controllers down from a group that has
// processes: make `supervisor`, move there, then enable the controllers.
#pragma once

#include <optional>

#include "daemon/system/control_group.h"

namespace skep {

struct CgroupPlace {
  std::string mount = "/sys/fs/cgroup";          // of the unified hierarchy
  std::string membership = "/proc/self/cgroup";  // which group we are in
};

struct Delegation {
  ControlGroup group;
  bool cpu = false;  // cpu.weight and cpu.max can be set; memory and pids always can
};

// To be called once, before any zygote is started, so that they are born in `supervisor`. Nothing,
// after one line in the log that says why, where there is no unified hierarchy, nobody delegated
// anything, or memory and pids are not among it. Never touches a group that was not delegated to us
// (systemd marks one that is, by an extended attribute).
std::optional<Delegation> take_over_delegation(const CgroupPlace& place = {});

}  // namespace skep
