// Programs that attack nothing: what a test needs of a worker to see how it lives and ends.
#include <unistd.h>

#include "escape.h"
#include "ipc/futex.h"

namespace skep::escape {

ESCAPE_PROGRAM(just_sleep) {
  inside.sleep();
}

ESCAPE_PROGRAM(spin) {
  volatile uint64_t count = 0;
  for (;;) count = count + 1;
}

ESCAPE_PROGRAM(end_with_status) {
  ::_exit(static_cast<int>(inside.argument));
}

ESCAPE_PROGRAM(wait_a_while) {
  const uint64_t deadline = monotonic_ns() + inside.argument;
  while (monotonic_ns() < deadline) inside.end.wait(Activity::idle_armed, deadline);
}

ESCAPE_PROGRAM(tell_seed) {
  inside.say({reinterpret_cast<const char*>(inside.seed.data()), inside.seed.size()});
}

}  // namespace skep::escape
