// A worker that takes all the memory it can get ends alone, under its own name.
#include <doctest/doctest.h>

#include "confine/sanitizer_allowances.h"
#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::Json;
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

constexpr uint64_t precise_limit = 64 << 20;

// --- precision ---
//
// A sanitizer takes memory of its own, and C++ allocates past the arena there.
#ifndef SKEP_SANITIZER_BUILD

uint64_t peak_of(const std::string& script, uint64_t limit, const std::string& reason,
                 std::string* last_line = nullptr) {
  const TemporaryDirectory scripts;
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"memory_bytes", limit}};
  const auto root = skep.spawn(scripts.write("main.js", script), options);
  const Json exit = skep.expect_exit(root, reason);
  if (last_line != nullptr) {
    for (const Json& event : skep.log().all()) {
      if (event["type"] == "console") *last_line = event["text"];
    }
  }
  skep.expect_nothing_left();
  return exit["peak_memory_bytes"].get<uint64_t>();
}

// What the bomb had beyond a worker that does nothing, against its limit.
double share_of_limit(const std::string& bomb) {
  static const uint64_t nothing = peak_of("0", precise_limit, "finished");
  const uint64_t peak = peak_of(bomb, precise_limit, "out-of-memory");
  return static_cast<double>(peak - nothing) / static_cast<double>(precise_limit);
}

TEST_CASE("bombs of every kind end within five percent of the limit") {
  const std::pair<const char*, const char*> bombs[] = {
      {"strings", "const a = []; for (let i = 0;; ++i) a.push('x'.repeat(10000) + i);"},
      {"short strings", "const a = []; for (let i = 0;; ++i) a.push([`string number ${i}`]);"},
      {"arrays", "const a = []; for (;;) a.push(new Array(1000).fill(1));"},
      {"objects", "let a = null; for (let i = 0;; ++i) a = {next: a, i};"},
      {"ArrayBuffers", "const a = []; for (;;) a.push(new ArrayBuffer(100000));"},
      {"typed arrays", "const a = []; for (;;) a.push(new Float64Array(5000));"},
      {"Maps",
       "const a = []; for (;;) { const m = new Map(); for (let i = 0; i < 50; ++i) m.set(i, {}); "
       "a.push(m); }"},
      {"Sets",
       "const a = []; for (;;) { const s = new Set(); for (let i = 0; i < 50; ++i) s.add(`${i}`); "
       "a.push(s); }"},
      {"closures", "let f = null; for (;;) { const g = f; f = () => g; }"},
      {"promises", "const a = []; for (;;) a.push(new Promise(() => {}));"},
      {"Blobs", "const a = []; for (;;) a.push(new Blob([new Uint8Array(50000)]));"},
      {"messages to itself",
       "const {port1, port2} = new MessageChannel(); for (;;) "
       "port1.postMessage('x'.repeat(10000));"},
  };
  for (const auto& [kind, bomb] : bombs) {
    CAPTURE(std::string(kind));
    const double share = share_of_limit(bomb);
    CAPTURE(share);
    CHECK(share >= 0.95);
    CHECK(share <= 1.05);
  }
}

TEST_CASE("what a script holds when it ends is what it was allowed") {
  std::string last;
  peak_of(
      "const a = []; for (let i = 1;; ++i) { a.push(new ArrayBuffer(100000)); "
      "if (i % 5 === 0) console.log(i); }",
      precise_limit, "out-of-memory", &last);
  const double held = std::stod(last) * 100'000 / static_cast<double>(precise_limit);
  CHECK(held >= 0.95);
  CHECK(held <= 1.0);
}

TEST_CASE("messages that wait in a worker are charged to it") {
  const TemporaryDirectory scripts;
  const uint64_t nothing = peak_of("0", precise_limit, "finished");
  // Both post without end and never handle anything: what arrives piles up in each.
  scripts.write("other.js", "for (;;) postMessage('x'.repeat(5000));");
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"memory_bytes", precise_limit}};
  const auto root =
      skep.spawn(scripts.write("main.js",
                               "const other = new Worker('other.js', {name: 'other'}); "
                               "for (;;) other.postMessage('y'.repeat(5000));"),
                 options);
  const Json exit = skep.expect({{"type", "exit"}, {"reason", "out-of-memory"}});
  const double share = static_cast<double>(exit["peak_memory_bytes"].get<uint64_t>() - nothing) /
                       static_cast<double>(precise_limit);
  CHECK(share >= 0.95);
  CHECK(share <= 1.05);
  // It would go on for ever with nobody at the other end.
  if (exit["worker"] != root) {
    skep.terminate(root);
    skep.expect_exit(root, "terminated");
  }
  skep.expect_nothing_left();
}

TEST_CASE("what arrives and is kept ends its receiver, and nobody else") {
  const TemporaryDirectory scripts;
  scripts.write("small.js", "const kept = []; onmessage = ({data}) => { kept.push(data); }");
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"memory_bytes", precise_limit}};
  const auto root = skep.spawn(scripts.write("main.js", R"(
    const small = new Worker('small.js', {name: 'small'});
    small.onerror = (event) => { event.preventDefault(); console.log('told'); };
    const buffer = new ArrayBuffer(10 << 20);
    for (let i = 0; i < 7; ++i) small.postMessage(buffer);
  )"),
                               options);
  skep.expect_all(
      {{{"type", "exit"}, {"name", "small"}, {"reason", "out-of-memory"}}, {{"text", "told"}}});
  skep.expect_exit(root, "finished");
  skep.expect_nothing_left();
}

#endif

// --- what comes near the limit, and lives ---

TEST_CASE("a script that catches the error of a giant allocation goes on") {
  const TemporaryDirectory scripts;
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"memory_bytes", precise_limit}};
  const auto root = skep.spawn(scripts.write("main.js", R"(
    const kept = [];
    for (let i = 0; i < 50000; ++i) kept.push({i});
    let refused = 0;
    for (let i = 0; i < 100; ++i) {
      try { kept.push(new ArrayBuffer(1 << 30)); } catch (error) { ++refused; }
    }
    for (let size = 70 << 20; ; size -= 1 << 20) {
      try { kept.push(new ArrayBuffer(size)); break; } catch (error) { ++refused; }
    }
    console.log(refused > 108 ? 'lives' : `only ${refused}`);
    setTimeout(() => console.log('and goes on'));
  )"),
                               options);
  skep.expect_console("lives");
  skep.expect_console("and goes on");
  skep.expect_exit(root, "finished");
  skep.expect_nothing_left();
}

TEST_CASE("garbage makes room, for the script and for what arrives") {
  const TemporaryDirectory scripts;
  scripts.write("busy.js", R"(
    let expected = 0, filled = 0;
    onmessage = ({data}) => {
      if (data.number !== expected++) console.log('wrong');
      // A circle, which only the collector frees. No room is left for what arrives next.
      let garbage = [];
      garbage.push(garbage);
      try { for (;;) garbage.push(new ArrayBuffer(20000)); } catch (error) { ++filled; }
      garbage = null;
      if (expected === 100) postMessage(filled === 100 ? 'done' : 'never full');
    };
  )");
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"memory_bytes", precise_limit}};
  const auto root = skep.spawn(scripts.write("main.js", R"(
    const busy = new Worker('busy.js', {name: 'busy'});
    busy.onmessage = ({data}) => { console.log(data); busy.terminate(); };
    // Each is larger than the one before, so that the room of that one is not enough.
    for (let number = 0; number < 100; ++number) {
      busy.postMessage({number, padding: 'x'.repeat(20000 * number)});
    }
  )"),
                               options);
  skep.expect_console("done");
  skep.expect_never({{"text", "wrong"}});
  skep.expect_exit(root, "finished");
  skep.expect_nothing_left();
}

TEST_CASE("a heap that is full and stays full is given up, not collected for ever") {
  const TemporaryDirectory scripts;
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"memory_bytes", precise_limit}};
  const auto root = skep.spawn(
      scripts.write("main.js",
                    "const a = []; for (;;) { try { for (;;) a.push({}); } catch (e) {} }"),
      options);
  const Json exit = skep.expect_exit(root, "out-of-memory");
  CHECK(exit["detail"].get<std::string>().find("collect garbage") != std::string::npos);
  skep.expect_nothing_left();
}

TEST_CASE("memory that a listener or a promise could not get, and nobody caught, ends the worker") {
  const TemporaryDirectory scripts;
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"memory_bytes", 8 << 20}};
  options.keep_alive = true;
  for (const char* script : {"setTimeout(() => { const a = []; for (;;) a.push({}); })",
                             "addEventListener('message', () => new ArrayBuffer(1 << 30)); "
                             "const c = new MessageChannel(); "
                             "c.port1.onmessage = () => dispatchEvent(new Event('message')); "
                             "c.port2.postMessage(0);",
                             "(async () => { await null; new ArrayBuffer(1 << 30); })()"}) {
    CAPTURE(script);
    skep.expect_exit(skep.spawn(scripts.write("main.js", script), options), "out-of-memory");
  }
  const auto lives = skep.spawn(
      scripts.write("main.js",
                    "onerror = () => { console.log('handled'); return true; }; "
                    "onmessage = () => {}; const c = new BroadcastChannel('c'); "
                    "addEventListener('x', () => new ArrayBuffer(1 << 30)); "
                    "dispatchEvent(new Event('x')); setTimeout(() => console.log('lives'), 10);"),
      options);
  skep.expect_console("handled");
  skep.expect_console("lives");
  skep.terminate(lives);
  skep.expect_exit(lives, "terminated");
  skep.expect_nothing_left();
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
