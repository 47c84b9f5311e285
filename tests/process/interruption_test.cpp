// SIGINT, SIGTERM and lost readers end a run at once, whatever its workers do.
#include <csignal>

#include <doctest/doctest.h>

#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::Command;
using harness::Outcome;
using harness::TemporaryDirectory;

constexpr const char* spinning_tree = R"(
  new Worker('spin.js', {name: 'one'});
  new Worker('spin.js', {name: 'two'});
  console.log('spinning');
  for (;;);
)";

Outcome interrupted_by(int signal) {
  const TemporaryDirectory scripts;
  scripts.write("spin.js", "console.log(name + ' up'); for (;;);");
  Command run(harness::skep_options({"run", scripts.write("main.js", spinning_tree)}));
  run.expect_out("spinning");
  run.expect_out("one up");
  run.expect_out("two up");
  run.signal(signal);
  return run.finish();
}

TEST_CASE("an interrupt ends a tree of endless loops, and the run says so") {
  const Outcome run = interrupted_by(SIGINT);
  CHECK(run.status == 130);
  CHECK_FALSE(run.err.empty());
  harness::expect_no_processes_left();
}

TEST_CASE("a request to end does the same") {
  const Outcome run = interrupted_by(SIGTERM);
  CHECK(run.status == 143);
  harness::expect_no_processes_left();
}

TEST_CASE("even a killed command leaves no process behind") {
  const Outcome run = interrupted_by(SIGKILL);
  CHECK(run.signal == SIGKILL);
  harness::expect_no_processes_left();
}

TEST_CASE("a killed supervisor takes its workers along, and the command says that it was lost") {
  const TemporaryDirectory scripts;
  Command run(harness::skep_options(
      {"run", scripts.write("main.js", "console.log('spinning'); for (;;);")}));
  run.expect_out("spinning");
  pid_t supervisor = 0;
  for (const auto& process : harness::descendants(run.pid())) {
    if (process.name == "skepd") supervisor = process.pid;
  }
  REQUIRE(supervisor > 0);
  ::kill(supervisor, SIGKILL);
  const Outcome outcome = run.finish();
  CHECK(outcome.status == 3);
  CHECK_FALSE(outcome.err.empty());
  harness::expect_no_processes_left();
}

}  // namespace
}  // namespace skep
