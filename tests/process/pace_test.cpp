// Limits that make somebody wait, and that of the console: nothing is lost without a word, in
// order, and nobody else waits.
#include "tests/process/limited_tree.h"

namespace skep {
namespace {

TEST_CASE("queue: who posts too many bytes to a busy guest waits, and all arrives in order") {
  LimitedTree tree(R"(
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
  LimitedTree tree(R"(
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
  LimitedTree tree(R"(
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
  LimitedTree tree(
      "onmessage = () => { for (;;) postMessage('flood'); }", {{"messages_per_s", 1}},
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
  LimitedTree tree(R"(
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
    if (event["type"] != "console" || event["text"].get<std::string>().starts_with("other"))
      continue;
    first = std::min(first, event["time_ms"].get<uint64_t>());
    last = std::max(last, event["time_ms"].get<uint64_t>());
  }
  // Three hundred, of which a hundred at once.
  CHECK(last - first >= 1900);
  skep.expect_nothing_left();
}

}  // namespace
}  // namespace skep
