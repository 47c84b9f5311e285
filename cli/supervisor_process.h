// The private supervisor of one `skep run`: a child process that cannot outlive us.
#pragma once

#include <csignal>
#include <string>
#include <sys/types.h>
#include <vector>

#include "base/fd.h"

namespace skep::cli {

class SupervisorProcess {
 public:
  // Executes skepd with one end of a stream socket pair as its descriptor 3. It gets no other
  // descriptor of ours but stderr, and `mask` as its signal mask. A session of its own, so that the
  // terminal's Ctrl-C reaches us only.
  // `options` are more words of its command line.
  static Result<SupervisorProcess> start(const sigset_t& mask,
                                         const std::vector<std::string>& options = {});

  SupervisorProcess(SupervisorProcess&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)), socket_(std::move(other.socket_)) {}
  SupervisorProcess& operator=(SupervisorProcess&&) = delete;
  // Kills it if it is still there.
  ~SupervisorProcess();

  // Our end, non-blocking.
  const Fd& socket() const { return socket_; }

  // SIGKILL; its zygotes and workers die with it.
  void kill() const;

  // Ends the conversation: it terminates every worker and exits.
  void hang_up() { socket_.reset(); }

  // Waits until it is reaped, killing it when it takes longer than a few seconds. Returns the wait
  // status.
  int wait();

 private:
  SupervisorProcess(pid_t pid, Fd socket) : pid_(pid), socket_(std::move(socket)) {}

  pid_t pid_;
  Fd socket_;
};

// Where a private supervisor keeps lowered scripts. Nothing when neither XDG_CACHE_HOME nor HOME
// says where: then in memory only.
std::string cache_directory();

// "exited with status 3", "was killed by signal 9 (Killed)".
std::string show_wait_status(int status);

}  // namespace skep::cli
