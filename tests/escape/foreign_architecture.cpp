// int 0x80 enters the kernel as a 32-bit program, whose numbers mean other calls.
#include "escape.h"

namespace skep::escape {

ESCAPE_PROGRAM(int_0x80) {
  long result = static_cast<long>(inside.argument);
  asm volatile("int $0x80"
               : "+a"(result)
               : "b"(0), "c"(0), "d"(0)
               : "memory", "r8", "r9", "r10", "r11");
}

TEST_CASE("32-bit system calls kill the worker") {
  // 1 exit, 4 write, 11 execve, 20 getpid, 252 exit_group: none may pass as its 64-bit namesake.
  for (const uint64_t number : {1, 4, 11, 20, 231, 252}) {
    CAPTURE(number);
    const Outcome outcome = outcome_of("int_0x80", first_line, number);
    // A kernel without 32-bit emulation does not know the interrupt.
    const bool killed = outcome.signal == SIGSYS || outcome.signal == SIGSEGV;
    CHECK(killed);
  }
}

}  // namespace skep::escape
