#include "daemon/processes/cells.h"

#include <boost/asio/post.hpp>

#include "base/log.h"
#include "daemon/system/process_id.h"

namespace skep {
namespace {

// What follows a worker whose script runs for long is made after so long.
constexpr auto patience = std::chrono::milliseconds(2);

}  // namespace

Cells::Cells(boost::asio::io_context& io, Reaper& reaper, Doorbells& doorbells, Listener listener,
             Counters& counters, Options options)
    : io_(io),
      doorbells_(doorbells),
      listener_(std::move(listener)),
      options_(options),
      spares_(options.most_spares, counters),
      timer_(io),
      launcher_(io, reaper,
                {
                    .ready = [this](uint32_t layers) { listener_.ready(layers); },
                    .spawned = [this](CellId id, int pid,
                                      Fd pidfd) { on_spawned(id, pid, std::move(pidfd)); },
                    .failed = [this](CellId id, const Error& error) { on_failed(id, error); },
                    .ended = [this](CellId id, const CellEvent& event) { on_ended(id, event); },
                    .lost = [this](const std::vector<CellId>& cells) { on_lost(cells); },
                    .retired = [this] { spares_.drop_all(); },
                },
                counters, options.workers_per_zygote) {}

Result<Cell> Cells::take(WorkerId worker, const WorkerLimits& limits) {
  const Spare* spare = spares_.find(limits);
  if (spare != nullptr) return take_spare(*spare, worker);
  const CellId id{++last_id_};
  TRY(Cell cell, ask(id, worker, limits));
  workers_[id] = worker;
  awaited_.insert(id);
  want_spare(limits);
  return cell;
}

Result<Cell> Cells::take_spare(const Spare& spare, WorkerId worker) {
  TRY_VOID(doorbells_.add(spare.cell.end.doorbell(), worker));
  Spare taken = spares_.take(spare);
  taken.cell.end.drop_doorbell();
  workers_[taken.id] = worker;
  want_spare(taken.limits);
  if (!taken.pidfd) {
    awaited_.insert(taken.id);
    return std::move(taken.cell);
  }
  // Later: whoever takes it has to know of it first.
  auto tell = [this, id = taken.id, pid = taken.pid, pidfd = std::move(taken.pidfd)]() mutable {
    on_spawned(id, pid, std::move(pidfd));
  };
  boost::asio::post(io_, std::move(tell));
  return std::move(taken.cell);
}

Result<Cell> Cells::ask(CellId id, WorkerId worker, const WorkerLimits& limits) {
  TRY(SupervisorEnd end, SupervisorEnd::create());
  Cell cell{std::move(end), {}};
  if (worker != WorkerId::none) TRY_VOID(doorbells_.add(cell.end.doorbell(), worker));
  Fd entrance;
  if (options_.groups != nullptr) {
    TRY(WorkerGroup group, options_.groups->take(limits));
    cell.group.emplace(std::move(group));
    TRY(entrance, cell.group->entrance());
  }
  SpawnCell request;
  request.cell = number(id);
  request.memory_bytes = limits.memory_bytes;
  // Behind cpu_limits.cpp, which is to be first.
  if (limits.cpu_ms != 0) request.cpu_seconds = (limits.cpu_ms + 999) / 1000 + 1;
  TRY_VOID(launcher_.launch(request, {cell.end.memfd(), cell.end.doorbell(), entrance}));
  cell.end.drop_memfd();
  if (worker != WorkerId::none) cell.end.drop_doorbell();
  return cell;
}

void Cells::want_spare(const WorkerLimits& limits) {
  const bool first_of_all = last_id_ == 1;
  if (options_.most_spares == 0 || first_of_all) return;
  if (wanted_.size() == options_.most_spares) wanted_.pop_front();
  wanted_.push_back(limits);
  make_spares_later();
}

void Cells::make_spares_later() {
  if (std::exchange(timer_armed_, true)) return;
  timer_.expires_after(patience);
  timer_.async_wait([this](const Error& error) {
    if (error) return;
    timer_armed_ = false;
    if (!awaited_.empty()) return make_spares_later();
    make_spares();
  });
}

void Cells::script_ran() {
  if (wanted_.empty() || std::exchange(posted_, true)) return;
  // What was read together with the news goes first.
  boost::asio::post(io_, [this] {
    posted_ = false;
    if (awaited_.empty()) make_spares();
  });
}

void Cells::make_spares() {
  for (const WorkerLimits& limits : std::exchange(wanted_, {})) {
    if (!launcher_.may_launch_ahead()) return;
    const CellId id{++last_id_};
    Result<Cell> cell = ask(id, WorkerId::none, limits);
    if (!cell) return log::warning("no process can be made ahead: {}", cell.error().message());
    spares_.add({id, limits, std::move(*cell)});
  }
}

WorkerId Cells::forget(CellId id) {
  awaited_.erase(id);
  const auto taken = workers_.find(id);
  if (taken == workers_.end()) return WorkerId::none;
  const WorkerId worker = taken->second;
  workers_.erase(taken);
  return worker;
}

void Cells::on_spawned(CellId id, int pid, Fd pidfd) {
  awaited_.erase(id);
  const auto taken = workers_.find(id);
  if (taken == workers_.end()) return spares_.on_spawned(id, pid, std::move(pidfd));
  const int outside = value_or(process_id(pidfd), pid);
  listener_.spawned(taken->second, outside, std::move(pidfd));
}

void Cells::on_failed(CellId id, const Error& error) {
  const WorkerId worker = forget(id);
  if (worker != WorkerId::none) return listener_.failed(worker, error);
  spares_.on_gone(id);
  log::warning("no process could be made ahead: {}", error.message());
}

void Cells::on_ended(CellId id, const CellEvent& event) {
  const WorkerId worker = forget(id);
  if (worker != WorkerId::none) return listener_.ended(worker, event);
  if (!spares_.on_gone(id)) return;
  log::warning("a process that was made ahead ended unasked, with wait status {:#x}",
               static_cast<unsigned>(event.wait_status));
}

void Cells::on_lost(const std::vector<CellId>& cells) {
  std::vector<WorkerId> lost;
  for (const CellId id : cells) {
    const WorkerId worker = forget(id);
    if (worker != WorkerId::none) {
      lost.push_back(worker);
    } else {
      spares_.on_gone(id);
    }
  }
  listener_.lost(lost);
}

}  // namespace skep
