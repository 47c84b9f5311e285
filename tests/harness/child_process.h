// One started program: its process id, its pipes, and its certain end.
#pragma once

#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "base/fd.h"

namespace skep::harness {

struct StartOptions {
  std::vector<std::string> arguments;              // arguments[0] is a path
  std::vector<std::string> environment;            // "NAME=value", on top of this process's own
  std::string directory;                           // where it starts; empty: here
  int descriptor_3 = -1;                           // becomes its descriptor 3; -1: none
  std::vector<std::function<int()>> preparations;  // run in the child before exec; not 0: it fails
};

class ChildProcess {
 public:
  // Standard input is empty; output and errors come through the two pipes below.
  explicit ChildProcess(const StartOptions& options);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  const Fd& out() const { return out_; }
  const Fd& err() const { return err_; }
  const Fd& pidfd() const { return pidfd_; }

  void signal(int number) const;

  // Reaps it; its wait status. Waits without bound: call it when the pidfd is readable.
  int reap();
  bool reaped() const { return reaped_; }

 private:
  pid_t pid_ = -1;
  Fd pidfd_;
  Fd out_;
  Fd err_;
  bool reaped_ = false;
  int wait_status_ = 0;
};

// The path of one of our programs, beside the running one.
std::string program(const std::string& name);

}  // namespace skep::harness
