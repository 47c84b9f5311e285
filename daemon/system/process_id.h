// What a pidfd can tell and do.
#pragma once

#include <csignal>
#include <cstdint>

#include "base/fd.h"

namespace skep {

// The process's number in our own pid namespace. ESRCH when it is reaped already.
Result<int> process_id(const Fd& pidfd);

// Sends a signal. To a process that has ended it does nothing; it can never reach another one.
void signal_process(const Fd& pidfd, int signal);

// CPU time that process `pid` has used so far, in nanoseconds. The number must still belong to it:
// ask only while its pidfd has not been reported as ended.
Result<uint64_t> cpu_time_ns(int pid);

// Resident memory of process `pid` in bytes, shared pages included. As above.
Result<uint64_t> resident_bytes(int pid);

}  // namespace skep
