#include "confine/pid_namespace.h"

#include <linux/close_range.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "confine/capabilities.h"
#include "confine/process_flags.h"

namespace skep {
namespace {

// A shell's way of saying "by signal"; also what stands for a step that failed here.
constexpr int by_signal = 128;
constexpr int outer_failed = 70;

[[noreturn]] void wait_for(pid_t zygote) {
  const bool sealed =
      ::syscall(SYS_close_range, 0u, ~0u, 0u) == 0 && drop_capabilities().has_value() &&
      set_no_new_privs().has_value() && make_undumpable().has_value() &&
      // Last, because what precedes may clear it. If the supervisor died before this,
      // the zygote sees the end of its socket and this process the end of the zygote.
      die_with_parent().has_value();
  if (!sealed) ::_exit(outer_failed);
  int status = 0;
  while (::waitpid(zygote, &status, 0) < 0) {
    if (errno != EINTR) ::_exit(outer_failed);
  }
  ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : by_signal + WTERMSIG(status));
}

}  // namespace

Result<> enter_pid_namespace() {
  TRY(const Fd outer, adopt_fd(static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0u))));
  const pid_t inner = ::fork();
  if (inner < 0) return last_error();
  if (inner != 0) wait_for(inner);
  TRY_VOID(die_with_parent());
  // One that ended before the kernel knew of this wish is not announced any more.
  pollfd end = {outer.get(), POLLIN, 0};
  if (::poll(&end, 1, 0) != 0) return errno_error(ESRCH);
  return {};
}

}  // namespace skep
