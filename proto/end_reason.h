// Why a worker is gone. Exactly one for each worker; visible to its parent, the control socket, the
// log and the metrics under these names.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace skep {

enum class EndReason : uint8_t {
  closed,        // its script called close()
  finished,      // its tree could never do anything again
  terminated,    // terminate(), or an operator's request
  parent_gone,   // its owner ended first
  script_error,  // parse error; for a root also an exception that nothing handled
  load_error,    // the script could not be obtained
  out_of_memory,
  cpu_limit,
  task_limit,  // one of its tasks took too much processor time
  wall_limit,
  unresponsive,        // did not take its messages in time
  quota,               // refused: its tree or parent has no room for it
  protocol_violation,  // its shared memory held what no correct worker writes
  crashed,             // ended by a signal, or by its zygote's death
  seccomp,             // asked for a system call outside the allow-list
  start_failed,        // its process could not be made or locked down
};
inline constexpr size_t end_reason_count = 16;

std::string_view name(EndReason reason);

}  // namespace skep
