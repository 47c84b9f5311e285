// Runs a piece of a test in a forked child, to see how a process ends.
#pragma once

#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

namespace skep::test {

// Forks; the child runs `body` and ends with status 0, without destructors or exit handlers: they
// belong to the parent. Signals do there what they do by default, so that a crash is seen as one.
template <class Body>
pid_t fork_child(Body body) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT}) {
      std::signal(signal, SIG_DFL);
    }
    body();
    ::_exit(0);
  }
  if (pid < 0) std::abort();
  return pid;
}

// The wait status of an ended child.
inline int reap(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0) {
  }
  return status;
}

// The signal that ended `body` in a child; 0 if it ran to its end.
template <class Body>
int signal_that_ends(Body body) {
  const int status = reap(fork_child(body));
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

}  // namespace skep::test
