// Who the worker is, what it has open, where it is: asked from inside, with the filter out of the
// way.
#include <cstring>
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "confine/process_flags.h"
#include "confine/sanitizer_allowances.h"
#include "escape.h"

namespace skep::escape {
namespace {

constexpr long tmpfs_magic = 0x01021994;
constexpr long read_only = 1;  // ST_RDONLY, which only statvfs.h declares

bool nothing_at(const char* path) {
  struct stat found;
  return ::stat(path, &found) != 0 && errno == ENOENT;
}

}  // namespace

ESCAPE(list_descriptors, "descriptor 3 is the only one", second_line, refused()) {
  for (int number = 0; number < 70'000; ++number) {
    const bool open = ::fcntl(number, F_GETFD) >= 0;
    inside.require(open == (number == 3), "descriptor " + std::to_string(number));
  }
}

ESCAPE(ask_for_identity, "the worker is nobody, and no group", second_line, refused()) {
  uid_t uids[3];
  gid_t gids[3];
  inside.require(::getresuid(&uids[0], &uids[1], &uids[2]) == 0, "getresuid");
  inside.require(::getresgid(&gids[0], &gids[1], &gids[2]) == 0, "getresgid");
  for (const uid_t uid : uids) inside.require(uid == 65534, "user " + std::to_string(uid));
  for (const gid_t gid : gids) inside.require(gid == 65534, "group " + std::to_string(gid));
  inside.require_refused(::setuid(0), EINVAL, "setuid(0)");
}

ESCAPE(ask_for_capabilities, "there is no capability in any set", second_line, refused()) {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {};
  inside.require(::syscall(SYS_capget, &header, sets) == 0, "capget");
  for (const auto& set : sets) {
    inside.require((set.effective | set.permitted | set.inheritable) == 0, "capabilities");
  }
  for (unsigned long number = 0; number < 64; ++number) {
    inside.require(::prctl(PR_CAPBSET_READ, number, 0, 0, 0) <= 0, "bounding set");
    inside.require(::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, number, 0, 0) <= 0,
                   "ambient set");
  }
}

ESCAPE(ask_for_flags, "the one-way flags are set", second_line, refused()) {
  inside.require(::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1, "no_new_privs");
  inside.require(::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0, "dumpable");
  inside.require(::prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == 2, "seccomp");
  constexpr int get_mdwe = 66;
  if (executable_memory_can_be_forbidden()) {
    inside.require(::prctl(get_mdwe, 0, 0, 0, 0) == 1, "MDWE");
    inside.require_refused(::prctl(get_mdwe - 1, 0, 0, 0, 0), EPERM, "undoing MDWE");
  }
}

ESCAPE(ask_for_limits, "the limits are set and cannot be raised", second_line, refused()) {
  for (const auto kind : {RLIMIT_NOFILE, RLIMIT_NPROC, RLIMIT_CORE, RLIMIT_FSIZE, RLIMIT_MEMLOCK,
                          RLIMIT_SIGPENDING, RLIMIT_MSGQUEUE}) {
    rlimit limit;
    inside.require(::getrlimit(kind, &limit) == 0, "getrlimit");
    inside.require(limit.rlim_cur == 0 && limit.rlim_max == 0, "limit " + std::to_string(kind));
    limit.rlim_max = 100;
    inside.require_refused(::setrlimit(kind, &limit), EPERM, "raising a limit");
  }
}

ESCAPE(look_around, "the file system is empty and read-only", second_line, refused()) {
  inside.require(nothing_at("/proc/self") && nothing_at("/etc") && nothing_at("/dev") &&
                     nothing_at("/sys") && nothing_at("/usr") && nothing_at("/tmp"),
                 "there is something");
  struct stat root;
  struct stat parent;
  inside.require(::stat("/", &root) == 0 && ::stat("/..", &parent) == 0, "stat");
  inside.require(root.st_ino == parent.st_ino && root.st_dev == parent.st_dev, "a way up");
  struct statfs system;
  inside.require(::statfs("/", &system) == 0 && system.f_type == tmpfs_magic, "not a tmpfs");
  inside.require((system.f_flags & read_only) != 0, "writable");
  char here[16];
  inside.require(::syscall(SYS_getcwd, here, sizeof here) == 2 && here[0] == '/', "elsewhere");
  inside.require(::mkdir("/x", 0777) != 0, "made a directory");
}

ESCAPE(ask_for_names, "the machine's names are not known", second_line, refused()) {
  utsname names;
  inside.require(::uname(&names) == 0, "uname");
  inside.require(std::strcmp(names.nodename, "cell") == 0, names.nodename);
  inside.require(::getppid() == 1, "the parent is not the first process of a namespace");
}

ESCAPE(read_environment, "there is no environment but the time zone", second_line, refused()) {
  for (char** variable = environ; *variable != nullptr; ++variable) {
    inside.require(std::strncmp(*variable, "TZ=", 3) == 0, *variable);
  }
}

}  // namespace skep::escape
