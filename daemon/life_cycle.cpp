#include "daemon/life_cycle.h"

#include <array>

namespace skep {
namespace {

using S = WorkerState;
using Next = std::optional<WorkerState>;
constexpr Next never = std::nullopt;

// Rows: the state. Columns: script_ready, load_failed, script_ran, close_called, kill,
// process_ended.
//
// A kill while loading ends the worker at once: it has no process yet. In `starting` it may be that
// the process does not exist yet, but it has been asked for, so its end will be reported.
// close() may be called during the first run, before script_ran. A second close() or kill changes
// nothing. Events that arrive late for a worker that is gone are ignored the same way.
constexpr std::array<std::array<Next, worker_event_count>, worker_state_count> table = {{
    /* loading     */ {{S::starting, S::gone, never, never, S::gone, never}},
    /* starting    */ {{never, never, S::running, S::closing, S::terminating, S::gone}},
    /* running     */ {{never, never, never, S::closing, S::terminating, S::gone}},
    /* closing     */ {{never, never, S::closing, S::closing, S::terminating, S::gone}},
    /* terminating */ {{never, never, S::terminating, S::terminating, S::terminating, S::gone}},
    /* gone        */ {{S::gone, S::gone, never, never, S::gone, never}},
}};

}  // namespace

std::optional<WorkerState> next_state(WorkerState state, WorkerEvent event) {
  return table[static_cast<size_t>(state)][static_cast<size_t>(event)];
}

bool takes_messages(WorkerState state) {
  return state == S::loading || state == S::starting || state == S::running;
}

bool is_heard(WorkerState state) {
  return state == S::starting || state == S::running || state == S::closing;
}

std::string_view name(WorkerState state) {
  static constexpr std::array<std::string_view, worker_state_count> names = {
      "loading", "starting", "running", "closing", "terminating", "gone"};
  return names[static_cast<size_t>(state)];
}

}  // namespace skep
