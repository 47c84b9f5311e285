// What a worker does in which order, as its supervisor sees it.
#include <doctest/doctest.h>

#include "proto/worker_messages.h"
#include "sandbox/timers.h"
#include "test_heap.h"
#include "worker_process.h"

using skep::Timers;
using skep::test::serialized;
using skep::test::WorkerProcess;

namespace {

constexpr uint64_t ms = 1'000'000;

}  // namespace

TEST_CASE("timers come in the order of their time, then of their creation") {
  Timers timers;
  timers.add(0, 5, false, 1);
  timers.add(0, 1, false, 2);
  timers.add(0, 1, false, 3);
  timers.add(0, -7, false, 4);
  CHECK(timers.next_due() == 0);
  std::vector<uint32_t> order;
  while (const auto due = timers.take(10 * ms)) {
    order.push_back(due->callback);
    timers.finish(10 * ms, due->id);
  }
  CHECK(order == std::vector<uint32_t>{4, 2, 3, 1});
  CHECK(timers.next_due() == UINT64_MAX);
}

TEST_CASE("a timer nested more than five deep waits four milliseconds") {
  Timers timers;
  timers.add(0, 0, true, 1);
  for (int round = 0; round < 6; round++) {
    const auto due = timers.take(0);
    REQUIRE(due);
    timers.finish(0, due->id);
  }
  CHECK_FALSE(timers.take(0));
  CHECK(timers.next_due() == 4 * ms);
}

TEST_CASE("cancelled timers leave nothing behind") {
  Timers timers;
  for (uint32_t i = 0; i < 100'000; i++) {
    CHECK(timers.cancel(timers.add(0, 1000, false, i)) == i);
  }
  CHECK(timers.count() == 0);
  CHECK(timers.next_due() == UINT64_MAX);
  const uint32_t id = timers.add(0, 0, true, 7);
  const auto due = timers.take(0);
  CHECK(timers.cancel(due->id) == 7);
  CHECK_FALSE(timers.finish(0, id));
}

TEST_CASE("a script that is done leaves the worker idle") {
  CHECK(WorkerProcess("console.log('hello');").run() == "hello\nstarted\n");
}

TEST_CASE("microtasks run before the next task, in order") {
  CHECK(WorkerProcess("setTimeout(function () { console.log('timer'); queueMicrotask(function () {"
                      "  console.log('its microtask'); }); }, 0);"
                      "setTimeout(function () { console.log('second timer'); }, 0);"
                      "queueMicrotask(function () { console.log('a'); queueMicrotask(function () {"
                      "  console.log('c'); }); });"
                      "Promise.resolve().then(function () { console.log('b'); });"
                      "console.log('script');")
            .run() == "script\na\nb\nc\nstarted\ntimer\nits microtask\nsecond timer\n");
}

TEST_CASE("messages wait for the script, and come with or without a handler") {
  WorkerProcess worker(
      "var s = Date.now(); while (Date.now() < s + 5);"
      "setTimeout(function () { onmessage = function (e) { console.log(e.data); }; }, 20);"
      "addEventListener('message', function (e) { console.log('first ' + e.data); });");
  worker.post(serialized("'one'"));
  CHECK(worker.run() == "started\nfirst one\n");
  worker.post(serialized("'two'"));
  CHECK(worker.run() == "first two\ntwo\n");
}

TEST_CASE("a message of megabytes goes through the rings and back") {
  WorkerProcess worker(
      "onmessage = function (e) { console.log(e.data.length + e.data[4e6 - 1]); };"
      "var big = new Uint8Array(4e6); big[4e6 - 1] = 7;"
      "postMessage(big, [big.buffer]); console.log(big.length);");
  worker.echo = true;
  CHECK(worker.run() == "message 0\n0\nstarted\n4000007\n");
}

TEST_CASE("two full rings do not wait for each other") {
  WorkerProcess worker(
      "var got = 0; onmessage = function () { if (++got === 300) console.log('all'); };"
      "for (var i = 0; i < 300; i++) postMessage(new Array(2000).join('x'));");
  worker.echo = true;
  for (int i = 0; i < 300; i++) worker.post(serialized("new Array(2000).join('y')"));
  const std::string log = worker.run();
  CHECK(log.ends_with("all\n"));
  CHECK(worker.messages.size() == 300);
}

TEST_CASE("close() lets the task finish and drops everything else") {
  WorkerProcess worker(
      "setTimeout(function () { console.log('never'); }, 0);"
      "onmessage = function () { console.log('never'); };"
      "queueMicrotask(function () { postMessage('microtask'); });"
      "postMessage('foo'); close(); postMessage('bar');"
      "setTimeout(function () { postMessage('baz'); }, 0);");
  worker.post(serialized("1"));
  CHECK(worker.run() == "message 0\nmessage 0\nmessage 0\nstarted\nclose\nexit 0\n");
  CHECK(worker.messages == std::vector<std::string>{serialized("'foo'"), serialized("'bar'"),
                                                    serialized("'microtask'")});
}

TEST_CASE("a getter that posts, closes or throws tears no message") {
  WorkerProcess worker(
      "try { postMessage({a: new Array(9000).join('x'),"
      "  get b() { postMessage('inner'); close(); throw 'mine'; }}); }"
      "catch (e) { console.log(e); } postMessage('last');");
  CHECK(worker.run() == "message 0\nmine\nmessage 0\nstarted\nclose\nexit 0\n");
  CHECK(worker.messages == std::vector<std::string>{serialized("'inner'"), serialized("'last'")});
}

TEST_CASE("exceptions name the place and do not end the worker") {
  CHECK(WorkerProcess("setTimeout(function () { console.log('still here'); }, 1);\n"
                      "  throw new Error('boom');")
            .run() == "error Uncaught Error: boom file:///main.js:2:3\nstarted\nstill here\n");
  CHECK(WorkerProcess("\n\n throw 'text';").run() ==
        "error Uncaught text file:///main.js:3:2\nstarted\n");
}

TEST_CASE("a script that cannot be compiled ends the worker") {
  const std::string log = WorkerProcess("var ok = 1;\nvar (;").run();
  CHECK(log.starts_with("start_failed Uncaught SyntaxError: "));
  CHECK(log.ends_with(" file:///main.js:2:1\nexit 74\n"));
}

TEST_CASE("importScripts runs what it brings in order and throws what goes wrong") {
  WorkerProcess worker(
      "importScripts('a.js', 'b.js'); console.log(a + b);"
      "try { importScripts('a.js', 'none.js'); } catch (e) { console.log(e.name); }"
      "try { importScripts('bad.js'); } catch (e) { console.log(e.name); }"
      "try { importScripts('throws.js'); } catch (e) { console.log(e); }",
      {{"a.js", "var a = 1; console.log('a');"},
       {"b.js", "var b = a + 1; console.log('b');"},
       {"bad.js", "var (;"},
       {"throws.js", "throw 'theirs';"}});
  worker.post(serialized("1"));
  CHECK(worker.run() == "a\nb\n3\na\nNetworkError\nSyntaxError\ntheirs\nstarted\n");
}

TEST_CASE("memory that runs out is an exception, and ends the worker if nothing catches it") {
  CHECK(WorkerProcess("try { var a = []; for (;;) a.push(new ArrayBuffer(1e6)); }"
                      "catch (e) { a = null; console.log('caught'); }")
            .run() == "caught\nstarted\n");
  CHECK(WorkerProcess("var a = []; for (;;) a.push(new ArrayBuffer(1e6));").run() == "exit 71\n");
}

TEST_CASE("a message that makes no sense is a messageerror") {
  WorkerProcess worker("onmessage = onmessageerror = function (e) { console.log(e.type); };");
  worker.post("nonsense");
  worker.post(serialized("1"));
  CHECK(worker.run() == "started\nmessageerror\nmessage\n");
}

TEST_CASE("children are asked for, and their errors and end arrive") {
  WorkerProcess worker(
      "var w = new Worker('child.js');"
      "w.onerror = function (e) { console.log(e.message + e.lineno); e.preventDefault(); };"
      "w.onmessage = function (e) { console.log(e.data); w.terminate(); };");
  CHECK(worker.run() == "spawn file:///child.js\nstarted\n");
  skep::ErrorReport report;
  report.message = "Uncaught x";
  report.line = 4;
  worker.send(skep::DownType::child_error, 1, encode(report));
  worker.post(serialized("'hi'"), 1);
  CHECK(worker.run() == "Uncaught x4\nhi\nterminate 1\n");
}
