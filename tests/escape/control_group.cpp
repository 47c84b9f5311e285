// A worker enters the control group that it was given before anything else: by a write of "0" to
// the descriptor that its supervisor opened. Any file shows the write; that a kernel moves a
// process by it is shown where there is one to ask (and by tests/system/ in any case).
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "confine/sanitizer_allowances.h"
#include "zygotes.h"

namespace skep::escape {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The kernel wakes whoever polls this file when the first process enters.
void wait_until_populated(const std::string& group) {
  const Fd events(::open((group + "/cgroup.events").c_str(), O_RDONLY | O_CLOEXEC));
  char text[256] = {};
  for (;;) {
    if (::pread(events.get(), text, sizeof text - 1, 0) <= 0) FAIL("cgroup.events");
    if (std::string_view(text).find("populated 1") != std::string_view::npos) return;
    pollfd waiting = {events.get(), POLLPRI, 0};
    if (::poll(&waiting, 1, 10'000) != 1) FAIL("nobody entered");
  }
}

TEST_CASE("a worker writes itself into its group, and runs") {
  char path[] = "/tmp/skep-group-XXXXXX";
  const Fd file(::mkostemp(path, O_CLOEXEC));
  REQUIRE(file);
  {
    ZygoteProcess zygote("escape-cell");
    Worker worker = zygote.spawn({0, 16u << 20, 0}, file);
    // It ends by itself: a signal might come before it has written anything.
    ZygoteProcess::start(worker, "end_with_status", 9);
    CHECK(WEXITSTATUS(zygote.wait_for_end(worker).wait_status) == 9);
  }
  CHECK(read_file(path) == "0");
  ::unlink(path);
}

TEST_CASE("a worker that cannot enter its group runs nothing") {
  ZygoteProcess zygote("escape-cell");
  const Fd unwritable(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  REQUIRE(unwritable);
  Worker worker = zygote.spawn({0, 16u << 20, 0}, unwritable);
  ZygoteProcess::start(worker, "just_sleep");
  const CellEvent end = zygote.wait_for_end(worker);
  REQUIRE(WIFEXITED(end.wait_status));
  CHECK(WEXITSTATUS(end.wait_status) == static_cast<int>(CellExit::lockdown_failed));
}

TEST_CASE("a kernel moves the worker into its group") {
  // The unified hierarchy, alone or beside the old ones.
  std::string group;
  for (const char* mount : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}) {
    if (::access((std::string(mount) + "/cgroup.controllers").c_str(), F_OK) != 0) continue;
    group = std::string(mount) + "/skep-test-" + std::to_string(::getpid());
    break;
  }
  if (group.empty() || ::mkdir(group.c_str(), 0755) != 0) {
    MESSAGE("no unified hierarchy that this user may write to");
    return;
  }
  {
    ZygoteProcess zygote("escape-cell");
    const Fd entrance(::open((group + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
    Worker worker = zygote.spawn({0, 16u << 20, 0}, entrance);
    ZygoteProcess::start(worker, "just_sleep");
    wait_until_populated(group);
    CHECK(!read_file(group + "/cgroup.procs").empty());
    ::syscall(SYS_pidfd_send_signal, worker.pidfd.get(), SIGKILL, nullptr, 0);
    zygote.wait_for_end(worker);
    CHECK(read_file(group + "/cgroup.procs").empty());
  }
  CHECK(::rmdir(group.c_str()) == 0);
}

#ifndef SKEP_SANITIZER_BUILD
TEST_CASE("a group with room for one process lets no worker fork, its own limit away") {
  // The hierarchy that has the controller, alone or beside others.
  std::string group;
  for (const char* mount : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified", "/sys/fs/cgroup/pids"}) {
    const std::string made = std::string(mount) + "/skep-fork-" + std::to_string(::getpid());
    if (::mkdir(made.c_str(), 0755) != 0) continue;
    const std::string most = made + "/pids.max";
    if (::access(most.c_str(), W_OK) == 0 && std::ofstream(most) << "1" << std::flush) {
      group = made;
      break;
    }
    ::rmdir(made.c_str());
  }
  if (group.empty()) {
    MESSAGE("no hierarchy with the pids controller that this user may write to");
    return;
  }
  {
    ZygoteProcess zygote("escape-cell-without", "--without=rlimit-nproc");
    const Fd entrance(::open((group + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
    Worker alone = zygote.spawn({0, 16u << 20, 0}, entrance);
    ZygoteProcess::start(alone, "fork_anyway");
    CHECK(outcome_of(alone, zygote) == refused());
    Worker free = zygote.spawn();
    ZygoteProcess::start(free, "fork_anyway");
    CHECK(outcome_of(free, zygote).status == escaped_status);
  }
  CHECK(::rmdir(group.c_str()) == 0);
}
#endif

}  // namespace
}  // namespace skep::escape
