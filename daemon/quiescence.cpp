// A tree that can never do anything again ends by itself.
//
// The proof: every worker of it sleeps with no timer armed, everything posted was taken, nothing is
// queued or half read, no script is loading, no call of a host function is unanswered. Only a
// message could wake any of them, and there is nobody left to send one (`keep_alive` says that
// somebody outside may). To listen on a BroadcastChannel keeps nothing alive.
//
// It is looked for when nothing has happened for a moment, so that it costs nothing per message,
// and nothing at all while the workers sleep: a worker that is found busy is asked to ring once it
// is idle for good.
#include "daemon/supervisor_impl.h"

namespace skep {
namespace {

constexpr auto moment = std::chrono::milliseconds(1);

}  // namespace

void Supervisor::Impl::note_activity() {
  active_ = true;
  if (quiet_timer_armed_) return;
  quiet_timer_armed_ = true;
  active_ = false;
  quiet_timer_.expires_after(moment);
  quiet_timer_.async_wait([this](const Error& error) {
    if (error) return;
    quiet_timer_armed_ = false;
    if (active_) {
      note_activity();
    } else {
      look_for_quiet_trees();
    }
  });
}

void Supervisor::Impl::look_for_quiet_trees() {
  std::vector<WorkerId> quiet;
  for (const WorkerId root : mortal_roots_) {
    if (is_quiet(*workers.find(root)->tree)) quiet.push_back(root);
  }
  // To kill one may remove others.
  for (const WorkerId id : quiet) {
    if (Worker* root = workers.find(id)) kill(*root, EndReason::finished, "");
  }
}

bool Supervisor::Impl::is_quiet(const Tree& tree) {
  if (tree.loading != 0) return false;
  bool quiet = true;
  for (const WorkerId id : tree.workers) {
    Worker* worker = workers.find(id);
    // Every other state moves on by itself, and that is an event which brings us here again.
    if (worker->state != WorkerState::running || worker->condemned) {
      quiet = false;
      if (!worker->end || worker->state != WorkerState::starting) continue;
    }
    // Asked first, looked at after: one of the two of us sees what the other wrote.
    worker->end->report_idle(IdleReport::for_good);
    bool armed = false;
    const bool idle = worker->end->idle(armed) && !armed;
    if (!idle || !worker->down.empty() || worker->ready) quiet = false;
    // The answer to a host function comes from outside, and will wake it.
    if (!worker->unanswered_calls.empty()) quiet = false;
    if (idle) worker->end->report_idle(IdleReport::none);
  }
  return quiet;
}

}  // namespace skep
