// More messages than anybody can hold: senders wait, nothing is lost, nothing grows, nobody blocks
// anybody else.
#include <doctest/doctest.h>

#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::Json;
using harness::TemporaryDirectory;

// Counts what arrives and says when it is not the next one.
constexpr const char* counting = R"(
  let expected = 0;
  const count = (data, until, say) => {
    const number = typeof data === 'number' ? data : data.number;
    if (number !== expected) say(`wrong: ${number} instead of ${expected}`);
    if (++expected === until) say('received all');
  };
)";

TEST_CASE("a flood towards a busy worker arrives whole, and never piles up in the supervisor") {
  const TemporaryDirectory scripts;
  scripts.write("busy.js", std::string(counting) + R"(
    const end = Date.now() + 300;
    while (Date.now() < end);
    onmessage = ({data}) => count(data, 20000, console.log);
  )");
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"queue_bytes", 256 << 10}};
  const auto root = skep.spawn(scripts.write("main.js", R"(
    const worker = new Worker('busy.js', {name: 'busy'});
    const padding = 'x'.repeat(1000);
    for (let number = 0; number < 20000; ++number) worker.postMessage({number, padding});
    console.log('posted all');
  )"),
                               options);
  skep.expect({{"type", "started"}, {"name", "busy"}});
  uint64_t most_queued = 0;
  const auto is_received = [](const Json& event) {
    return harness::matches(event, {{"type", "console"}, {"text", "received all"}});
  };
  while (!skep.log().seen(is_received)) {
    const Json workers = skep.list();
    if (workers.empty()) break;
    for (const Json& worker : workers) {
      most_queued = std::max(most_queued, worker["queued_bytes"].get<uint64_t>());
    }
  }
  skep.expect_all({{{"text", "posted all"}}, {{"text", "received all"}}});
  skep.expect_exit(root, "finished");
  skep.expect_never({{"text", "~wrong"}});
  // The high mark, the allowance above it, and what one turn may still bring.
  CHECK(most_queued <= (256 << 10) + (512 << 10));
  skep.expect_nothing_left();
}

TEST_CASE("two workers that flood each other both get everything") {
  const TemporaryDirectory scripts;
  const std::string flood = std::string(counting) + R"(
    const padding = 'y'.repeat(4000);
    const flood = target => {
      for (let number = 0; number < 3000; ++number) target.postMessage({number, padding});
    };
  )";
  scripts.write("child.js", flood + R"(
    onmessage = ({data}) => count(data, 3000, text => console.log('child', text));
    flood(self);
  )");
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"queue_bytes", 64 << 10}};
  const auto root = skep.spawn(scripts.write("main.js", flood + R"(
    const child = new Worker('child.js');
    child.onmessage = ({data}) => count(data, 3000, text => console.log('main', text));
    flood(child);
  )"),
                               options);
  skep.expect_all({{{"text", "main received all"}}, {{"text", "child received all"}}});
  skep.expect_exit(root, "finished");
  skep.expect_never({{"text", "~wrong"}});
  skep.expect_nothing_left();
}

TEST_CASE("a flood between two workers does not keep a third from answering") {
  const TemporaryDirectory scripts;
  scripts.write("flood.js", R"(
    const padding = 'z'.repeat(2000);
    for (;;) postMessage(padding);
  )");
  scripts.write("swamped.js", R"(
    const child = new Worker('flood.js');
    child.onmessage = () => {};
  )");
  scripts.write("echo.js", "onmessage = ({data}) => postMessage(data)");
  harness::Supervisor skep;
  const auto root = skep.spawn(scripts.write("main.js", R"(
    new Worker('swamped.js');
    const echo = new Worker('echo.js');
    let rounds = 0;
    echo.onmessage = () => {
      if (++rounds === 500) { console.log('500 rounds'); close(); } else echo.postMessage(rounds);
    };
    echo.postMessage(0);
  )"));
  skep.expect_console("500 rounds");
  skep.expect_exit(root, "closed");
  skep.expect_nothing_left();
}

TEST_CASE("messages of 8 MB go both ways, copied and transferred") {
  const TemporaryDirectory scripts;
  scripts.write("echo.js", R"(
    onmessage = ({data}) => {
      const bytes = new Uint8Array(data);
      let sum = 0;
      for (let i = 0; i < bytes.length; i += 65537) sum += bytes[i];
      postMessage({sum, data}, [data]);
    };
  )");
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"memory_bytes", 128 << 20}};
  const auto root = skep.spawn(scripts.write("main.js", R"(
    const size = 8 << 20;
    const bytes = new Uint8Array(size);
    let sum = 0;
    for (let i = 0; i < size; i += 65537) { bytes[i] = i % 251; sum += bytes[i]; }
    const echo = new Worker('echo.js');
    let rounds = 0;
    echo.onmessage = ({data}) => {
      if (data.sum !== sum || data.data.byteLength !== size) console.log('wrong');
      if (++rounds === 4) { console.log('four times 8 MB'); return; }
      echo.postMessage(data.data, [data.data]);
      if (data.data.byteLength !== 0) console.log('wrong: not detached');
    };
    echo.postMessage(bytes.buffer);
    if (bytes.byteLength !== size) console.log('wrong: a copy must stay');
  )"),
                               options);
  skep.expect_console("four times 8 MB");
  skep.expect_exit(root, "finished");
  skep.expect_never({{"text", "~wrong"}});
  skep.expect_nothing_left();
}

TEST_CASE("a worker that never takes its messages is unresponsive, and its owner lives") {
  const TemporaryDirectory scripts;
  scripts.write("deaf.js", "for (;;);");
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"queue_bytes", 64 << 10}, {"stall_ms", 200}};
  const auto root = skep.spawn(scripts.write("main.js", R"(
    const deaf = new Worker('deaf.js', {name: 'deaf'});
    deaf.onerror = event => { event.preventDefault(); console.log('lost the deaf one'); };
    for (let i = 0; i < 1000; ++i) deaf.postMessage('x'.repeat(1000));
    console.log('posted all');
  )"),
                               options);
  skep.expect_all({{{"type", "exit"}, {"name", "deaf"}, {"reason", "unresponsive"}},
                   {{"text", "posted all"}},
                   {{"text", "lost the deaf one"}}});
  skep.expect_exit(root, "finished");
  skep.expect_nothing_left();
}

}  // namespace
}  // namespace skep
