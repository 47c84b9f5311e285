#include "confine/namespaces.h"

#include <fcntl.h>
#include <sched.h>
#include <string>
#include <unistd.h>

#include "base/fd.h"
#include "confine/identity.h"

namespace skep {
namespace {

Result<> write_file(const char* path, const std::string& text) {
  TRY(const Fd file, adopt_fd(::open(path, O_WRONLY | O_CLOEXEC)));
  // The kernel takes these files whole, in one write, or not at all.
  if (::write(file.get(), text.data(), text.size()) < 0) return last_error();
  return {};
}

std::string one_entry(unsigned outside) {
  return std::to_string(nobody_id) + " " + std::to_string(outside) + " 1";
}

bool leave(int kind) {
  return ::unshare(kind) == 0;
}

// A user namespace is where a process without any capability gets all of them. Inside of this one
// there shall be none. Where /proc/sys is read-only (containers) the system-call filter alone says
// so.
void forbid_more_namespaces() {
  for (const char* kind : {"user", "mnt", "net", "ipc", "uts", "cgroup", "pid", "time"}) {
    const std::string path = std::string("/proc/sys/user/max_") + kind + "_namespaces";
    [[maybe_unused]] const bool forbidden = write_file(path.c_str(), "0").has_value();
  }
}

}  // namespace

Result<Namespaces> leave_namespaces() {
  // Asked before: inside, before the maps are written, both are the overflow id.
  const uid_t uid = ::geteuid();
  const gid_t gid = ::getegid();

  Namespaces got;
  got.user = leave(CLONE_NEWUSER);
  if (!got.user) return got;
  // An unprivileged process may map its group only after it gave up setgroups(2) for good. ENOENT:
  // the kernel is from before that rule.
  if (auto denied = write_file("/proc/self/setgroups", "deny");
      !denied && denied.error() != errno_error(ENOENT)) {
    return denied.error();
  }
  TRY_VOID(write_file("/proc/self/uid_map", one_entry(uid)));
  TRY_VOID(write_file("/proc/self/gid_map", one_entry(gid)));

  // One by one, so that one that is refused does not cost the others.
  got.mount = leave(CLONE_NEWNS);
  got.net = leave(CLONE_NEWNET);
  got.ipc = leave(CLONE_NEWIPC);
  got.uts = leave(CLONE_NEWUTS);
  got.cgroup = leave(CLONE_NEWCGROUP);
  got.pid = leave(CLONE_NEWPID);
  constexpr char name[] = "cell";
  if (got.uts && (::sethostname(name, sizeof name - 1) != 0 || ::setdomainname("", 0) != 0)) {
    return last_error();
  }
  forbid_more_namespaces();
  return got;
}

}  // namespace skep
