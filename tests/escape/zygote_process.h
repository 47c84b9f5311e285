// The supervisor's side of one zygote, as small as a test needs it.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <sys/types.h>

#include "base/fd.h"
#include "ipc/supervisor_end.h"
#include "proto/cell.h"

namespace skep::escape {

// One worker as its supervisor sees it.
struct Worker {
  uint64_t id;
  pid_t pid;  // in the zygote's namespace
  Fd pidfd;
  SupervisorEnd end;
  uint64_t asked_ns;  // when the request was sent
};

class ZygoteProcess {
 public:
  // Starts `program` (beside this one) with the arguments given, and waits for `ready`. Throws
  // std::runtime_error when it does not come.
  explicit ZygoteProcess(const std::string& program, const char* argument = nullptr,
                         const char* another = nullptr);
  // Closes the socket and waits for the end.
  ~ZygoteProcess();

  uint32_t layers() const { return layers_; }
  // What this process knows of it: the outer process where there is a pid namespace.
  pid_t pid() const { return pid_; }

  // Asks for a worker and waits for `spawned`. `request.cell` is chosen here.
  // `group`, if any, is the entrance of its control group.
  Worker spawn(SpawnCell request = {0, 16u << 20, 0}, const Fd& group = Fd());
  // Tells it which hostile program to run.
  static void start(Worker& worker, std::string_view program, uint64_t argument = 0);
  // Waits for the worker's `ended`.
  CellEvent wait_for_end(const Worker& worker);

  void close_socket() { socket_.reset(); }
  // Waits for the zygote's own end; its wait status.
  int reap();

 private:
  CellEvent next_event(Fd* pidfd = nullptr);

  Fd socket_;
  pid_t pid_ = -1;
  uint32_t layers_ = 0;
  uint64_t last_worker_ = 0;
  std::map<uint64_t, CellEvent> ended_;
};

// Waits until the process has ended, whoever its parent is. False after ten seconds, which is only
// a bound for a test that has failed already.
bool ends(const Fd& pidfd);

// The next record that the worker wrote, whole; false when there is none (yet).
bool read_record(Worker& worker, RecordHeader& header, std::string& payload);

}  // namespace skep::escape
