// Each limit that ends a worker or refuses it something, met: it takes effect under its own name,
// whoever is above hears of it, it is counted, and a sibling goes on as if nothing had happened.
#include <sys/resource.h>

#include "tests/process/limited_tree.h"

namespace skep {
namespace {

TEST_CASE("memory: the guest ends as out-of-memory") {
  LimitedTree tree(
      "onmessage = () => { const all = []; for (;;) all.push(new ArrayBuffer(100000)); }",
      {{"memory_bytes", 8 << 20}});
  tree.ends("memory_bytes", "out-of-memory");
}

TEST_CASE("cpu: short tasks add up, and end with the part of a second that was allowed") {
  LimitedTree tree(R"(
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
  LimitedTree tree(R"(
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
    LimitedTree tree("for (;;);", {{"task_ms", 50}});
    tree.ends("task_ms", "task-limit");
  }
  LimitedTree tree("onmessage = async () => { for (;;) await null; }", {{"task_ms", 50}});
  tree.ends("task_ms", "task-limit");
}

TEST_CASE("cpu, task: where no timer can be made for it, a worker is ended at once") {
  harness::Supervisor skep({.preparations = {[] {
                              const rlimit none = {0, 0};
                              return ::setrlimit(RLIMIT_SIGPENDING, &none);
                            }}});
  const TemporaryDirectory scripts;
  const std::string script = scripts.write("main.js", "onmessage = () => {}; console.log('runs');");
  harness::SpawnOptions options;
  options.keep_alive = true;
  const Worker free = skep.spawn(script, options);
  skep.expect_console("runs");
  for (const char* limit : {"cpu_ms", "task_ms"}) {
    options.limits = {{limit, 1000}};
    const Json exit = skep.expect_exit(skep.spawn(script, options), "start-failed");
    CHECK(exit["detail"].get<std::string>().starts_with("no timer for its processor time: "));
  }
  skep.terminate(free);
  skep.expect_exit(free, "terminated");
  skep.expect_nothing_left();
}

TEST_CASE("wall: time on the clock ends a worker that does nothing") {
  LimitedTree tree("onmessage = () => {}", {{"wall_ms", 150}});
  tree.skep.expect({{"type", "limit"}, {"limit", "wall_ms"}, {"ends", true}});
  tree.skep.expect_exit(tree.root, "wall-limit");
  tree.skep.expect_nothing_left();
}

TEST_CASE("stall: a guest that takes nothing of a full queue ends as unresponsive") {
  LimitedTree tree("onmessage = () => { for (;;); }",
                   {{"queue_bytes", 64 << 10}, {"stall_ms", 200}},
                   std::string(main_script) +
                       "for (let i = 0; i < 5000; ++i) guest.postMessage('x'.repeat(1000));");
  tree.ends("stall_ms", "unresponsive");
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
  LimitedTree tree(greedy("setTimeout(() => {}, 1e6);"), {{"timers", 5}});
  tree.wait_for_guest();
  tree.expect_limit("timers");
  for (const char* line :
       {"5: QuotaExceededError", "6: QuotaExceededError", "7: QuotaExceededError"}) {
    tree.skep.expect_console(line);
  }
  tree.skep.expect_never({{"text", "4: QuotaExceededError"}});
  tree.lives("timers", 3);
}

TEST_CASE("timers: a timer that ran or was cleared makes room") {
  LimitedTree tree(R"(
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
  LimitedTree tree(greedy("kept.push(new BroadcastChannel(`c${i}`));"), {{"channels", 7}});
  tree.wait_for_guest();
  tree.expect_limit("channels");
  tree.skep.expect_console("7: QuotaExceededError");
  tree.lives("channels", 1);
}

TEST_CASE("ports: one too many is an exception") {
  LimitedTree tree(greedy("kept.push(new MessageChannel());"), {{"ports", 14}});
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
    LimitedTree tree(spawner, {{"children", 2}});
    tree.wait_for_guest();
    tree.skep.expect({{"type", "limit"}, {"limit", "children"}, {"ends", true}});
    tree.skep.expect({{"text", "~told of child 2: the worker ended: quota"}});
    tree.skep.expect_console("the sibling lives");
    tree.finish("children");
  }
  LimitedTree tree(spawner, {{"depth", 2}});
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

TEST_CASE("a tree that loads too much at once is refused the rest, and told so") {
  const TemporaryDirectory scripts;
  scripts.write("large.js", std::string(32u << 20, ' '));
  const std::string file = scripts.write("main.js", R"(
    let left = 8;
    const refused = new Set();
    const done = () => { if (--left === 0) console.log('refused:', [...refused].join()); };
    for (let i = 0; i < left; ++i) {
      import('./large.js?' + i).then(done, e => { refused.add(e.name); done(); });
    }
  )");
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"memory_bytes", 1u << 30}};
  options.keep_alive = true;
  const Worker root = skep.spawn(file, options);
  skep.expect({{"type", "limit"}, {"limit", "loading_bytes"}, {"ends", false}});
  skep.expect_console("refused: TypeError");
  CHECK(skep.inspect(root)["limits_met"]["loading_bytes"].get<uint64_t>() >= 1);
  skep.terminate(root);
  skep.expect_exit(root, "terminated");
  skep.expect_nothing_left();
}

}  // namespace
}  // namespace skep
