// BroadcastChannels between the workers of a tree and from outside of it.
#include <doctest/doctest.h>

#include "supervisor_here.h"

namespace skep {
namespace {

using harness::clone;
using harness::SupervisorHere;

constexpr const char* echo = R"(
  const channel = new BroadcastChannel('c');
  channel.onmessage = ({data}) => { channel.postMessage(name + ' got ' + data); };
  postMessage('ready');
)";

TEST_CASE("clients post to a channel of a tree and hear what is posted there") {
  SupervisorHere here;
  RootRequest request;
  request.keep_alive = true;
  const WorkerId root = here.spawn({{"main.js", R"(
    let ready = 0;
    for (const name of ['a', 'b']) {
      new Worker('echo.js', {name}).onmessage = () => { if (++ready === 2) postMessage('go'); };
    }
  )"},
                                    {"echo.js", echo}},
                                   request);
  CHECK(here.supervisor.channel_join(root, "c"));
  CHECK(here.supervisor.channel_join(root, "c"));
  here.until("message \"go\"");
  CHECK(here.supervisor.channel_post(root, "c", clone("1")) == Posted::done);
  here.until("broadcast c \"a got 1\"");
  here.until("broadcast c \"b got 1\"");
  // Of a client, once for all who joined; the poster tells itself apart.
  CHECK(std::count(here.log.begin(), here.log.end(), "broadcast c 1 from outside") == 1);
  CHECK(here.supervisor.channel_post(root, "nobody", clone("1")) == Posted::done);
  CHECK(here.supervisor.channel_post(WorkerId{99}, "c", clone("1")) == Posted::no_such_worker);
  CHECK_FALSE(here.supervisor.channel_join(root, std::string(max_channel_bytes + 1, 'c')));

  here.supervisor.channel_leave(root, "c");
  here.log.clear();
  here.supervisor.channel_post(root, "c", clone("2"));
  here.until("broadcast c \"a got 2\"");
  here.supervisor.channel_leave(root, "c");
  here.supervisor.channel_leave(root, "c");
  here.log.clear();
  here.supervisor.channel_post(root, "c", clone("3"));
  here.settle();
  CHECK(here.log.empty());
  here.end();
}

TEST_CASE("a channel is of one tree") {
  SupervisorHere here;
  RootRequest request;
  request.keep_alive = true;
  const std::map<std::string, std::string> scripts = {{"main.js", echo}};
  const WorkerId one = here.spawn(scripts, request);
  here.wanted.insert(WorkerId{2});
  const WorkerId two = here.spawn(scripts, request);
  here.until([&] { return here.log.size() == 2; }, "both roots");
  here.supervisor.channel_join(one, "c");
  here.supervisor.channel_join(two, "c");
  here.supervisor.channel_post(one, "c", clone("1"));
  here.until("broadcast c \" got 1\"");
  here.supervisor.close(one);
  here.supervisor.close(two);
  here.until([&] { return here.supervisor.list().empty(); }, "the end of both");
  CHECK(std::count(here.log.begin(), here.log.end(), "broadcast c \" got 1\"") == 1);
}

TEST_CASE("a flood of broadcasts arrives whole and in order, and its sender waits") {
  SupervisorHere here;
  RootRequest request;
  request.limits.queue_bytes = 64 << 10;
  here.spawn({{"main.js", R"(
    const channel = new BroadcastChannel('c');
    const names = ['a', 'b', 'c'];
    let ready = 0, done = 0;
    for (const name of names) {
      new Worker('member.js', {name}).onmessage = ({data}) => {
        if (data === 'ready' && ++ready === names.length) {
          const padding = 'x'.repeat(500);
          for (let number = 0; number < 5000; ++number) channel.postMessage({number, padding});
          console.log('posted all');
        } else if (data !== 'ready') {
          console.log(data);
        }
      };
    }
  )"},
              {"member.js", R"(
    let expected = 0;
    new BroadcastChannel('c').onmessage = ({data}) => {
      if (data.number !== expected) postMessage('wrong ' + data.number);
      if (++expected === 5000) postMessage('all');
    };
    postMessage('ready');
  )"}},
             request);
  uint64_t most = 0;
  here.until(
      [&] {
        for (const WorkerStatus& worker : here.supervisor.list()) {
          most = std::max(most, worker.queued_bytes);
        }
        return here.has("exit finished");
      },
      "the end");
  CHECK(std::count(here.log.begin(), here.log.end(), "console all") == 3);
  CHECK(here.log.size() == 5);
  CHECK(here.supervisor.counters().queue_stalls > 0);
  // What a waiting record costs besides its bytes is counted, too, once it waits.
  CHECK(most <= (64 << 10) + 1024);
}

TEST_CASE("two members that flood each other over a channel both get everything") {
  SupervisorHere here;
  RootRequest request;
  request.limits.queue_bytes = 64 << 10;
  here.spawn({{"main.js", R"(
    const sides = [new Worker('side.js'), new Worker('side.js')];
    let ready = 0;
    for (const side of sides) {
      side.onmessage = ({data}) => {
        if (data !== 'ready') return console.log(data);
        if (++ready === 2) sides.forEach(each => each.postMessage('go'));
      };
    }
  )"},
              {"side.js", R"(
    const channel = new BroadcastChannel('c');
    let got = 0;
    channel.onmessage = () => { if (++got === 2000) postMessage('all'); };
    onmessage = () => {
      for (let i = 0; i < 2000; ++i) channel.postMessage('x'.repeat(1000));
    };
    postMessage('ready');
  )"}},
             request);
  here.until("exit finished");
  CHECK(std::count(here.log.begin(), here.log.end(), "console all") == 2);
}

TEST_CASE("broadcasts wait while nobody outside can take them") {
  SupervisorHere here;
  const WorkerId root = here.spawn({{"main.js", R"(
    const channel = new BroadcastChannel('c');
    for (let i = 0; i < 3000; ++i) channel.postMessage(i);
  )"}});
  here.supervisor.channel_join(root, "c");
  here.held = true;
  here.until([&] { return here.supervisor.list().front().state == WorkerState::starting; },
             "the first run");
  here.settle();
  CHECK(here.log.empty());
  here.held = false;
  here.supervisor.resume_console();
  here.until("exit finished");
  REQUIRE(here.log.size() == 3001);
  CHECK(here.log[2999] == "broadcast c 2999");
}

TEST_CASE("to listen on a channel keeps no tree alive, and a worker that is gone is no member") {
  SupervisorHere here;
  RootRequest request;
  const WorkerId root = here.spawn({{"main.js", R"(
    const worker = new Worker('echo.js', {name: 'a'});
    worker.onmessage = () => {
      worker.terminate();
      new BroadcastChannel('c').postMessage('nobody is there');
    };
  )"},
                                    {"echo.js", echo}},
                                   request);
  here.supervisor.channel_join(root, "c");
  here.until("exit finished");
  CHECK(here.has("broadcast c \"nobody is there\""));
  CHECK_FALSE(here.has("broadcast c \"a got nobody is there\""));
}

}  // namespace
}  // namespace skep
