// What the command `skep` ends with. Documented in docs/protocol.md; scripts depend on these
// numbers.
#pragma once

#include "proto/end_reason.h"

namespace skep {

enum class ExitStatus : int {
  done = 0,               // the root closed itself, or its tree could never do anything again
  script_error = 1,       // an exception that nothing handled, or a parse error
  usage = 2,              // the command line makes no sense; nothing was started
  supervisor_lost = 3,    // it could not be started or reached, or it died
  permission_denied = 4,  // the control socket refused us
  load_error = 5,         // the script could not be read
  limit = 6,              // memory, CPU, wall clock, unresponsive, quota
  broken = 7,             // crashed, refused system call, protocol violation, failed start
  terminated = 8,         // by somebody's request
  not_found = 9,          // no such worker or service
  timed_out = 10,         // what was waited for did not happen in time
  hung_up = 129,          // 128 + SIGHUP
  interrupted = 130,      // 128 + SIGINT
  output_closed = 141,    // 128 + SIGPIPE: nobody reads our output any more
  asked_to_end = 143,     // 128 + SIGTERM
};

// The status of a run whose root worker ended for `reason`.
ExitStatus exit_status(EndReason reason);

}  // namespace skep
