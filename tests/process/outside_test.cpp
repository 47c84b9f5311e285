// Messages between a root and the outside of its tree, and the request to close.
#include <fstream>
#include <malloc.h>

#include <doctest/doctest.h>

#include "ipc/ring.h"
#include "supervisor_here.h"

namespace skep {
namespace {

using harness::clone;
using harness::SupervisorHere;

TEST_CASE("what is posted to a root reaches its script, and what it posts comes out") {
  SupervisorHere here;
  RootRequest request;
  request.keep_alive = true;
  const WorkerId root = here.spawn(
      {{"main.js", "onmessage = ({data}) => postMessage({got: data, args: skep.arguments});"}},
      [&] {
        request.arguments = {"one", ""};
        return request;
      }());
  // Before it runs, too.
  CHECK(here.supervisor.post(root, clone(R"({"a":[1]})")) == Posted::done);
  here.until(R"(message {"got":{"a":[1]},"args":["one",""]})");
  CHECK(here.supervisor.post(root, clone(R"({"$date":7})")) == Posted::done);
  here.until(R"(message {"got":{"$date":7},"args":["one",""]})");
  const auto status = here.supervisor.inspect(root);
  REQUIRE(status);
  CHECK(status->messages_in == 2);
  CHECK(status->messages_out == 2);
  here.end();
  CHECK(here.supervisor.post(root, clone("1")) == Posted::no_such_worker);
}

TEST_CASE("what nobody wants is dropped, and a child is no root") {
  SupervisorHere here;
  const WorkerId root = here.spawn({{"main.js",
                                     "postMessage('unheard');"
                                     "new Worker('child.js').onmessage = ({data}) => {"
                                     "  console.log(data); postMessage('heard'); };"},
                                    {"child.js", "postMessage('to the parent');"}});
  here.wanted.clear();
  here.until("console to the parent");
  CHECK_FALSE(here.has("message \"heard\""));
  CHECK_FALSE(here.has("message \"unheard\""));
  CHECK(here.supervisor.post(WorkerId{number(root) + 1}, clone("1")) == Posted::no_such_worker);
  here.until("exit finished");
}

TEST_CASE(
    "a message of many records comes out whole, one that is too large is refused by its size") {
  SupervisorHere here;
  RootRequest request;
  request.limits.memory_bytes = 256u << 20;
  here.spawn({{"main.js",
               "postMessage('x'.repeat(100000)); postMessage(new Uint8Array(17 << 20));"
               "postMessage('after');"}},
             request);
  here.until("exit finished");
  REQUIRE(here.log.size() == 4);
  CHECK(here.log[0] == "message \"" + std::string(100'000, 'x') + "\"");
  CHECK(here.log[1].starts_with("refused 178258"));
  CHECK(here.log[2] == "message \"after\"");
  CHECK(here.supervisor.counters().messages_refused == 1);
}

TEST_CASE("a root waits while nobody outside can take its messages, and loses none") {
  SupervisorHere here;
  here.held = true;
  here.spawn({{"main.js", "for (let i = 0; i < 5000; ++i) postMessage(i);"}});
  here.until([&] { return here.supervisor.list().front().state == WorkerState::starting; },
             "the first run");
  here.settle();
  CHECK(here.log.empty());
  here.held = false;
  here.supervisor.resume_console();
  here.until("exit finished");
  REQUIRE(here.log.size() == 5001);
  for (int i = 0; i < 5000; ++i) REQUIRE(here.log[i] == "message " + std::to_string(i));
}

TEST_CASE("a root that fell asleep while nobody took its messages still ends once they are taken") {
  SupervisorHere here;
  here.held = true;
  here.spawn({{"main.js", "for (let i = 0; i < 10; ++i) postMessage(i);"}});
  here.until([&] { return here.supervisor.list().front().state == WorkerState::starting; },
             "the first run");
  // All of it fits its ring, so it sleeps by now, and the supervisor has looked whether its tree is
  // done: nothing happens any more.
  while (here.io.run_one_for(std::chrono::milliseconds(20)) != 0) {
  }
  CHECK(here.log.empty());
  here.held = false;
  here.supervisor.resume_console();
  here.until("exit finished");
  CHECK(here.log.size() == 11);
}

TEST_CASE("a script that waits to be started goes with its worker") {
  SupervisorHere here;
  RootRequest request;
  request.source = "onmessage = () => {};";
  // More than are started at once; nothing of it happens before the loop turns.
  for (int i = 0; i < 100; ++i) REQUIRE(here.supervisor.spawn_root(request).has_value());
  const size_t before = ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
  for (int i = 0; i < 100; ++i) {
    request.source = std::string(1 << 20, ' ');
    here.supervisor.terminate(here.supervisor.spawn_root(request).value());
  }
  const size_t after = ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
  CHECK(after < before + (20u << 20));
}

TEST_CASE("a root's queue takes so much and no more, and all that it took arrives") {
  SupervisorHere here;
  RootRequest request;
  request.limits.queue_bytes = 64 << 10;
  const WorkerId root =
      here.spawn({{"main.js",
                   "let n = 0; onmessage = ({data}) => { ++n; if (data === 'last') "
                   "postMessage(n); };"}},
                 request);
  // Nothing runs yet, so nothing is taken.
  const std::string text = clone("\"" + std::string(1000, 'x') + "\"");
  int taken = 0;
  while (here.supervisor.post(root, text) == Posted::done) ++taken;
  CHECK(taken > 50);
  CHECK(taken < 70);
  CHECK(here.supervisor.post(root, text) == Posted::queue_full);
  here.until([&] { return here.supervisor.post(root, clone("\"last\"")) == Posted::done; },
             "room in the queue");
  here.until("message " + std::to_string(taken + 1));
  here.until("exit finished");
}

TEST_CASE("a message larger than the queue goes when nothing else waits") {
  SupervisorHere here;
  RootRequest request;
  request.limits.queue_bytes = 64 << 10;
  const WorkerId root =
      here.spawn({{"main.js", "onmessage = ({data}) => postMessage(data.length);"}}, request);
  const std::string large = clone("\"" + std::string(200'000, 'x') + "\"");
  CHECK(here.supervisor.post(root, large) == Posted::done);
  CHECK(here.supervisor.post(root, large) == Posted::queue_full);
  here.until("message 200000");
  here.until("exit finished");
}

TEST_CASE("a worker that is asked to close handles what was posted before") {
  SupervisorHere here;
  RootRequest request;
  request.keep_alive = true;
  const WorkerId root =
      here.spawn({{"main.js", "onmessage = ({data}) => postMessage(data);"}}, request);
  for (const char* json : {"1", "2", "3"}) here.supervisor.post(root, clone(json));
  CHECK(here.supervisor.close(root));
  here.supervisor.post(root, clone("4"));
  here.until("exit closed");
  CHECK(here.has("message 3"));
  CHECK_FALSE(here.has("message 4"));
  CHECK_FALSE(here.supervisor.close(root));
}

TEST_CASE("to see that a tree is not done costs the same however many workers it has") {
  SupervisorHere here;
  here.spawn({{"idle.js", "onmessage = () => {}"},
              {"echo.js", "onmessage = ({data}) => setTimeout(() => postMessage(data), 4)"},
              {"main.js", R"(
    const echo = new Worker('echo.js');
    echo.onmessage = ({data}) => {
      if (data % 50 === 0) console.log('at', data);
      echo.postMessage(data + 1);
    };
    setInterval(() => {}, 10000);
    for (let i = 0; i < 60; ++i) new Worker('idle.js').postMessage(i);
    echo.postMessage(1);
  )"}});
  here.until("console at 50");
  const uint64_t before = here.supervisor.counters().workers_looked_at;
  here.until("console at 150");
  const uint64_t looks = here.supervisor.counters().workers_looked_at - before;
  // Each of 100 round trips stirs the tree a few times. Had all its workers been asked each time,
  // it would be thousands.
  CHECK(looks > 0);
  CHECK(looks < 1000);
  here.end();
}

// Of the rings of all workers here, as far as they are in memory.
size_t ring_bytes() {
  std::ifstream maps("/proc/self/smaps");
  size_t kib = 0;
  bool ring = false;
  for (std::string line; std::getline(maps, line);) {
    if (line.find("memfd:") != std::string::npos || line.find('-') < line.find(':')) {
      ring = line.find("memfd:skep-segment") != std::string::npos;
    } else if (ring && line.starts_with("Rss:")) {
      kib += std::stoul(line.substr(4));
    }
  }
  return kib * 1024;
}

TEST_CASE("a worker that is idle gives back what large messages made of its rings") {
  SupervisorHere here;
  RootRequest request;
  request.keep_alive = true;
  const WorkerId root = here.spawn(
      {{"main.js", "onmessage = ({data}) => postMessage(data + 'x'.repeat(1 << 20));"}}, request);
  const std::string large = clone("\"" + std::string(1 << 20, 'y') + "\"");
  for (int round = 0; round < 2; ++round) {
    here.log.clear();
    CHECK(here.supervisor.post(root, large) == Posted::done);
    here.until([&] { return !here.log.empty(); }, "the answer");
    CHECK(here.log.front().size() > (2u << 20));
    CHECK(ring_bytes() > ring_capacity);
    here.until([&] { return ring_bytes() <= 2 * RingWriter::low_part + (32u << 10); },
               "the pages of the rings to go");
  }
  here.end();
}

}  // namespace
}  // namespace skep
