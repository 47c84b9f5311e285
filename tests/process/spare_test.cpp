// Processes that were made before their workers were asked for.
#include <algorithm>
#include <csignal>
#include <fstream>

#include <doctest/doctest.h>

#include "tests/harness/processes.h"
#include "tests/process/supervisor_here.h"

namespace skep {
namespace {

using harness::descendants;
using harness::ProcessInfo;
using harness::SupervisorHere;

constexpr const char* says_hello = "postMessage('hello'); onmessage = () => {};";

SupervisorOptions at_most(uint64_t spares) {
  SupervisorOptions options;
  options.spare_processes = spares;
  return options;
}

// Starts a root that stays, and lets it run its script.
WorkerId start(SupervisorHere& here, WorkerLimits limits = {}) {
  RootRequest request;
  request.keep_alive = true;
  request.limits = limits;
  const WorkerId id = here.spawn({{"main.js", says_hello}}, request);
  here.until(
      [&] {
        const auto status = here.supervisor.inspect(id);
        return status && status->state == WorkerState::running;
      },
      "a worker that runs");
  return id;
}

int pid_of(SupervisorHere& here, WorkerId id) {
  return here.supervisor.inspect(id)->pid;
}

void until_spares(SupervisorHere& here, uint64_t count) {
  here.until([&] { return here.supervisor.census().spares == count; },
             std::to_string(count) + " spares");
}

pid_t parent_of(pid_t pid) {
  for (const ProcessInfo& process : descendants(::getpid())) {
    if (process.pid == pid) return process.parent;
  }
  return 0;
}

// The processes beside these workers' that no worker has, once there are so many of them.
std::vector<pid_t> spare_pids(SupervisorHere& here, size_t count) {
  std::vector<pid_t> spares;
  const auto look = [&] {
    const std::vector<WorkerStatus> workers = here.supervisor.list();
    const auto is_worker = [&](pid_t pid) {
      return std::ranges::any_of(workers, [&](const WorkerStatus& w) { return w.pid == pid; });
    };
    const pid_t zygote = parent_of(workers.back().pid);
    spares.clear();
    for (const ProcessInfo& process : descendants(::getpid())) {
      const bool one = process.parent == zygote && process.state != 'Z';
      if (one && !is_worker(process.pid)) spares.push_back(process.pid);
    }
    return spares.size() == count;
  };
  here.until(look, std::to_string(count) + " processes that wait");
  return spares;
}

// A line of /proc/PID/status.
std::string status_of(pid_t pid, const std::string& key) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(key + ":\t")) return line.substr(key.size() + 2);
  }
  return "";
}

TEST_CASE("the first worker has none made, each later one has one, and the next one gets it") {
  SupervisorHere here;
  start(here);
  here.settle();
  CHECK(here.supervisor.counters().spares_started == 0);
  start(here);
  until_spares(here, 1);
  const pid_t waiting = spare_pids(here, 1).front();
  const WorkerId third = start(here);
  CHECK(pid_of(here, third) == waiting);
  CHECK(here.supervisor.counters().spares_used == 1);
  until_spares(here, 1);
  CHECK(here.supervisor.counters().spares_started == 2);
  CHECK(here.supervisor.counters().spares_lost == 0);
  here.end();
}

TEST_CASE("a process that waits has every layer of the sandbox on already") {
  SupervisorHere here;
  start(here);
  start(here);
  const pid_t waiting = spare_pids(here, 1).front();
  here.until([&] { return status_of(waiting, "Seccomp") == "2"; }, "the system-call filter");
  CHECK(status_of(waiting, "NoNewPrivs") == "1");
  for (const char* set : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}) {
    CHECK(status_of(waiting, set) == "0000000000000000");
  }
  here.end();
}

TEST_CASE("a worker with other limits gets a process of its own") {
  SupervisorHere here;
  start(here);
  start(here);
  const pid_t waiting = spare_pids(here, 1).front();
  WorkerLimits smaller;
  smaller.memory_bytes /= 2;
  CHECK(pid_of(here, start(here, smaller)) != waiting);
  WorkerLimits shorter;
  shorter.cpu_ms = 5000;
  CHECK(pid_of(here, start(here, shorter)) != waiting);
  CHECK(here.supervisor.counters().spares_used == 0);
  // What is not the process's makes no difference.
  WorkerLimits fewer;
  fewer.children = 1;
  CHECK(pid_of(here, start(here, fewer)) == waiting);
  here.end();
}

TEST_CASE("the limits of a process that waited are those of its worker") {
  SupervisorHere here;
  WorkerLimits small;
  small.memory_bytes = 4u << 20;
  start(here, small);
  start(here, small);
  until_spares(here, 1);
  RootRequest request;
  request.limits = small;
  here.spawn({{"main.js", "const kept = []; for (;;) kept.push('x'.repeat(1000) + kept.length);"}},
             request);
  here.until([&] { return !here.ends.empty(); }, "the end of a worker that takes all memory");
  CHECK(here.ends.front().starts_with("out-of-memory"));
  CHECK(here.supervisor.counters().spares_used == 1);
  here.end();
}

TEST_CASE("there are never more than the bound, and as many as workers came at once") {
  SupervisorHere here(at_most(3));
  RootRequest request;
  request.keep_alive = true;
  here.spawn({{"main.js", "for (let i = 0; i < 10; ++i) new Worker('w.js')"}, {"w.js", says_hello}},
             request);
  until_spares(here, 3);
  here.until([&] { return here.supervisor.worker_count() == 11; }, "all workers");
  CHECK(spare_pids(here, 3).size() == 3);
  here.end();
}

TEST_CASE("with a bound of none, none is made") {
  SupervisorHere here(at_most(0));
  for (int i = 0; i < 4; ++i) start(here);
  here.settle();
  CHECK(here.supervisor.counters().spares_started == 0);
  here.end();
}

TEST_CASE("where no two workers share a layout, none is made") {
  SupervisorOptions options;
  options.workers_per_zygote = 1;
  SupervisorHere here(options);
  for (int i = 0; i < 3; ++i) start(here);
  CHECK(here.supervisor.counters().spares_started == 0);
  here.end();
}

TEST_CASE("a script that never ends does not keep one from being made") {
  SupervisorHere here;
  start(here);
  RootRequest request;
  request.limits.cpu_ms = 0;
  here.spawn({{"main.js", "for (;;);"}}, request);
  until_spares(here, 1);
  here.end();
}

TEST_CASE("one that is killed while it waits is counted, and the next worker runs") {
  SupervisorHere here;
  start(here);
  start(here);
  const pid_t waiting = spare_pids(here, 1).front();
  REQUIRE(::kill(waiting, SIGKILL) == 0);
  here.until([&] { return here.supervisor.counters().spares_lost == 1; }, "the loss of one");
  CHECK(here.supervisor.census().spares == 0);
  CHECK(here.ends.empty());
  start(here);
  until_spares(here, 1);
  here.end();
}

TEST_CASE("they go with their zygote, and the next worker runs") {
  SupervisorHere here;
  start(here);
  const WorkerId second = start(here);
  until_spares(here, 1);
  const pid_t zygote = parent_of(pid_of(here, second));
  REQUIRE(zygote > 1);
  REQUIRE(::kill(zygote, SIGKILL) == 0);
  here.until([&] { return here.supervisor.worker_count() == 0; }, "the end of its workers");
  CHECK(here.supervisor.counters().spares_lost == 1);
  CHECK(here.supervisor.census().spares == 0);
  start(here);
  here.end();
}

TEST_CASE("a layout that may be known to an attacker takes those that wait with it") {
  SupervisorHere here;
  const WorkerId first = start(here);
  start(here);
  const pid_t waiting = spare_pids(here, 1).front();
  REQUIRE(::kill(pid_of(here, first), SIGSEGV) == 0);
  here.until([&] { return here.supervisor.worker_count() == 1; }, "the end of the first");
  CHECK(here.supervisor.counters().zygotes_suspected == 1);
  CHECK(here.supervisor.census().spares == 0);
  here.until([&] { return status_of(waiting, "State").empty(); }, "the end of the one that waited");
  CHECK(here.supervisor.counters().spares_lost == 0);
  CHECK(here.supervisor.counters().spares_used == 0);
  start(here);
  here.end();
}

}  // namespace
}  // namespace skep
