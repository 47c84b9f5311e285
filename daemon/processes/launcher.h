// Keeps a warm zygote at hand and replaces it when it has served long enough or may be known to an
// attacker: all workers of one zygote share its address-space layout.
//
// The next zygote is started while the one that serves has a few workers left to give, so that
// nobody waits for it. Where each zygote gives one worker only (--exec-per-worker), no two workers
// ever share a layout, and one zygote is always ready ahead.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

#include "daemon/observe/counters.h"
#include "daemon/processes/zygote.h"
#include "proto/ids.h"

namespace skep {

class Launcher {
 public:
  struct Listener {
    std::function<void(uint32_t layers)> ready;
    std::function<void(CellId, int pid, Fd pidfd)> spawned;
    std::function<void(CellId, Error)> failed;            // no process was made
    std::function<void(CellId, const CellEvent&)> ended;  // the process was reaped
    // A zygote died, and with it all its cells; `ended` will not come for them.
    std::function<void(const std::vector<CellId>&)> lost;
    // Another zygote serves: a cell of an earlier one may go on with what it runs, and nothing new
    // may be given to it.
    std::function<void()> retired;
  };

  // A zygote is replaced after so many cells. Throws when none can be started. `reaper` must
  // outlive it.
  Launcher(boost::asio::io_context& io, Reaper& reaper, Listener listener, Counters& counters,
           uint64_t workers_per_zygote);
  ~Launcher();

  // Asks for a process; exactly one of failed, ended, lost follows (and `spawned` before it).
  // EAGAIN: zygotes end before they can serve, and it is not time to try once more.
  Result<> launch(const SpawnCell& cell, const CellDescriptors& descriptors);

  // Whether the zygote that serves has a cell left for who may need it later. Where each gives one
  // only, it has not.
  bool may_launch_ahead();

  std::optional<uint32_t> layers() const { return layers_; }

 private:
  struct Slot {
    std::shared_ptr<Zygote> zygote;
    std::unordered_set<CellId> cells = {};  // asked for, not ended
    bool warm = false;                      // it said so
    bool retired = false;                   // another one serves; it waits for its cells' end
  };

  Result<Slot> start();
  // After too many failures, when it is time. False: there is still no zygote.
  bool try_again();
  // Another zygote, which may be the next one already. False: there is none.
  bool replace();
  void renew();
  void prepare_next();
  Slot* slot_of(const Zygote& zygote);
  // Null: there is none that may give a cell.
  Slot* serving();
  void suspect(const Slot& slot, const CellEvent& event);
  void on_event(Zygote& zygote, const CellEvent& event, Fd pidfd);
  void on_lost(Zygote& zygote);
  void stop_unused();

  boost::asio::io_context& io_;
  Reaper& reaper_;
  Listener listener_;
  Counters& counters_;
  std::vector<Slot> slots_;   // all but the last are retired, and the last may be
  std::optional<Slot> next_;  // started ahead; has served nobody
  const uint64_t workers_per_zygote_;
  std::optional<uint32_t> layers_;
  int failures_ = 0;          // zygotes lost in a row before they were warm
  uint64_t next_try_ns_ = 0;  // after too many of them
};

}  // namespace skep
