// A worker that takes all the memory it can get ends alone, under its own name.
#include <doctest/doctest.h>

#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::TemporaryDirectory;

constexpr const char* owner_of_a_bomb = R"(
  const sibling = new Worker('sibling.js', {name: 'sibling'});
  sibling.onmessage = event => console.log(event.data);
  const bomb = new Worker('bomb.js', {name: 'bomb'});
  bomb.onerror = event => {
    event.preventDefault();
    console.log('the bomb is over');
    sibling.postMessage('still there?');
  };
)";

void check_bomb(const char* bomb) {
  const TemporaryDirectory scripts;
  scripts.write("sibling.js", "onmessage = () => postMessage('the sibling lives')");
  scripts.write("bomb.js", bomb);
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"memory_bytes", 16 << 20}};
  const auto root = skep.spawn(scripts.write("main.js", owner_of_a_bomb), options);
  skep.expect({{"type", "exit"}, {"name", "bomb"}, {"reason", "out-of-memory"}});
  skep.expect_console("the sibling lives");
  skep.expect_exit(root, "finished");
  skep.expect_never({{"type", "exit"}, {"name", "sibling"}, {"reason", "out-of-memory"}});
  skep.expect_never({{"reason", "crashed"}});
  skep.expect_nothing_left();
}

TEST_CASE("a heap that never stops growing") {
  check_bomb("const all = []; for (;;) all.push(new Array(1000).fill({}));");
}

TEST_CASE("strings that double") {
  check_bomb("let s = 'x'; for (;;) s += s + 'y';");
}

TEST_CASE("ArrayBuffers count like everything else") {
  check_bomb("const all = []; for (;;) all.push(new ArrayBuffer(1 << 20));");
}

TEST_CASE("one ArrayBuffer larger than everything allowed") {
  check_bomb("const all = new Uint8Array(1 << 30); all[0] = 1;");
}

TEST_CASE("a bomb that catches every error does not live on it for ever, or ends when told to") {
  const TemporaryDirectory scripts;
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"memory_bytes", 16 << 20}};
  const auto root = skep.spawn(
      scripts.write("main.js",
                    "console.log('up'); const a = []; for (;;) { try { for (;;) a.push({}); } "
                    "catch (e) {} }"),
      options);
  skep.expect_console("up");
  skep.call("worker.terminate", {{"worker", root}});
  skep.expect({{"type", "exit"}, {"worker", root}});
  skep.expect_nothing_left();
}

TEST_CASE("a root that runs out of memory gives the run the status of a limit") {
  const TemporaryDirectory scripts;
  const harness::Outcome run = harness::skep(
      {"run", "--limit", "memory=8M",
       scripts.write("main.js", "const a = []; for (;;) a.push(new Array(100).fill(0));")});
  CHECK(run.status == 6);
  CHECK(run.err.find("memory") != std::string::npos);
  harness::expect_no_processes_left();
}

TEST_CASE("processor time and wall-clock time are limits with names of their own") {
  const TemporaryDirectory scripts;
  const std::string spin = scripts.write("spin.js", "for (;;);");
  harness::Supervisor skep;
  harness::SpawnOptions cpu;
  cpu.limits = {{"cpu_ms", 50}};
  skep.expect_exit(skep.spawn(spin, cpu), "cpu-limit");
  harness::SpawnOptions wall;
  wall.limits = {{"wall_ms", 50}};
  wall.keep_alive = true;
  skep.expect_exit(skep.spawn(spin, wall), "wall-limit");
  skep.expect_exit(skep.spawn(scripts.write("idle.js", "onmessage = () => {}"), wall),
                   "wall-limit");
  skep.expect_nothing_left();
}

}  // namespace
}  // namespace skep
