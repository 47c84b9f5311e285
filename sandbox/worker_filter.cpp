#include "sandbox/worker_filter.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>

namespace skep {

std::vector<AllowedCall> worker_calls(int doorbell) {
  const auto doorbell_fd = static_cast<uint64_t>(doorbell);
  return {
      // Sleep until the supervisor or a timer wakes it, and wake. No priority inheritance and no
      // requeue: those are where the kernel's futex bugs were.
      {SYS_futex, {{1, FUTEX_WAIT_BITSET}}},
      {SYS_futex, {{1, FUTEX_WAKE}}},
      // Ring the doorbell: an eventfd takes exactly eight bytes.
      {SYS_write, {{0, doorbell_fd}, {2, sizeof(uint64_t), ArgumentIs::whole}}},
      // What the vDSO falls back to where it cannot read the clock itself (some virtual machines).
      {SYS_clock_gettime, {{0, CLOCK_REALTIME}}},
      {SYS_clock_gettime, {{0, CLOCK_MONOTONIC}}},
      {SYS_gettimeofday},
      // The kernel's own way of going on with a timed wait after SIGSTOP and SIGCONT.
      {SYS_restart_syscall},
      {SYS_exit_group},
  };
}

}  // namespace skep
