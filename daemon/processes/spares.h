// Sealed processes that wait for a worker. A process that is locked down waits for its first
// record; which worker it will be makes no difference to it before. So a spare is a process like
// any other, with every layer of the sandbox on, that was asked for before its worker was.
#pragma once

#include <list>
#include <optional>
#include <unordered_map>

#include "daemon/observe/counters.h"
#include "daemon/system/worker_groups.h"
#include "ipc/supervisor_end.h"
#include "proto/ids.h"
#include "proto/limits.h"

namespace skep {

// What a worker is given with its process. It goes back, by its destructor, after the process's
// end.
struct Cell {
  SupervisorEnd end;
  std::optional<WorkerGroup> group;  // where there are control groups
};

struct Spare {
  CellId id;
  WorkerLimits limits;
  Cell cell;
  Fd pidfd = {};  // empty: it was asked for, and is not there yet
  int pid = 0;    // in the zygote's namespace
};

class Spares {
 public:
  // `most` of them are kept; the oldest one goes when there is one more.
  Spares(size_t most, Counters& counters) : most_(most), counters_(counters) {}

  void add(Spare spare);

  // The oldest one whose process was made with such limits; null if there is none.
  const Spare* find(const WorkerLimits& limits) const;
  Spare take(const Spare& spare);

  // Ends all: no worker may get them any more.
  void drop_all();

  // Of any process that no worker has.
  void on_spawned(CellId id, int pid, Fd pidfd);
  // It is gone. True: unasked, while it waited.
  bool on_gone(CellId id);

  // Ready, or asked for.
  size_t size() const { return waiting_.size(); }

 private:
  void drop_oldest();

  const size_t most_;
  Counters& counters_;
  std::list<Spare> waiting_;                   // the oldest first
  std::unordered_map<CellId, Spare> dropped_;  // until they are gone
};

}  // namespace skep
