// Programs that are ended: nobody waits for one that is slow to die, and none is left a zombie.
#include "daemon/system/reaper.h"

#include <chrono>
#include <functional>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

#include <doctest/doctest.h>

#include "tests/harness/failure.h"
#include "tests/harness/patience.h"
#include "tests/unit/child.h"

namespace skep {
namespace {

Program sleeping_program() {
  Program program;
  program.pid = test::fork_child([] {
    ::prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
    for (;;) ::pause();
  });
  program.pidfd = adopt_fd(static_cast<int>(::syscall(SYS_pidfd_open, program.pid, 0))).value();
  return program;
}

// No process that can be reaped, and none of that number.
bool is_gone(pid_t pid) {
  return ::kill(pid, 0) != 0 && errno == ESRCH;
}

void run_until(boost::asio::io_context& io, const std::function<bool()>& there) {
  const auto give_up = harness::give_up_time();
  while (!there()) {
    if (harness::Clock::now() > give_up) throw harness::Failure("waited in vain");
    io.run_one_for(std::chrono::milliseconds(100));
  }
}

// Holds a process as a debugger does: what it traces can be killed, but not reaped by its parent.
class Tracer {
 public:
  explicit Tracer(pid_t traced) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const Fd reading(ends[0]);
    Fd writing(ends[1]);
    pid_ = test::fork_child([&] {
      if (::ptrace(PTRACE_SEIZE, traced, nullptr, nullptr) == 0) ::write(ends[1], "1", 1);
      for (;;) ::pause();
    });
    writing.reset();
    char there = 0;
    REQUIRE(::read(reading.get(), &there, 1) == 1);
  }
  ~Tracer() { let_go(); }
  void let_go() {
    if (pid_ == 0) return;
    ::kill(pid_, SIGKILL);
    test::reap(pid_);
    pid_ = 0;
  }

 private:
  pid_t pid_ = 0;
};

TEST_CASE("a program that is ended is reaped when it is dead") {
  boost::asio::io_context io{1};
  Reaper reaper(io);
  Program program = sleeping_program();
  const pid_t pid = program.pid;
  reaper.end(std::move(program));
  CHECK(reaper.dying() == 1);
  run_until(io, [&] { return reaper.dying() == 0; });
  CHECK(is_gone(pid));
}

TEST_CASE("nobody waits for a program that cannot be reaped, and others are reaped meanwhile") {
  boost::asio::io_context io{1};
  Reaper reaper(io);
  Program held = sleeping_program();
  const pid_t pid = held.pid;
  Tracer tracer(pid);
  reaper.end(std::move(held));
  reaper.end(sleeping_program());
  run_until(io, [&] { return reaper.dying() == 1; });
  CHECK_FALSE(is_gone(pid));
  tracer.let_go();
  run_until(io, [&] { return reaper.dying() == 0; });
  CHECK(is_gone(pid));
}

TEST_CASE("whoever ends leaves no program behind, though its loop runs no more") {
  boost::asio::io_context io{1};
  std::vector<pid_t> pids;
  {
    Reaper reaper(io);
    for (int i = 0; i < 3; ++i) {
      Program program = sleeping_program();
      pids.push_back(program.pid);
      // Stopped, as a hung one is.
      ::kill(program.pid, SIGSTOP);
      reaper.end(std::move(program));
    }
  }
  for (const pid_t pid : pids) CHECK(is_gone(pid));
}

}  // namespace
}  // namespace skep
