// A tree that can never do anything again ends by itself.
//
// The proof: every worker of it sleeps with no timer armed, everything posted was taken, nothing is
// queued or half read, no script is loading, no call of a host function is unanswered. Only a
// message could wake any of them, and there is nobody left to send one (`keep_alive` says that
// somebody outside may). To listen on a BroadcastChannel keeps nothing alive.
//
// It is looked for when nothing has happened in the tree for a moment, so that it costs nothing per
// message, and nothing at all while the workers sleep: a worker that is found busy is asked to ring
// once it is idle for good. While that worker is not, one look at it says that the tree is not
// quiet either, however many others there are.
#include "daemon/supervisor_impl.h"

namespace skep {
namespace {

constexpr auto moment = std::chrono::milliseconds(1);

// Workers that are looked at in one turn. A tree that is begun is finished.
constexpr size_t most_looked_at = 1024;

}  // namespace

void Supervisor::Impl::stir(const std::shared_ptr<Tree>& tree) {
  if (tree->keep_alive) return;
  tree->stirred = true;
  if (!std::exchange(tree->restless, true)) restless_.push_back(tree);
  if (std::exchange(quiet_timer_armed_, true)) return;
  quiet_timer_.expires_after(moment);
  quiet_timer_.async_wait([this](const Error& error) {
    if (error) return;
    quiet_timer_armed_ = false;
    look_for_quiet_trees();
  });
}

void Supervisor::Impl::look_for_quiet_trees() {
  std::vector<WorkerId> quiet;
  const uint64_t before = counters.workers_looked_at;
  for (std::shared_ptr<Tree>& tree : std::exchange(restless_, {})) {
    tree->restless = false;
    const bool later =
        std::exchange(tree->stirred, false) || counters.workers_looked_at - before > most_looked_at;
    const Quiet found = later ? Quiet::look_again : look_at(*tree);
    if (found == Quiet::yes) quiet.push_back(tree->root);
    if (found != Quiet::look_again) continue;
    const bool stirred = tree->stirred;
    stir(tree);
    tree->stirred = stirred;  // nothing happened but this
  }
  // To kill one may remove others.
  for (const WorkerId id : quiet) {
    if (Worker* root = workers.find(id)) kill(*root, EndReason::finished, "");
  }
}

Supervisor::Impl::Quiet Supervisor::Impl::look_at(Tree& tree) {
  if (tree.loading != 0 || tree.workers.empty()) return Quiet::no;
  // Whoever kept the tree from being quiet is asked first: it may still do.
  if (Worker* witness = workers.find(tree.witness)) {
    const Quiet found = look_at(*witness);
    if (found != Quiet::yes) return found;
  }
  for (const WorkerId id : tree.workers) {
    const Quiet found = look_at(*workers.find(id));
    tree.witness = id;
    if (found != Quiet::yes) return found;
  }
  return Quiet::yes;
}

// `no` is said only of a worker whose tree is stirred when it changes: by its state, by its
// doorbell, or by an answer.
Supervisor::Impl::Quiet Supervisor::Impl::look_at(Worker& worker) {
  ++counters.workers_looked_at;
  if (worker.state != WorkerState::running || worker.condemned) return Quiet::no;
  // Asked first, looked at after: one of the two of us sees what the other wrote.
  worker.end->report_idle(IdleReport::for_good);
  // The router has still to hear it.
  if (worker.ready) return Quiet::look_again;
  bool armed = false;
  if (!worker.end->idle(armed) || armed || !worker.down.empty()) return Quiet::no;
  worker.end->report_idle(IdleReport::none);
  // The answer to a host function comes from outside, and will wake it.
  return worker.unanswered_calls.empty() ? Quiet::yes : Quiet::no;
}

}  // namespace skep
