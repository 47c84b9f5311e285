#include "daemon/processes/spares.h"

#include <algorithm>
#include <csignal>

#include "daemon/system/process_id.h"

namespace skep {
namespace {

// All that a process is made with, and that its control group is set to.
bool same_process(const WorkerLimits& one, const WorkerLimits& other) {
  return one.memory_bytes == other.memory_bytes && one.cpu_ms == other.cpu_ms &&
         one.cpu_weight == other.cpu_weight && one.cpu_percent == other.cpu_percent;
}

}  // namespace

void Spares::add(Spare spare) {
  ++counters_.spares_started;
  waiting_.push_back(std::move(spare));
  if (waiting_.size() > most_) drop_oldest();
}

const Spare* Spares::find(const WorkerLimits& limits) const {
  const auto found = std::ranges::find_if(
      waiting_, [&](const Spare& spare) { return same_process(spare.limits, limits); });
  return found == waiting_.end() ? nullptr : &*found;
}

Spare Spares::take(const Spare& spare) {
  const auto place = std::ranges::find(waiting_, spare.id, &Spare::id);
  Spare taken = std::move(*place);
  waiting_.erase(place);
  ++counters_.spares_used;
  return taken;
}

void Spares::drop_oldest() {
  Spare& oldest = waiting_.front();
  signal_process(oldest.pidfd, SIGKILL);  // or when it is there
  dropped_.emplace(oldest.id, std::move(oldest));
  waiting_.pop_front();
}

void Spares::drop_all() {
  while (!waiting_.empty()) drop_oldest();
}

void Spares::on_spawned(CellId id, int pid, Fd pidfd) {
  if (dropped_.contains(id)) return signal_process(pidfd, SIGKILL);
  const auto spare = std::ranges::find(waiting_, id, &Spare::id);
  if (spare == waiting_.end()) return;
  spare->pid = pid;
  spare->pidfd = std::move(pidfd);
}

bool Spares::on_gone(CellId id) {
  if (dropped_.erase(id) != 0) return false;
  const size_t lost = std::erase_if(waiting_, [&](const Spare& spare) { return spare.id == id; });
  counters_.spares_lost += lost;
  return lost != 0;
}

}  // namespace skep
