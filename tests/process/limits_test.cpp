// Each limit, met: it takes effect under its own name, whoever is above hears of it, it is counted,
// and a sibling goes on as if nothing had happened.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::Json;
using harness::TemporaryDirectory;
using harness::Worker;

// Starts a guest beside a sibling, which has to answer once the guest is done or gone.
constexpr const char* main_script = R"(
  const sibling = new Worker('sibling.js', {name: 'sibling'});
  sibling.onmessage = ({data}) => console.log(data);
  const guest = new Worker('guest.js', {name: 'guest'});
  const ask = () => sibling.postMessage('?');
  guest.onmessage = ({data}) => { 
    if (data === 'next') guest.postMessage('again');
    else if (data === 'done') ask();
    else console.log(data);
  };
  guest.onerror = (event) => {
    event.preventDefault();
    console.log('told: ' + event.message);
    ask();
  };
  guest.postMessage('go');
)";

struct Tree {
  TemporaryDirectory scripts;
  harness::Supervisor skep;
  Worker root = 0;
  Worker guest = 0;

  Tree(const std::string& guest_script, const Json& limits, const std::string& main = main_script) {
    scripts.write("sibling.js", "onmessage = () => postMessage('the sibling lives')");
    scripts.write("guest.js", guest_script);
    harness::SpawnOptions options;
    options.limits = limits;
    options.keep_alive = true;
    root = skep.spawn(scripts.write("main.js", main), options);
  }

  uint64_t metric(const std::string& limit) {
    const std::string text = skep.call("metrics").at("result").at("text");
    const std::string name = fmt::format("skep_limit_hits_total{{limit=\"{}\"}} ", limit);
    const size_t at = text.find(name);
    return at == std::string::npos ? 0 : std::stoull(text.substr(at + name.size()));
  }
  Json wait_for_guest() {
    const Json spawned = skep.expect({{"type", "spawned"}, {"name", "guest"}});
    guest = spawned["worker"];
    return spawned;
  }
  // The guest has ended for this.
  Json ends(const std::string& limit, const std::string& reason) {
    wait_for_guest();
    skep.expect({{"type", "limit"}, {"worker", guest}, {"limit", limit}, {"ends", true}});
    const Json exit = skep.expect({{"type", "exit"}, {"worker", guest}, {"reason", reason}});
    skep.expect({{"type", "console"}, {"text", "~told: the worker ended: " + reason}});
    skep.expect_console("the sibling lives");
    finish(limit);
    return exit;
  }
  // It met the limit `times` times or more, and lives.
  void lives(const std::string& limit, uint64_t times) {
    skep.expect_console("the sibling lives");
    CHECK(skep.inspect(guest)["limits_met"].value(limit, uint64_t{0}) >= times);
    CHECK(metric(limit) >= times);
    finish(limit);
  }
  void finish(const std::string& limit) {
    CHECK(metric(limit) >= 1);
    skep.expect_never({{"type", "exit"}, {"name", "sibling"}});
    skep.expect_never({{"reason", "crashed"}});
    skep.expect_never({{"reason", "protocol-violation"}});
    skep.terminate(root);
    skep.expect_exit(root, "terminated");
    skep.expect_nothing_left();
  }
  void expect_limit(const std::string& limit) {
    skep.expect({{"type", "limit"}, {"worker", guest}, {"limit", limit}, {"ends", false}});
  }
};

TEST_CASE("memory: the guest ends as out-of-memory") {
  Tree tree("onmessage = () => { const all = []; for (;;) all.push(new ArrayBuffer(100000)); }",
            {{"memory_bytes", 8 << 20}});
  tree.ends("memory_bytes", "out-of-memory");
}

TEST_CASE("cpu: short tasks add up, and end with the part of a second that was allowed") {
  Tree tree(R"(
    const step = () => { const end = Date.now() + 20; while (Date.now() < end); setTimeout(step); };
    onmessage = step;
  )",
            {{"cpu_ms", 300}, {"task_ms", 60'000}});
  const Json exit = tree.ends("cpu_ms", "cpu-limit");
  CHECK(exit["detail"] == "it used its 300 ms of processor time");
  CHECK(exit["cpu_ms"] >= 300);
  CHECK(exit["cpu_ms"] < 700);
}

TEST_CASE("task: one long task ends the guest, many short ones do not") {
  Tree tree(R"(
    let tasks = 0;
    const step = () => {
      const end = Date.now() + 20;
      while (Date.now() < end);
      if (++tasks < 40) return setTimeout(step);
      postMessage('forty short tasks');
      for (;;);
    };
    onmessage = step;
  )",
            {{"task_ms", 200}});
  const Json exit = tree.ends("task_ms", "task-limit");
  CHECK(exit["detail"] == "one of its tasks used 200 ms of processor time");
  CHECK(exit["cpu_ms"] >= 200);
  tree.skep.expect_never({{"type", "limit"}, {"limit", "cpu_ms"}});
  const auto posted = [](const Json& event) {
    return harness::matches(event, {{"text", "forty short tasks"}});
  };
  CHECK(tree.skep.log().seen(posted));
}

TEST_CASE("task: the script's first run is one, and a promise that never rests is one") {
  {
    Tree tree("for (;;);", {{"task_ms", 50}});
    tree.ends("task_ms", "task-limit");
  }
  Tree tree("onmessage = async () => { for (;;) await null; }", {{"task_ms", 50}});
  tree.ends("task_ms", "task-limit");
}

TEST_CASE("wall: time on the clock ends a worker that does nothing") {
  Tree tree("onmessage = () => {}", {{"wall_ms", 150}});
  tree.skep.expect({{"type", "limit"}, {"limit", "wall_ms"}, {"ends", true}});
  tree.skep.expect_exit(tree.root, "wall-limit");
  tree.skep.expect_nothing_left();
}

TEST_CASE("stall: a guest that takes nothing of a full queue ends as unresponsive") {
  Tree tree("onmessage = () => { for (;;); }", {{"queue_bytes", 64 << 10}, {"stall_ms", 200}},
            std::string(main_script) +
                "for (let i = 0; i < 500; ++i) guest.postMessage('x'.repeat(1000));");
  tree.ends("stall_ms", "unresponsive");
}

TEST_CASE("queue: who posts too many bytes to a busy guest waits, and all arrives in order") {
  Tree tree(R"(
    let expected = 0;
    onmessage = ({data}) => {
      if (data === 'go') { const end = Date.now() + 300; while (Date.now() < end); return; }
      if (data.number !== expected++) console.log('wrong');
      if (expected === 500) postMessage('done');
    };
  )",
            {{"queue_bytes", 64 << 10}}, std::string(main_script) + R"(
    const padding = 'x'.repeat(1000);
    for (let number = 0; number < 500; ++number) guest.postMessage({number, padding});
  )");
  tree.wait_for_guest();
  tree.expect_limit("queue_bytes");
  tree.skep.expect_console("the sibling lives");
  tree.skep.expect_never({{"text", "wrong"}});
  CHECK(tree.skep.inspect(tree.guest)["limits_met"]["queue_bytes"] >= 1);
}

TEST_CASE("queue-count: the same for many small messages, far below the limit in bytes") {
  Tree tree(R"(
    let expected = 0;
    onmessage = ({data}) => {
      if (data === 'go') { const end = Date.now() + 300; while (Date.now() < end); return; }
      if (data !== expected++) console.log('wrong');
      if (expected === 20000) postMessage('done');
    };
  )",
            {{"queue_count", 50}},
            std::string(main_script) +
                "for (let number = 0; number < 20000; ++number) guest.postMessage(number);");
  tree.wait_for_guest();
  tree.expect_limit("queue_count");
  tree.skep.expect_console("the sibling lives");
  tree.skep.expect_never({{"text", "wrong"}});
  tree.skep.expect_never({{"limit", "queue_bytes"}});
}

TEST_CASE("messages: who posts faster than its rate waits; nothing is lost, nobody else waits") {
  Tree tree(R"(
    onmessage = () => {
      const since = Date.now();
      for (let number = 0; number < 200; ++number) postMessage(number);
      postMessage('done');
    };
  )",
            {{"messages_per_s", 100}}, R"(
    const sibling = new Worker('sibling.js', {name: 'sibling'});
    sibling.onmessage = ({data}) => console.log(data);
    const guest = new Worker('guest.js', {name: 'guest'});
    const since = Date.now();
    let expected = 0;
    guest.onmessage = ({data}) => {
      if (data === 'done') {
        console.log(`after ${Date.now() - since} ms`);
        sibling.postMessage('?');
      } else if (data !== expected++) {
        console.log('wrong');
      }
    };
    guest.postMessage('go');
  )");
  tree.wait_for_guest();
  tree.expect_limit("messages_per_s");
  const Json after = tree.skep.expect({{"type", "console"}, {"text", "~after "}});
  // A second's worth at once, and then a hundred more at their rate.
  CHECK(std::stoi(after["text"].get<std::string>().substr(6)) >= 900);
  tree.skep.expect_never({{"text", "wrong"}});
  tree.lives("messages_per_s", 1);
}

TEST_CASE("messages: a worker that waits for its rate ends at once when it is told to") {
  Tree tree("onmessage = () => { for (;;) postMessage('flood'); }", {{"messages_per_s", 1}},
            "const guest = new Worker('guest.js', {name: 'guest'}); guest.postMessage('go');");
  tree.wait_for_guest();
  tree.expect_limit("messages_per_s");
  tree.skep.terminate(tree.guest);
  tree.skep.expect_exit(tree.guest, "terminated");
  tree.skep.terminate(tree.root);
  tree.skep.expect_exit(tree.root, "terminated");
  tree.skep.expect_nothing_left();
}

TEST_CASE("console: lines above the rate are dropped, and it is said how many") {
  Tree tree(R"(
    onmessage = () => {
      for (let i = 0; i < 100; ++i) console.log('x'.repeat(100));
      setTimeout(() => { console.log('later'); postMessage('done'); }, 200);
    };
  )",
            {{"console_bytes_per_s", 2000}});
  tree.wait_for_guest();
  tree.expect_limit("console_bytes_per_s");
  const Json lost = tree.skep.expect({{"type", "console-lost"}, {"worker", tree.guest}});
  tree.skep.expect_console("later");
  uint64_t came = 0;
  for (const Json& event : tree.skep.log().all()) {
    came += event["type"] == "console" && event["worker"] == tree.guest;
  }
  CHECK(came + lost["lines"].get<uint64_t>() == 101);
  tree.lives("console_bytes_per_s", 1);
}

// Asks for one more than it may have, says how that ended, and that it goes on.
std::string greedy(const std::string& one_more) {
  return fmt::format(R"(
    const kept = [];
    onmessage = ({{data}}) => {{
      if (data === 'again') return postMessage('done');
      for (let i = 0; i < 8; ++i) {{
        try {{ {} }} catch (error) {{ console.log(`${{i}}: ${{error.name}}`); }}
      }}
      postMessage('next');
    }};
  )",
                     one_more);
}

TEST_CASE("timers: one too many is an exception that the script can catch") {
  Tree tree(greedy("setTimeout(() => {}, 1e6);"), {{"timers", 5}});
  tree.wait_for_guest();
  tree.expect_limit("timers");
  for (const char* line : {"5: QuotaExceededError", "6: QuotaExceededError",
                           "7: QuotaExceededError"}) {
    tree.skep.expect_console(line);
  }
  tree.skep.expect_never({{"text", "4: QuotaExceededError"}});
  tree.lives("timers", 3);
}

TEST_CASE("timers: a timer that ran or was cleared makes room") {
  Tree tree(R"(
    onmessage = async () => {
      for (let i = 0; i < 10; ++i) await new Promise((done) => setTimeout(done));
      for (let i = 0; i < 10; ++i) clearInterval(setInterval(() => {}, 1000));
      postMessage('ran all');
    };
  )",
            {{"timers", 1}});
  tree.skep.expect_console("ran all");
  tree.skep.terminate(tree.root);
  tree.skep.expect_exit(tree.root, "terminated");
  tree.skep.expect_nothing_left();
}

TEST_CASE("channels: one too many is an exception") {
  Tree tree(greedy("kept.push(new BroadcastChannel(`c${i}`));"), {{"channels", 7}});
  tree.wait_for_guest();
  tree.expect_limit("channels");
  tree.skep.expect_console("7: QuotaExceededError");
  tree.lives("channels", 1);
}

TEST_CASE("ports: one too many is an exception") {
  Tree tree(greedy("kept.push(new MessageChannel());"), {{"ports", 14}});
  tree.wait_for_guest();
  tree.expect_limit("ports");
  tree.skep.expect_console("7: QuotaExceededError");
  tree.lives("ports", 1);
}

TEST_CASE("children, depth: one too many is a worker that ends at once, as its parent hears") {
  const char* spawner = R"(
    onmessage = () => {
      for (let i = 0; i < 3; ++i) {
        new Worker('sibling.js', {name: `child ${i}`}).onerror = (event) => {
          event.preventDefault();
          console.log(`told of child ${i}: ${event.message}`);
          postMessage('done');
        };
      }
    };
  )";
  {
    Tree tree(spawner, {{"children", 2}});
    tree.wait_for_guest();
    tree.skep.expect({{"type", "limit"}, {"limit", "children"}, {"ends", true}});
    tree.skep.expect({{"text", "~told of child 2: the worker ended: quota"}});
    tree.skep.expect_console("the sibling lives");
    tree.finish("children");
  }
  Tree tree(spawner, {{"depth", 2}});
  tree.wait_for_guest();
  tree.skep.expect({{"type", "limit"}, {"limit", "depth"}, {"ends", true}});
  tree.skep.expect({{"text", "~told of child 2: the worker ended: quota"}});
  tree.skep.expect_console("the sibling lives");
  tree.finish("depth");
}

TEST_CASE("source: a script above it is not loaded, whoever asks for it") {
  TemporaryDirectory scripts;
  const std::string large = "/*" + std::string(4000, 'x') + "*/ console.log('ran');";
  scripts.write("large.js", large);
  scripts.write("large.mjs", large);
  const std::string file = scripts.write("main.js", R"(
    const worker = new Worker('large.js', {name: 'large'});
    worker.onerror = (event) => {
      console.log('told: ' + event.type);
      try { importScripts('large.js'); } catch (error) { console.log('import: ' + error.name); }
      import('./large.mjs').catch((error) => console.log('module: ' + error.name));
      const text = '/*' + 'x'.repeat(4000) + '*/';
      const url = URL.createObjectURL(new Blob([text], {type: 'text/javascript'}));
      new Worker(url).onerror = () => { console.log('told of the blob'); };
    };
  )");
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"source_bytes", 2048}};
  options.keep_alive = true;
  const Worker root = skep.spawn(file, options);
  const Json exit = skep.expect({{"type", "exit"}, {"name", "large"}, {"reason", "load-error"}});
  CHECK(exit["detail"].get<std::string>().find("larger than 2048 bytes") != std::string::npos);
  skep.expect_console("told: error");
  skep.expect_console("import: NetworkError");
  skep.expect_all({{{"text", "~module: "}}, {{"text", "told of the blob"}}});
  CHECK(skep.inspect(root)["limits_met"]["source_bytes"] == 2);
  const auto ended = [](const Json& event) {
    return harness::matches(event, {{"limit", "source_bytes"}, {"ends", true}});
  };
  CHECK(skep.log().seen(ended));
  skep.expect_never({{"text", "ran"}});
  skep.terminate(root);
  skep.expect_exit(root, "terminated");
  skep.expect_nothing_left();
}

TEST_CASE("a tenant's rate holds for all its workers together, and for nobody else's") {
  TemporaryDirectory scripts;
  const std::string config = scripts.write("skepd.toml", "[tenants.acme]\nmessages = 100\n");
  const std::string file = scripts.write("main.js", R"(
    console.log(`${name} begins`);
    for (let i = 0; i < 150; ++i) postMessage(i);
    console.log(`${name} is heard`);
  )");
  harness::Supervisor skep({.config = config});
  const auto spawn = [&](const std::string& name, const std::string& tenant) {
    return skep
        .call("worker.spawn", {{"root", scripts.path()},
                               {"file", file},
                               {"name", name},
                               {"tenant", tenant},
                               {"keep_alive", true}})
        .at("result")
        .at("worker")
        .get<Worker>();
  };
  const Worker one = spawn("one", "acme");
  const Worker two = spawn("two", "acme");
  spawn("other", "");
  // Its console comes the same way as its messages, behind them.
  skep.expect_all({{{"text", "other is heard"}},
                   {{"type", "limit"}, {"worker", one}, {"limit", "tenant_messages"}},
                   {{"type", "limit"}, {"worker", two}, {"limit", "tenant_messages"}},
                   {{"text", "one is heard"}},
                   {{"text", "two is heard"}}});
  uint64_t first = UINT64_MAX;
  uint64_t last = 0;
  for (const Json& event : skep.log().all()) {
    if (event["type"] != "console" || event["text"].get<std::string>().starts_with("other")) continue;
    first = std::min(first, event["time_ms"].get<uint64_t>());
    last = std::max(last, event["time_ms"].get<uint64_t>());
  }
  // Three hundred, of which a hundred at once.
  CHECK(last - first >= 1900);
  skep.expect_nothing_left();
}

}  // namespace
}  // namespace skep
