#include "sandbox/cell.h"

#include <array>
#include <signal.h>
#include <sys/random.h>
#include <unistd.h>

#include "confine/descriptors.h"
#include "confine/process_flags.h"
#include "confine/process_limits.h"
#include "ipc/segment.h"
#include "ipc/worker_end.h"
#include "sandbox/worker.h"

namespace skep {
namespace {

using Seed = std::array<std::byte, 32>;

// Room for the segment's two mappings and the rounding of each.
constexpr size_t address_slack = size_t{1} << 20;

Result<> bound_memory(Arena& arena, uint64_t bytes) {
  arena.set_limit(bytes);
  if (!arena.return_excess()) return last_error();
  return {};
}

ProcessLimits limits_of(const CellPlan& plan, const SpawnCell& request) {
  ProcessLimits limits;
  limits.private_bytes = 0;  // what is mapped stays; nothing is added
  limits.address_bytes = plan.address_bytes_beside_arena + plan.arena.mapped() +
                         limits.stack_bytes + segment_layout::size + address_slack;
  limits.cpu_seconds = request.cpu_seconds;
  return limits;
}

// A zygote that died before the kernel knew that this worker cares about it will not be announced.
Result<> bind_to_zygote(const CellPlan& plan) {
  if (plan.pid_namespace) return {};
  TRY_VOID(die_with_parent());
  if (::getppid() != plan.zygote) return errno_error(ESRCH);
  return {};
}

Result<> take_seed(Seed& seed) {
  // Up to 256 bytes come whole or not at all.
  if (::getrandom(seed.data(), seed.size(), 0) != static_cast<ssize_t>(seed.size())) {
    return last_error();
  }
  return {};
}

// By the permission of the supervisor, which opened it. What this process allocates from now on is
// charged to the group, so this comes first.
Result<> enter_group(const Fd& group) {
  if (group && ::write(group.get(), "0", 1) != 1) return last_error();
  return {};
}

// The order is part of the design (docs/security.md): each step takes away something that the steps
// before it needed.
Result<> lock_down(const CellPlan& plan, const SpawnCell& request, const Fd& doorbell, Seed& seed) {
  if (plan.landlock) TRY_VOID(enter_landlock(*plan.landlock));
  const int kept[] = {doorbell.get()};
  TRY_VOID(keep_only(kept, true));
  TRY_VOID(bound_memory(plan.arena, request.memory_bytes));
  TRY_VOID(apply_limits(limits_of(plan, request)));
  TRY_VOID(make_undumpable());
  TRY_VOID(bind_to_zygote(plan));
  if (plan.forbid_executable_memory) TRY_VOID(forbid_executable_memory());
  TRY_VOID(restrict_speculation());
  TRY_VOID(take_seed(seed));
  // The zygote holds SIGCHLD back. A worker handles no signal and holds none back.
  sigset_t none;
  ::sigemptyset(&none);
  if (::sigprocmask(SIG_SETMASK, &none, nullptr) != 0) return last_error();
  return plan.filter.install();
}

}  // namespace

void run_cell(CellPlan& plan, const SpawnCell& request, const Fd& segment_fd, const Fd& doorbell,
              const Fd& group) {
  if (!enter_group(group)) ::_exit(static_cast<int>(CellExit::lockdown_failed));
  auto segment = Segment::map_for_worker(segment_fd);
  Seed seed;
  if (!segment || !lock_down(plan, request, doorbell, seed)) {
    ::_exit(static_cast<int>(CellExit::lockdown_failed));
  }
  WorkerEnd end(std::move(segment).value(), cell_doorbell);
  run_worker(plan.heap, plan.arena, end, seed);
}

}  // namespace skep
