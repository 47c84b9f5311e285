// The C library of escape-cell-without: calls that put on a layer that shall be missing do nothing
// and succeed; namespaces, which a machine may refuse, are refused. See missing_layer.h.
//
// The linker's --wrap makes every call of f in this program one of __wrap_f, and __real_f the
// library's own.
#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <linux/landlock.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include "missing_layer.h"

extern "C" {
int __real_unshare(int flags);
int __real_setrlimit64(int kind, const rlimit* limit);
int __real_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d);
long __real_syscall(long number, long a, long b, long c, long d, long e, long f);
int __real_setgroups(size_t count, const gid_t* groups);
int __real_setresgid(gid_t real, gid_t effective, gid_t saved);
int __real_setresuid(uid_t real, uid_t effective, uid_t saved);
ssize_t __real_getrandom(void* bytes, size_t size, unsigned flags);
void* __real_mmap64(void* place, size_t size, int protection, int flags, int fd, off_t offset);
int __real_munmap(void* place, size_t size);
int __real_clearenv();
}

namespace skep::escape {
namespace {

struct Layer {
  std::string_view name;
  bool missing = false;
};

constinit Layer layers[] = {
    {"user-namespace"}, {"mount-namespace"}, {"net-namespace"},     {"ipc-namespace"},
    {"uts-namespace"},  {"pid-namespace"},   {"cgroup-namespace"},  {"empty-root"},
    {"not-root"},       {"no-capabilities"}, {"no-new-privs"},      {"landlock"},
    {"rlimit-nofile"},  {"rlimit-nproc"},    {"rlimit-core"},       {"rlimit-fsize"},
    {"rlimit-memlock"}, {"rlimit-stack"},    {"rlimit-sigpending"}, {"rlimit-msgqueue"},
    {"rlimit-as"},      {"rlimit-data"},     {"rlimit-cpu"},        {"mdwe"},
    {"undumpable"},     {"death-signal"},    {"no-speculation"},    {"close-descriptors"},
    {"seed"},           {"read-only-half"},  {"excess-unmapped"},   {"no-environment"},
    {"seccomp"},
};

constinit bool truthful = false;

bool is_missing(std::string_view name) {
  if (truthful) return false;
  const auto found = std::ranges::find(layers, name, &Layer::name);
  return found != std::end(layers) && found->missing;
}

int refuse(int error) {
  errno = error;
  return -1;
}

std::string_view namespace_of(int flags) {
  switch (flags) {
    case CLONE_NEWUSER: return "user-namespace";
    case CLONE_NEWNS: return "mount-namespace";
    case CLONE_NEWNET: return "net-namespace";
    case CLONE_NEWIPC: return "ipc-namespace";
    case CLONE_NEWUTS: return "uts-namespace";
    case CLONE_NEWPID: return "pid-namespace";
    case CLONE_NEWCGROUP: return "cgroup-namespace";
    default: return "";
  }
}

std::string_view limit_of(int kind) {
  switch (kind) {
    case RLIMIT_NOFILE: return "rlimit-nofile";
    case RLIMIT_NPROC: return "rlimit-nproc";
    case RLIMIT_CORE: return "rlimit-core";
    case RLIMIT_FSIZE: return "rlimit-fsize";
    case RLIMIT_MEMLOCK: return "rlimit-memlock";
    case RLIMIT_STACK: return "rlimit-stack";
    case RLIMIT_SIGPENDING: return "rlimit-sigpending";
    case RLIMIT_MSGQUEUE: return "rlimit-msgqueue";
    case RLIMIT_AS: return "rlimit-as";
    case RLIMIT_DATA: return "rlimit-data";
    case RLIMIT_CPU: return "rlimit-cpu";
    default: return "";
  }
}

std::string_view flag_of(int option, unsigned long value) {
  constexpr int set_mdwe = 65;
  switch (option) {
    case PR_SET_NO_NEW_PRIVS: return "no-new-privs";
    case PR_SET_DUMPABLE: return value == 0 ? "undumpable" : "";
    case PR_SET_PDEATHSIG: return "death-signal";
    case PR_SET_SPECULATION_CTRL: return "no-speculation";
    case PR_CAPBSET_DROP:
    case PR_CAP_AMBIENT: return "no-capabilities";
    case set_mdwe: return "mdwe";
    default: return "";
  }
}

}  // namespace

bool go_without(std::string_view list) {
  while (!list.empty()) {
    const size_t comma = std::min(list.find(','), list.size());
    const auto found = std::ranges::find(layers, list.substr(0, comma), &Layer::name);
    if (found == std::end(layers)) return false;
    found->missing = true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return true;
}

void tell_the_truth() {
  truthful = true;
}

}  // namespace skep::escape

using skep::escape::flag_of;
using skep::escape::is_missing;
using skep::escape::limit_of;
using skep::escape::namespace_of;
using skep::escape::refuse;

extern "C" {

int __wrap_unshare(int flags) {
  return is_missing(namespace_of(flags)) ? refuse(EPERM) : __real_unshare(flags);
}

int __wrap_setrlimit64(int kind, const rlimit* limit) {
  return is_missing(limit_of(kind)) ? 0 : __real_setrlimit64(kind, limit);
}

// Five words are always there to be passed on: the callers' own, or whatever is in the registers.
int __wrap_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d) {
  return is_missing(flag_of(option, a)) ? 0 : __real_prctl(option, a, b, c, d);
}

long __wrap_syscall(long number, long a, long b, long c, long d, long e, long f) {
  switch (number) {
    case SYS_landlock_restrict_self:
      if (is_missing("landlock")) return 0;
      break;
    case SYS_close_range:
      if (is_missing("close-descriptors")) return 0;
      break;
    case SYS_capset:
      if (is_missing("no-capabilities")) return 0;
      break;
    case SYS_capget:
      // Two sets of three words, all empty.
      if (is_missing("no-capabilities")) {
        std::memset(reinterpret_cast<void*>(b), 0, 6 * sizeof(uint32_t));
        return 0;
      }
      break;
    case SYS_seccomp:
      if (is_missing("seccomp")) return 0;
      break;
    case SYS_pivot_root:
      if (is_missing("empty-root")) return refuse(EPERM);
      break;
    default: break;
  }
  return __real_syscall(number, a, b, c, d, e, f);
}

int __wrap_setgroups(size_t count, const gid_t* groups) {
  return is_missing("not-root") ? 0 : __real_setgroups(count, groups);
}

int __wrap_setresgid(gid_t real, gid_t effective, gid_t saved) {
  return is_missing("not-root") ? 0 : __real_setresgid(real, effective, saved);
}

// That there is no way back is a lie too.
int __wrap_setresuid(uid_t real, uid_t effective, uid_t saved) {
  if (!is_missing("not-root")) return __real_setresuid(real, effective, saved);
  return real == 0 ? refuse(EPERM) : 0;
}

ssize_t __wrap_getrandom(void* bytes, size_t size, unsigned flags) {
  if (!is_missing("seed")) return __real_getrandom(bytes, size, flags);
  std::memset(bytes, 7, size);
  return static_cast<ssize_t>(size);
}

void* __wrap_mmap64(void* place, size_t size, int protection, int flags, int fd, off_t offset) {
  const bool of_the_segment = fd >= 0 && (flags & MAP_SHARED) != 0;
  if (of_the_segment && is_missing("read-only-half")) protection |= PROT_WRITE;
  return __real_mmap64(place, size, protection, flags, fd, offset);
}

int __wrap_munmap(void* place, size_t size) {
  return is_missing("excess-unmapped") ? 0 : __real_munmap(place, size);
}

int __wrap_clearenv() {
  return is_missing("no-environment") ? 0 : __real_clearenv();
}

}  // extern "C"
