#include "sandbox/children.h"

#include <algorithm>
#include <linux/sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace skep {
namespace {

// Room made before the heap is sealed, so that the table does not grow between the workers' pages.
constexpr size_t usual_children = 1024;

uint64_t microseconds(const timeval& time) {
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000 + static_cast<uint64_t>(time.tv_usec);
}

}  // namespace

Result<ForkedChild> fork_with_pidfd() {
  int pidfd = -1;
  clone_args how = {};
  how.flags = CLONE_PIDFD;
  how.pidfd = reinterpret_cast<uint64_t>(&pidfd);
  how.exit_signal = SIGCHLD;
  long pid = ::syscall(SYS_clone3, &how, sizeof how);
  // Container runtimes and systemd's RestrictNamespaces= refuse clone3, whose flags no filter can
  // read. The old call takes this one flag too.
  if (pid < 0 && (errno == ENOSYS || errno == EPERM)) {
    pid = ::syscall(SYS_clone, CLONE_PIDFD | SIGCHLD, nullptr, &pidfd, nullptr, 0UL);
  }
  if (pid < 0) return last_error();
  return ForkedChild{static_cast<pid_t>(pid), Fd(pid == 0 ? -1 : pidfd)};
}

Children::Children() {
  alive_.reserve(usual_children);
}

void Children::add(pid_t pid, uint64_t cell) {
  alive_.push_back({pid, cell});
}

bool Children::reap(CellEvent& event) {
  rusage used = {};
  int status = 0;
  const pid_t pid = ::wait4(-1, &status, WNOHANG, &used);
  if (pid <= 0) return false;
  event.cell = 0;
  const auto child =
      std::find_if(alive_.begin(), alive_.end(), [pid](const Child& c) { return c.pid == pid; });
  if (child != alive_.end()) {
    event.cell = child->cell;
    *child = alive_.back();
    alive_.pop_back();
  }
  event.pid = pid;
  event.wait_status = status;
  event.cpu_us = microseconds(used.ru_utime) + microseconds(used.ru_stime);
  event.peak_rss_kib = static_cast<uint64_t>(used.ru_maxrss);
  return true;
}

void Children::kill_all() {
  // A child that was not reaped keeps its pid, so none of these can hit a stranger.
  for (const Child& child : alive_) ::kill(child.pid, SIGKILL);
  for (const Child& child : alive_) {
    while (::waitpid(child.pid, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  alive_.clear();
}

}  // namespace skep
