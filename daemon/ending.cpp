// How a worker ends: asked to, by its own fault, or because its process did.
#include <algorithm>
#include <sys/wait.h>

#include <fmt/format.h>

#include "base/check.h"
#include "base/log.h"
#include "daemon/supervisor_impl.h"
#include "daemon/system/process_id.h"
#include "ipc/futex.h"

namespace skep {
namespace {

// How often the grace of a condemned worker is looked at, and its end whatever the worker did. The
// end is only for one that neither runs nor becomes idle, which no correct worker does: a short one
// would take the grace from workers that a busy machine keeps waiting for a processor.
constexpr auto grace_step = std::chrono::milliseconds(2);
constexpr uint64_t most_grace_ns = 2'000'000'000;

// The reason that a process gives by the way it ended, when nobody decided one before.
EndCause cause_of(int wait_status, WorkerState state) {
  if (WIFSIGNALED(wait_status)) {
    const int signal = WTERMSIG(wait_status);
    if (signal == SIGSYS) {
      return {EndReason::seccomp, "it asked for a system call outside the allow-list"};
    }
    if (signal == SIGXCPU) return {EndReason::cpu_limit, "it used up its CPU time"};
    return {EndReason::crashed, fmt::format("SIG{}", ::sigabbrev_np(signal))};
  }
  switch (static_cast<CellExit>(WEXITSTATUS(wait_status))) {
    case CellExit::closed:
      if (state == WorkerState::closing) return {EndReason::closed, ""};
      return {EndReason::crashed, "its process exited by itself"};
    case CellExit::lockdown_failed:
      return {EndReason::start_failed, "a mandatory layer of the sandbox could not be installed"};
    case CellExit::out_of_memory: return {EndReason::out_of_memory, "its heap is full"};
    case CellExit::only_collecting:
      return {EndReason::out_of_memory,
              "its heap is full: it did little but collect garbage, and found next to none"};
    case CellExit::start_failed:
      return {EndReason::script_error, "its script could not be compiled"};
    case CellExit::engine_failed: return {EndReason::crashed, "the engine reported a fatal error"};
    case CellExit::protocol:
      return {EndReason::crashed, "it could not read what the supervisor sent"};
  }
  return {EndReason::crashed, fmt::format("exit status {}", WEXITSTATUS(wait_status))};
}

bool killed_for_memory(const Worker& worker, int wait_status) {
  return WIFSIGNALED(wait_status) && WTERMSIG(wait_status) == SIGKILL && worker.group &&
         worker.group->killed_for_memory();
}

// An end that the parent's script is told of by an error event, if it still holds the port.
bool is_failure(EndReason reason) {
  return reason != EndReason::closed && reason != EndReason::finished &&
         reason != EndReason::parent_gone;
}

// The limit that ends workers for this reason; empty when none does.
std::string_view limit_of(EndReason reason) {
  switch (reason) {
    case EndReason::out_of_memory: return "memory_bytes";
    case EndReason::cpu_limit: return "cpu_ms";
    case EndReason::task_limit: return "task_ms";
    case EndReason::wall_limit: return "wall_ms";
    case EndReason::unresponsive: return "stall_ms";
    case EndReason::quota: return "quota";
    default: return "";
  }
}

}  // namespace

bool Supervisor::Impl::step(Worker& worker, WorkerEvent event) {
  const std::optional<WorkerState> next = next_state(worker.state, event);
  if (!next) return false;
  worker.state = *next;
  stir(worker.tree);
  // That a worker is gone is its exit event, once its children are gone too.
  if (*next != WorkerState::gone) events_.publish(StateEvent{worker.id, *next});
  return true;
}

void Supervisor::Impl::kill(Worker& worker, EndReason reason, std::string_view detail,
                            std::string_view limit) {
  if (worker.state == WorkerState::terminating || worker.state == WorkerState::gone) return;
  if (!worker.cause) worker.cause = EndCause{reason, std::string(detail), limit};
  step(worker, WorkerEvent::kill);
  imports_.erase(worker.id);
  worker.wants_scripts.reset();
  // In this order: nothing more goes in, nothing more is read, then the signal.
  router.forget(worker);
  if (worker.pidfd) worker.killed_ns = monotonic_ns();
  signal_process(worker.pidfd, SIGKILL);
  worker.tree->blobs.remove_all(worker.id);
  close_all_ports(worker);
  kill_children(worker);
  if (worker.state == WorkerState::gone) process_over(worker);
}

void Supervisor::Impl::kill_children(Worker& worker) {
  const std::vector<WorkerId> children = worker.children;
  for (const WorkerId id : children) {
    if (Worker* child = workers.find(id)) kill(*child, EndReason::parent_gone, "");
  }
}

void Supervisor::Impl::terminate_child(Worker& parent, PortHandle handle) {
  const auto port = parent.ports.find(handle);
  if (port == parent.ports.end()) return;  // it is gone already
  Worker* child = workers.find(port->second.worker);
  if (child == nullptr || child->parent != parent.id) return;
  // HTML "terminate a worker", 4: empty the port message queue of the outside port.
  const std::vector<PortHandle> brought = router.purge_from(parent, handle, *child);
  close_handles(parent, brought);
  parent.ports.erase(handle);
  child->ports[inside_port] = {};
  if (child->cause || child->condemned) return;

  // 1–3: closing, drop its tasks, abort the script. All of that is the kill. The one refinement is
  // for a message that was posted before terminate() to a worker that was idle: it is handled
  // first. A worker that was running script already, or loads, or starts, has no such message.
  const uint64_t now = monotonic_ns();
  const uint64_t grace_ns = child->limits.terminate_grace_cpu_ms * 1'000'000;
  bool merits_grace = false;
  bool armed = false;
  if (child->state == WorkerState::running && child->end && grace_ns != 0 &&
      !child->end->idle(armed)) {
    const bool took_it = child->end->taken() >= child->woken_position;
    merits_grace = !took_it || now - child->woken_ns < grace_ns;
  }
  if (!merits_grace) return kill(*child, EndReason::terminated, "");
  child->cause = EndCause{EndReason::terminated, ""};
  child->condemned = true;  // from here on nothing is queued for it
  router.stop_pacing(*child);
  child->end->report_idle(IdleReport::any);
  on_grace_over(*child, value_or<uint64_t>(cpu_time_ns(child->pid), 0), now);
}

void Supervisor::Impl::on_grace_over(Worker& worker, uint64_t cpu_before_ns, uint64_t since_ns) {
  const uint64_t grace_ns = worker.limits.terminate_grace_cpu_ms * 1'000'000;
  const uint64_t used = value_or(cpu_time_ns(worker.pid), UINT64_MAX) - cpu_before_ns;
  bool armed;
  const bool done = worker.down.empty() && worker.end->idle(armed);
  // Counted in the worker's own CPU time, so that a busy machine does not shorten it.
  if (done || used > grace_ns || monotonic_ns() - since_ns > most_grace_ns) {
    return kill(worker, EndReason::terminated, "");
  }
  worker.grace_timer = std::make_unique<boost::asio::steady_timer>(io_, grace_step);
  worker.grace_timer->async_wait([=, this, id = worker.id](const Error& error) {
    Worker* found = error ? nullptr : workers.find(id);
    if (found != nullptr && found->end) on_grace_over(*found, cpu_before_ns, since_ns);
  });
}

void Supervisor::Impl::on_ended(WorkerId id, const CellEvent& event) {
  Worker* worker = workers.find(id);
  if (worker == nullptr) return;
  worker->cpu_us = event.cpu_us;
  worker->peak_memory_bytes = event.peak_rss_kib * 1024;
  // What it committed before it ended still arrives; then the reason is judged.
  router.drain_all(*worker);
  if (!worker->cause) {
    worker->cause = cause_of(event.wait_status, worker->state);
    if (killed_for_memory(*worker, event.wait_status)) {
      worker->cause =
          EndCause{EndReason::out_of_memory,
                   fmt::format("the kernel ended it: its control group was full, at {} bytes",
                               worker->group->memory_max())};
    }
    // A signal of our own only carries out what was decided before.
    if (WIFSIGNALED(event.wait_status)) worker->end_signal = WTERMSIG(event.wait_status);
  }
  step(*worker, WorkerEvent::process_ended);
  process_over(*worker);
}

void Supervisor::Impl::on_launch_failed(WorkerId id, const Error& error) {
  Worker* worker = workers.find(id);
  if (worker == nullptr) return;
  log::error("no process for worker {}: {}", number(id), error.message());
  if (!worker->cause) worker->cause = EndCause{EndReason::start_failed, error.message()};
  step(*worker, WorkerEvent::process_ended);
  process_over(*worker);
}

void Supervisor::Impl::on_zygote_lost(const std::vector<WorkerId>& lost) {
  for (const WorkerId id : lost) {
    Worker* worker = workers.find(id);
    if (worker == nullptr) continue;
    router.drain_all(*worker);
    if (!worker->cause) worker->cause = EndCause{EndReason::crashed, "its zygote was killed"};
    step(*worker, WorkerEvent::process_ended);
    process_over(*worker);
  }
}

void Supervisor::Impl::process_over(Worker& worker) {
  worker.process_over = true;
  started_or_over(worker);
  worker.gone_ns = monotonic_ns();
  kill_children(worker);
  router.forget(worker);
  worker.cpu_timer = {};
  imports_.erase(worker.id);
  worker.wants_scripts.reset();
  leave_all_channels(worker);
  leave_all_locks(worker);
  worker.tree->blobs.remove_all(worker.id);
  close_all_ports(worker);
  forget_calls(worker);
  if (worker.end) counters.worker_wakeups += worker.end->wakeups();
  worker.end.reset();
  worker.pidfd.reset();
  // After the segment, whose pages may be charged to it.
  if (worker.group) {
    worker.group.reset();
    tidy_groups();
  }
  // Not before: the end of its last child, above, would have removed it under our hands.
  worker.let_go = true;
  finish_if_over(worker.id);
}

void Supervisor::Impl::finish_if_over(WorkerId id) {
  Worker* worker = workers.find(id);
  // A worker is gone after all of its children: their ends are told first.
  if (worker == nullptr || !worker->let_go || !worker->children.empty()) return;
  SKEP_CHECK(worker->state == WorkerState::gone && worker->cause);
  report_end_to_parent(*worker);
  publish_exit(*worker);
  const WorkerId parent_id = worker->parent;
  release(*worker);
  worker->tree->workers.erase(id);
  stir(worker->tree);
  workers.remove(id);
  if (Worker* parent = workers.find(parent_id)) {
    std::erase(parent->children, id);
    finish_if_over(parent_id);
  }
  if (workers.empty() && when_empty_) std::exchange(when_empty_, nullptr)();
}

void Supervisor::Impl::report_end_to_parent(Worker& worker) {
  Worker* parent = workers.find(worker.parent);
  if (parent == nullptr || !takes_messages(parent->state)) return;
  // After terminate() the parent has no port to it any more, and needs no error for what it did.
  const bool linked = parent->ports.erase(worker.port_in_parent) != 0;
  if (linked && is_failure(worker.cause->reason)) {
    const EndCause& cause = *worker.cause;
    std::string message = fmt::format("the worker ended: {}", name(cause.reason));
    if (!cause.detail.empty()) message += fmt::format(" ({})", cause.detail);
    ErrorReport report;
    report.kind = cause.reason == EndReason::load_error     ? ErrorReport::Kind::load
                  : cause.reason == EndReason::script_error ? ErrorReport::Kind::parse
                                                            : ErrorReport::Kind::ended;
    report.message = message;
    report.filename = worker.url;
    const std::string encoded = encode(report);
    router.send(*parent, DownType::child_error, worker.port_in_parent,
                as_bytes(std::string_view(encoded)));
  }
  router.send(*parent, DownType::child_ended, worker.port_in_parent, {});
}

void Supervisor::Impl::publish_exit(const Worker& worker) {
  if (worker.console_lost != 0) {
    events_.publish(ConsoleLostEvent{worker.id, worker.console_lost});
  }
  ExitEvent event;
  event.worker = worker.id;
  event.parent = worker.parent;
  event.name = worker.name;
  event.url = worker.url;
  event.tenant = worker.tree->tenant;
  event.pid = worker.pid;
  event.reason = worker.cause->reason;
  event.detail = worker.cause->detail;
  // A root that ended in peace, but left an exception that nothing handled, did not succeed.
  const bool peaceful = event.reason == EndReason::finished || event.reason == EndReason::closed;
  if (worker.unhandled_error && peaceful) {
    event.reason = EndReason::script_error;
    event.detail = "an exception was not handled";
  }
  event.signal = worker.end_signal;
  event.cpu_us = worker.cpu_us;
  event.peak_memory_bytes = worker.peak_memory_bytes;
  event.messages_in = worker.messages_in;
  event.messages_out = worker.messages_out;
  const std::string_view limit =
      worker.cause->limit.empty() ? limit_of(event.reason) : worker.cause->limit;
  if (!limit.empty()) events_.publish(LimitEvent{worker.id, limit, event.detail});
  if (worker.killed_ns != 0) event.kill_ns = worker.gone_ns - worker.killed_ns;
  events_.publish(event);
}

}  // namespace skep
