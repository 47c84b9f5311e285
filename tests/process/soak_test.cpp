// Workers are killed at random instants while others talk: what the survivors say to each other
// arrives once, whole and in order, and what the dead said is whole messages up to some point.
#include <csignal>
#include <random>
#include <set>

#include <doctest/doctest.h>

#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::Json;
using harness::TemporaryDirectory;

constexpr const char* main_script = R"(
  const rounds = 4000, window_size = 16;
  let left = 3, kills = 0;
  const wrong = text => console.log(`wrong: ${text}`);

  for (let i = 0; i < 3; ++i) {
    const survivor = new Worker('echo.js', {name: `survivor ${i}`});
    let sent = 0, expected = 0;
    const send = () => { if (sent < rounds) survivor.postMessage({n: sent++, p: 'q'.repeat(sent % 300)}); };
    survivor.onmessage = ({data}) => {
      if (data.n !== expected || data.p.length !== (expected + 1) % 300) wrong(`survivor got ${data.n} not ${expected}`);
      ++expected;
      if (expected === rounds && --left === 0) console.log('all survivors done');
      send();
    };
    for (let k = 0; k < window_size; ++k) send();
  }

  const start_victim = () => {
    const victim = new Worker('flood.js', {name: 'victim'});
    let expected = 0;
    victim.onmessage = ({data}) => {
      if (data.n !== expected || data.p.length !== expected % 700) wrong(`victim said ${data.n} not ${expected}`);
      ++expected;
    };
    victim.onerror = event => {
      event.preventDefault();
      ++kills;
      if (left > 0) start_victim();
    };
  };
  start_victim();
  start_victim();
)";

TEST_CASE("what survivors say to each other arrives whole while others are killed at any instant") {
  const TemporaryDirectory scripts;
  scripts.write("echo.js", "onmessage = ({data}) => postMessage(data)");
  scripts.write("flood.js", "for (let n = 0; ; ++n) postMessage({n, p: 'r'.repeat(n % 700)})");
  harness::Supervisor skep;
  // Or the tree would end by itself when the last victim dies just as the survivors are done.
  const auto root = skep.spawn(scripts.write("main.js", main_script), {.keep_alive = true});
  std::mt19937 random(11);
  const Json victim_started = {{"type", "started"}, {"name", "victim"}};
  const auto is_end = [](const Json& event) {
    return harness::matches(event, {{"text", "all survivors done"}});
  };
  int kills = 0;
  while (!skep.log().seen(is_end)) {
    const Json event = skep.expect(
        [&](const Json& candidate) {
          return harness::matches(candidate, victim_started) || is_end(candidate);
        },
        "a new victim or the end");
    if (is_end(event)) break;
    // Some turns of the supervisor, so that the victim is anywhere in its work when it is hit.
    for (unsigned turns = random() % 20; turns > 0; --turns) skep.call("worker.list");
    ::kill(event["pid"].get<pid_t>(), SIGKILL);
    ++kills;
  }
  skep.terminate(root);
  skep.expect_exit(root, "terminated");
  CHECK(kills >= 2);
  skep.expect_never({{"text", "~wrong"}});
  skep.expect_never({{"reason", "protocol-violation"}});
  skep.expect_no_segments();
  skep.expect_nothing_left();
}

}  // namespace
}  // namespace skep
