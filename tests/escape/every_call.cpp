// Every system-call number, with null arguments.
#include <set>
#include <sys/syscall.h>
#include <unistd.h>

#include "confine/sanitizer_allowances.h"
#include "escape.h"

namespace skep::escape {
namespace {

// Allowed with null arguments. futex and write are not: their arguments are part of the rule.
const std::set<uint64_t> allowed = {SYS_clock_gettime, SYS_gettimeofday, SYS_restart_syscall,
                                    SYS_exit_group};

// uretprobe and uprobe: kernels that have them let them past seccomp, and refuse them (SIGILL or an
// error) to any caller that is not the kernel's own trampoline.
const std::set<uint64_t> past_seccomp = {335, 336};

}  // namespace

ESCAPE_PROGRAM(one_call) {
  ::syscall(static_cast<long>(inside.argument), 0L, 0L, 0L, 0L, 0L, 0L);
}

#ifndef SKEP_SANITIZER_BUILD
TEST_CASE("every system call but the allowed ones kills the worker") {
  for (uint64_t number = 0; number < 512; ++number) {
    CAPTURE(number);
    const Outcome outcome = outcome_of("one_call", first_line, number);
    if (allowed.contains(number)) {
      CHECK(outcome == refused());
    } else if (past_seccomp.contains(number)) {
      const bool harmless =
          outcome.signal == SIGSYS || outcome.signal == SIGILL || outcome == refused();
      CHECK(harmless);
    } else {
      CHECK(outcome == killed_by(SIGSYS));
    }
  }
}
#endif

TEST_CASE("x32 system calls kill the worker") {
  constexpr uint64_t x32_bit = 0x4000'0000;
  for (const uint64_t number :
       {SYS_write, SYS_futex, SYS_clock_gettime, SYS_exit_group, 512, 547}) {
    CAPTURE(number);
    CHECK(outcome_of("one_call", first_line, number | x32_bit) == killed_by(SIGSYS));
  }
}

}  // namespace skep::escape
