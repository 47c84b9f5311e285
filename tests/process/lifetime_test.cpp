// When trees end, why, and in which order.
#include <csignal>

#include <doctest/doctest.h>

#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::Json;
using harness::TemporaryDirectory;

constexpr const char* echo = "onmessage = event => postMessage(event.data)";

TEST_CASE("a tree that can never do anything again is finished, though its workers listen") {
  const TemporaryDirectory scripts;
  scripts.write("echo.js", echo);
  harness::Supervisor skep;
  const auto root = skep.spawn(scripts.write("main.js", R"(
    const worker = new Worker('echo.js', {name: 'listener'});
    worker.onmessage = event => console.log(event.data);
    worker.postMessage('heard');
  )"));
  skep.expect_console("heard");
  skep.expect({{"type", "exit"}, {"name", "listener"}});
  const Json exit = skep.expect_exit(root, "finished");
  CHECK(exit["parent"] == 0);
  CHECK(exit["url"] == "https://skep.localhost/main.js");
  CHECK(exit["pid"].get<int>() > 0);
  CHECK(exit["messages_in"] == 1);
  CHECK(exit["messages_out"] == 1);
  CHECK(exit["peak_memory_bytes"].get<uint64_t>() > 0);
  skep.expect_no_segments();
  skep.expect_nothing_left();
}

TEST_CASE("an armed timer keeps a tree alive until it has run") {
  const TemporaryDirectory scripts;
  harness::Supervisor skep;
  const auto root = skep.spawn(
      scripts.write("main.js", "setTimeout(() => console.log('late'), 200); console.log('early')"));
  skep.expect_console("early");
  skep.expect_console("late");
  skep.expect_exit(root, "finished");
  skep.expect_nothing_left();
}

TEST_CASE("a finished tree ends however much others have to say") {
  const TemporaryDirectory scripts;
  scripts.write("echo.js", echo);
  harness::Supervisor skep;
  const auto busy = skep.spawn(scripts.write("busy.js", R"(
    const worker = new Worker('echo.js');
    let n = 0;
    worker.onmessage = ({data}) => { if (n++ === 100) console.log('busy'); worker.postMessage(n); };
    worker.postMessage(0);
  )"));
  skep.expect_console("busy");
  const auto root = skep.spawn(scripts.write("main.js", "console.log('done')"));
  skep.expect_console("done");
  skep.expect_exit(root, "finished");
  skep.expect_never({{"type", "exit"}, {"worker", busy}});
  skep.terminate(busy);
  skep.expect_exit(busy, "terminated");
  skep.expect_nothing_left();
}

TEST_CASE("keep-alive keeps a finished tree until it is terminated") {
  const TemporaryDirectory scripts;
  harness::Supervisor skep;
  const std::string script = scripts.write("main.js", "console.log('done')");
  const auto kept = skep.spawn(script, {.name = "kept", .keep_alive = true});
  skep.expect_console("done");
  // Others come and finish meanwhile.
  for (int i = 0; i < 3; ++i) {
    const auto other = skep.spawn(script);
    skep.expect_console("done");
    skep.expect_exit(other, "finished");
  }
  skep.expect_never({{"type", "exit"}, {"worker", kept}});
  CHECK(skep.list().size() == 1);
  skep.terminate(kept);
  skep.expect_exit(kept, "terminated");
  skep.expect_nothing_left();
}

TEST_CASE("a kept run ends when it is asked to") {
  const TemporaryDirectory scripts;
  harness::Command run(harness::skep_options(
      {"run", "--keep-alive", scripts.write("main.js", "console.log('up')")}));
  run.expect_out("up\n");
  run.signal(SIGTERM);
  CHECK(run.finish().status == 143);
  harness::expect_no_processes_left();
}

TEST_CASE("close() ends a worker as closed, with everything it posted delivered") {
  const TemporaryDirectory scripts;
  scripts.write("worker.js", "for (let i = 0; i < 1000; ++i) postMessage(i); close();");
  harness::Supervisor skep;
  const auto root = skep.spawn(scripts.write("main.js", R"(
    let expected = 0;
    const worker = new Worker('worker.js', {name: 'closer'});
    worker.onmessage = ({data}) => {
      if (data !== expected++) console.log('wrong', data);
      if (expected === 1000) console.log('all of them');
    };
  )"));
  skep.expect_all(
      {{{"type", "console"}, {"text", "all of them"}},
       {{"type", "exit"}, {"name", "closer"}, {"reason", "closed"}, {"messages_out", 1000}}});
  skep.expect_exit(root, "finished");
  skep.expect_nothing_left();
}

TEST_CASE("a worker that ends while its children still load ends them too") {
  const TemporaryDirectory scripts;
  // Not in the cache: each child's script has to be lowered first.
  for (int i = 0; i < 5; ++i) {
    const std::string number = std::to_string(i);
    scripts.write("child" + number + ".js", "class Late" + number + " {}");
  }
  harness::Supervisor skep;
  for (int i = 0; i < 5; ++i) {
    const auto root = skep.spawn(
        scripts.write("main.js", "new Worker('child" + std::to_string(i) + ".js'); close();"));
    skep.expect_exit(root, "closed");
  }
  skep.expect_nothing_left();
}

TEST_CASE("workers nest to any depth, and end before their owners") {
  const TemporaryDirectory scripts;
  const std::string script = scripts.write("main.js", R"(
    const depth = Number(name);
    if (depth < 8) {
      const child = new Worker('main.js', {name: String(depth + 1)});
      child.onmessage = ({data}) =>
          depth === 1 ? console.log(`from the bottom: ${data}`) : postMessage(`${data} ${depth}`);
    } else {
      postMessage(name);
    }
  )");
  harness::Supervisor skep;
  const auto root = skep.spawn(script, {.name = "1"});
  skep.expect_console("from the bottom: 8 7 6 5 4 3 2");
  // Each owner's exit comes after its child's: the order of the numbers is reversed.
  for (int depth = 8; depth >= 1; --depth) {
    skep.expect({{"type", "exit"}, {"name", std::to_string(depth)}});
  }
  skep.expect_never({{"type", "exit"}, {"worker", root}, {"reason", "crashed"}});
  skep.expect_nothing_left();
}

TEST_CASE("terminating a worker takes its descendants along, and only them") {
  const TemporaryDirectory scripts;
  scripts.write("spin.js", "postMessage(name + ' spins'); for (;;);");
  scripts.write("middle.js", R"(
    const child = new Worker('spin.js', {name: 'grandchild'});
    child.onmessage = ({data}) => postMessage(data);
  )");
  harness::Supervisor skep;
  const auto root = skep.spawn(scripts.write("main.js", R"(
    const middle = new Worker('middle.js', {name: 'middle'});
    middle.onmessage = ({data}) => { console.log(data); middle.terminate(); };
  )"));
  skep.expect_console("grandchild spins");
  skep.expect({{"type", "exit"}, {"name", "grandchild"}, {"reason", "parent-gone"}});
  skep.expect({{"type", "exit"}, {"name", "middle"}, {"reason", "terminated"}});
  skep.expect_exit(root, "finished");
  skep.expect_nothing_left();
}

TEST_CASE("a worker's uncaught exception reaches its owner, and its worker lives on") {
  const TemporaryDirectory scripts;
  scripts.write("worker.js",
                "onmessage = ({data}) => { if (data) throw new Error('boom'); "
                "postMessage('alive'); }");
  harness::Supervisor skep;
  const auto root = skep.spawn(scripts.write("main.js", R"(
    const worker = new Worker('worker.js');
    worker.onerror = event => {
      event.preventDefault();
      console.log(`${event.message} ${event.filename} ${event.lineno}`);
      worker.postMessage(0);
    };
    worker.onmessage = ({data}) => console.log(data);
    worker.postMessage(1);
  )"));
  skep.expect_console("Uncaught Error: boom https://skep.localhost/worker.js 1");
  skep.expect_console("alive");
  skep.expect_exit(root, "finished");
  skep.expect_nothing_left();
}

// Program 7 of the notes this project grew from.
TEST_CASE("what was posted to an idle worker before terminate() is handled, in 100 of 100 runs") {
  const TemporaryDirectory scripts;
  scripts.write("worker.js", "self.onmessage = ({data}) => console.log(data); postMessage('up')");
  const std::string script = scripts.write("main.js", R"(
    const worker = new Worker('worker.js');
    worker.onmessage = () => setTimeout(() => {
      worker.postMessage('foo');
      worker.terminate();
      worker.postMessage('bar');
      setTimeout(() => worker.postMessage('baz'), 10);
    }, 50);
  )");
  harness::Supervisor skep;
  for (int run = 0; run < 100; ++run) {
    const auto root = skep.spawn(script);
    skep.expect_console("foo");
    skep.expect_exit(root, "finished");
  }
  size_t lines = 0;
  for (const Json& event : skep.log().all()) lines += event["type"] == "console";
  CHECK(lines == 100);
  skep.expect_never({{"text", "bar"}});
  skep.expect_never({{"text", "baz"}});
  skep.expect_no_segments();
  skep.expect_nothing_left();
}

TEST_CASE("two hundred workers at once, all answering, all gone with their tree") {
  const TemporaryDirectory scripts;
  scripts.write("echo.js", echo);
  harness::Supervisor skep;
  harness::SpawnOptions options;
  options.limits = {{"children", 200}};
  const auto root = skep.spawn(scripts.write("main.js", R"(
    let answers = 0;
    for (let i = 0; i < 200; ++i) {
      const worker = new Worker('echo.js');
      worker.onmessage = ({data}) => {
        if (data !== i) console.log('wrong answer');
        if (++answers === 200) console.log('all answered');
      };
      worker.postMessage(i);
    }
  )"),
                               options);
  skep.expect_console("all answered");
  skep.expect_exit(root, "finished");
  skep.expect_never({{"text", "wrong answer"}});
  skep.expect_no_segments();
  skep.expect_nothing_left();
}

TEST_CASE("a worker may end while the last of its children is still being loaded") {
  const TemporaryDirectory scripts;
  // No cache knows what the child runs, so it is still being lowered when its parent is gone.
  scripts.write("parent.js", R"(
    const source = `const {a, ...b} = {a: ${Math.random()}}; onmessage = () => {};`;
    new Worker(URL.createObjectURL(new Blob([source])));
    close();
  )");
  harness::Supervisor skep;
  const auto root = skep.spawn(scripts.write("main.js", R"(
    for (let i = 0; i < 20; ++i) new Worker('parent.js');
  )"));
  skep.expect_exit(root, "finished");
  skep.expect_nothing_left();
}

}  // namespace
}  // namespace skep
