// The one thing a worker may write: eight bytes to its doorbell.
#include <sys/syscall.h>
#include <unistd.h>

#include "confine/sanitizer_allowances.h"
#include "escape.h"

namespace skep::escape {

ESCAPE(ring_the_doorbell, "a worker may ring its doorbell", first_line, refused()) {
  const uint64_t one = 1;
  inside.require(::write(3, &one, sizeof one) == sizeof one, "the doorbell does not ring");
}

ESCAPE(doorbell_flood, "a doorbell that can take no more refuses and does not block", first_line,
       refused()) {
  const uint64_t most = UINT64_MAX - 1;
  [[maybe_unused]] const auto first = ::write(3, &most, sizeof most);
  inside.require_refused(::write(3, &most, sizeof most), EAGAIN, "write to a full doorbell");
}

#ifndef SKEP_SANITIZER_BUILD
ESCAPE(write_stderr, "a worker cannot write to another descriptor", first_line, killed_by(SIGSYS)) {
  const uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(2, &one, sizeof one);
}

ESCAPE(write_nine_bytes, "a worker cannot write another length", first_line, killed_by(SIGSYS)) {
  const char bytes[9] = {};
  [[maybe_unused]] const auto written = ::write(3, bytes, sizeof bytes);
}

ESCAPE(write_high_length, "the upper half of a length counts", first_line, killed_by(SIGSYS)) {
  const uint64_t one = 1;
  ::syscall(SYS_write, 3, &one, 0x1'0000'0008);
}
#endif

}  // namespace skep::escape
