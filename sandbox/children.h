// The zygote's own processes: made, counted, reaped.
#pragma once

#include <cstdint>
#include <sys/types.h>
#include <vector>

#include "base/fd.h"
#include "proto/cell.h"

namespace skep {

struct ForkedChild {
  pid_t pid = 0;  // 0: this is the new process
  Fd pidfd;       // in the parent
};

// fork() that also gives a pidfd, with no moment between the two in which the child could be
// reaped.
Result<ForkedChild> fork_with_pidfd();

// Which cell each live child is.
class Children {
 public:
  Children();
  void add(pid_t pid, uint64_t cell);

  // Reaps one child that has ended and describes it (cell, wait_status, cpu_us, peak_rss_kib).
  // False: none has.
  bool reap(CellEvent& event);

  // Kills and reaps every child. Returns when none is left.
  void kill_all();

 private:
  struct Child {
    pid_t pid;
    uint64_t cell;
  };
  std::vector<Child> alive_;
};

}  // namespace skep
