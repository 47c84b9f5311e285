// The sealed processes of workers: made when a worker needs one, or a little ahead (spares.h).
//
//   take() ── nobody waits ──► asked for ── spawned ──► ended
//      └──── a spare waits ──► the worker's at once ───────┘
//
// Each worker that takes a process has one more made like it, so that there are as many spares as
// workers that lately came at once, up to a bound. The first worker of all says nothing about a
// second one. It is made once the worker has run its script, or after a moment, and never while
// somebody waits for a process: who comes in a crowd is not kept waiting by what is made for later.
//
// A spare shares the address-space layout of its zygote, and is thrown away with it: when the
// layout is used up, or may be known to an attacker, no worker gets it any more.
#pragma once

#include <deque>
#include <unordered_set>

#include <boost/asio/steady_timer.hpp>

#include "daemon/processes/launcher.h"
#include "daemon/processes/spares.h"
#include "daemon/routing/doorbells.h"

namespace skep {

class Cells {
 public:
  // What is told of the processes that workers have; of spares nothing is.
  struct Listener {
    std::function<void(uint32_t layers)> ready;
    std::function<void(WorkerId, int pid, Fd pidfd)> spawned;  // with its number in our namespace
    std::function<void(WorkerId, Error)> failed;               // no process was made
    std::function<void(WorkerId, const CellEvent&)> ended;     // the process was reaped
    // A zygote died, and with it all its workers; `ended` will not come for them.
    std::function<void(const std::vector<WorkerId>&)> lost;
  };

  struct Options {
    uint64_t workers_per_zygote;
    uint64_t most_spares;            // 0: none is made ahead
    WorkerGroups* groups = nullptr;  // where there are control groups; must outlive the cells
  };

  // Throws when no zygote can be started. `reaper` and `doorbells` must outlive it.
  Cells(boost::asio::io_context& io, Reaper& reaper, Doorbells& doorbells, Listener listener,
        Counters& counters, Options options);

  // A process with these limits that waits for its first record, or will when it is there; its
  // doorbell rings for the worker. Exactly one of failed, ended, lost follows, later (and `spawned`
  // before it); after an error none.
  Result<Cell> take(WorkerId worker, const WorkerLimits& limits);

  // A worker has run its script for the first time: the moment to make what is wanted later.
  void script_ran();

  std::optional<uint32_t> layers() const { return launcher_.layers(); }
  size_t spares() const { return spares_.size(); }

 private:
  Result<Cell> take_spare(const Spare& spare, WorkerId worker);
  // `worker` is none for a spare.
  Result<Cell> ask(CellId id, WorkerId worker, const WorkerLimits& limits);
  void want_spare(const WorkerLimits& limits);
  void make_spares_later();
  void make_spares();
  // The worker whose process is gone; none, if no worker had it.
  WorkerId forget(CellId id);
  void on_spawned(CellId id, int pid, Fd pidfd);
  void on_failed(CellId id, const Error& error);
  void on_ended(CellId id, const CellEvent& event);
  void on_lost(const std::vector<CellId>& cells);

  boost::asio::io_context& io_;
  Doorbells& doorbells_;
  Listener listener_;
  const Options options_;
  std::unordered_map<CellId, WorkerId> workers_;
  std::unordered_set<CellId> awaited_;  // of those, the ones whose process is not there yet
  Spares spares_;
  std::deque<WorkerLimits> wanted_;  // spares that are to be made
  boost::asio::steady_timer timer_;
  bool timer_armed_ = false;
  bool posted_ = false;  // that they are made, in a turn to come
  uint64_t last_id_ = 0;
  Launcher launcher_;  // last: its end tells nobody anything
};

}  // namespace skep
