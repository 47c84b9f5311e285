// The limits on processor time: of a worker's whole life, and of one task.
//
// Both are counted by the kernel (daemon/system/cpu_timers.h): the supervisor is told when a worker
// has used what was left, looks at its clock, and has itself told again later. A worker that sleeps
// costs nothing. RLIMIT_CPU, in whole seconds, stands behind the first.
//
// Which task runs is what the worker says. One that lies has the processor time of its whole life
// like any other, and hurts nobody by it.
#include <algorithm>

#include <fmt/format.h>

#include "base/log.h"
#include "daemon/supervisor_impl.h"
#include "daemon/system/process_id.h"

namespace skep {
namespace {

constexpr uint64_t ns_per_ms = 1'000'000;

}  // namespace

// It has a process. Where its limits cannot be enforced, it must not go on.
void Supervisor::Impl::watch_cpu(Worker& worker) {
  if (worker.limits.cpu_ms == 0 && worker.limits.task_ms == 0) return;
  Result<CpuTimer> timer = cpu_timers_.make(worker.pid, worker.id);
  if (!timer) {
    // It may be gone already, which is told soon.
    if (timer.error() == errno_error(EINVAL) || timer.error() == errno_error(ESRCH)) return;
    log::error("no timer for the processor time of worker {}: {}", number(worker.id),
               timer.error().message());
    return kill(worker, EndReason::start_failed,
                "no timer for its processor time: " + timer.error().message());
  }
  worker.cpu_timer = std::move(timer).value();
  on_cpu_used(worker.id);
}

void Supervisor::Impl::on_cpu_used(WorkerId id) {
  Worker* worker = workers.find(id);
  if (worker == nullptr || !worker->cpu_timer || !worker->end || worker->process_over) return;
  const auto clock = cpu_time_ns(worker->pid);
  if (!clock) return;  // it is gone
  const uint64_t used = clock.value();
  uint64_t next = UINT64_MAX;

  if (const uint64_t most = worker->limits.cpu_ms * ns_per_ms; most != 0) {
    if (used >= most) {
      return kill(*worker, EndReason::cpu_limit,
                  fmt::format("it used its {} ms of processor time", worker->limits.cpu_ms));
    }
    next = most;
  }
  if (const uint64_t most = worker->limits.task_ms * ns_per_ms; most != 0) {
    // Never wrong about a task: what ends it was seen at its clock's beginning and at its end, the
    // same task. It is noticed at most a quarter late.
    const uint64_t tasks = worker->end->tasks();
    if (tasks != worker->task_seen || !worker->end->busy()) {
      worker->task_seen = tasks;
      worker->task_since_ns = used;
    }
    const uint64_t ends = worker->task_since_ns + most;
    if (used >= ends) {
      return kill(
          *worker, EndReason::task_limit,
          fmt::format("one of its tasks used {} ms of processor time", worker->limits.task_ms));
    }
    next = std::min({next, ends, used + most / 4});
  }
  if (const auto set = worker->cpu_timer.ring_at(next); !set) {
    log::error("the timer for the processor time of worker {} fails: {}", number(id),
               set.error().message());
  }
}

}  // namespace skep
