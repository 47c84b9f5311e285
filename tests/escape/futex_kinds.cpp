// The futex call: waiting and waking, nothing else.
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "confine/sanitizer_allowances.h"
#include "escape.h"

namespace skep::escape {

ESCAPE_PROGRAM(one_futex_operation) {
  uint32_t word = 0;
  uint32_t other = 0;
  ::syscall(SYS_futex, &word, static_cast<int>(inside.argument), 1, nullptr, &other,
            FUTEX_BITSET_MATCH_ANY);
}

#ifndef SKEP_SANITIZER_BUILD
TEST_CASE("futex with priority inheritance, requeue or any other operation kills the worker") {
  for (uint64_t operation = 0; operation < 1024; ++operation) {
    CAPTURE(operation);
    const bool allowed = operation == FUTEX_WAKE || operation == FUTEX_WAIT_BITSET;
    // Above the 15 operations are only the private and realtime flags.
    if (operation > 16 && operation % 128 > 16) continue;
    CHECK(outcome_of("one_futex_operation", first_line, operation) ==
          (allowed ? refused() : killed_by(SIGSYS)));
  }
}
#endif

}  // namespace skep::escape
