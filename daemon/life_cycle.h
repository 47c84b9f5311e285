// The life of a worker, as a table: state × event → state. No I/O, no clock, no process here.
//
//   loading → starting → running → closing → terminating → gone
//
//   loading      the script is being read and lowered; messages posted to it wait
//   starting     its process is being made, or runs the script for the first time
//   running      the script has run once; its event loop turns
//   closing      the script called close(): what it posted arrives, nothing more is delivered to it
//   terminating  SIGKILL is sent, or its process is ending: queues purged, nothing comes out of it
//   gone         the process is reaped and everything it held is released
//
// SIGKILL is asynchronous: only `process_ended` (the pidfd, the zygote's report) leads from a state
// with a process to gone. The reason of the end is decided once, by whichever cause came first.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace skep {

enum class WorkerState : uint8_t { loading, starting, running, closing, terminating, gone };
inline constexpr int worker_state_count = 6;

enum class WorkerEvent : uint8_t {
  script_ready,   // the script is lowered; a process is asked for
  load_failed,    // it could not be obtained or lowered: there never is a process
  script_ran,     // the first run is over
  close_called,   // the script called close()
  kill,           // terminate(), a limit, a violation, the parent's end, shutdown
  process_ended,  // the process is reaped, or could not be made
};
inline constexpr int worker_event_count = 6;

// The state after `event`, or nothing where the event cannot happen in that state.
std::optional<WorkerState> next_state(WorkerState state, WorkerEvent event);

// Messages may be delivered to a worker in this state (now or once it runs).
bool takes_messages(WorkerState state);

// Records of a worker in this state still count.
bool is_heard(WorkerState state);

std::string_view name(WorkerState state);

}  // namespace skep
