#include "confine/empty_root.h"

#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace skep {

Result<> enter_empty_root() {
  // Nothing that follows may travel back into the machine's mounts.
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return last_error();
  // Over /proc: a directory that every machine has, and the one that must not stay reachable.
  constexpr unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  if (::mount("tmpfs", "/proc", "tmpfs", flags, "size=4k,nr_inodes=1,mode=0555") != 0) {
    return last_error();
  }
  if (::chdir("/proc") != 0) return last_error();
  // pivot_root(".", ".") stacks the old root upon the new one; "." is the old one then.
  if (::syscall(SYS_pivot_root, ".", ".") != 0) return last_error();
  if (::umount2(".", MNT_DETACH) != 0) return last_error();
  if (::chdir("/") != 0) return last_error();
  constexpr unsigned long remount = MS_REMOUNT | MS_BIND | MS_RDONLY | flags;
  if (::mount(nullptr, "/", nullptr, remount, nullptr) != 0) return last_error();
  return {};
}

}  // namespace skep
