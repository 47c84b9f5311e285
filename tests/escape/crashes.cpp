// A worker that falls over falls alone.
#include <sys/syscall.h>
#include <unistd.h>

#include "confine/sanitizer_allowances.h"
#include "escape.h"
#include "zygotes.h"

namespace skep::escape {
namespace {

// Infinite recursion that the compiler can neither see nor turn into a loop.
[[gnu::noinline]] int deeper(volatile int* above) {
  volatile int here[256];
  here[0] = *above + 1;
  if (here[0] < 0) return 0;
  return deeper(here) + here[0];
}

}  // namespace

ESCAPE_PROGRAM(overflow_the_stack) {
  volatile int zero = 0;
  deeper(&zero);
}

ESCAPE_PROGRAM(write_wildly) {
  auto* nowhere = reinterpret_cast<volatile int*>(inside.argument);
  *nowhere = 1;
}

#ifndef SKEP_SANITIZER_BUILD
TEST_CASE("a stack overflow or a wild write ends that worker only") {
  ZygoteProcess& zygote = zygote_of(first_line);
  Worker bystander = zygote.spawn();
  ZygoteProcess::start(bystander, "just_sleep");
  CHECK(outcome_of("overflow_the_stack", first_line) == killed_by(SIGSEGV));
  CHECK(outcome_of("write_wildly", first_line, 8) == killed_by(SIGSEGV));
  CHECK(outcome_of("ring_the_doorbell", first_line) == refused());
  const int alive = ::syscall(SYS_pidfd_send_signal, bystander.pidfd.get(), 0, nullptr, 0);
  CHECK(alive == 0);
  CHECK(::syscall(SYS_pidfd_send_signal, bystander.pidfd.get(), SIGKILL, nullptr, 0) == 0);
  CHECK(outcome_of(bystander, zygote) == killed_by(SIGKILL));
}
#endif

// Four MiB are what Duktape's deepest recursions need.
ESCAPE(use_the_stack, "six MiB of stack are there", first_line, refused()) {
  constexpr size_t size = 6u << 20;
  volatile char deep[size];
  for (size_t offset = size; offset >= 4096; offset -= 4096) deep[offset - 1] = 1;
  inside.require(deep[size - 1] == 1, "not there");
}

}  // namespace skep::escape
