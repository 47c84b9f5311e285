// Calls of host functions, as whoever answers them sees it.
#include <boost/asio/steady_timer.hpp>
#include <doctest/doctest.h>

#include "supervisor_here.h"

namespace skep {
namespace {

using harness::clone;
using harness::SupervisorHere;
using Status = HostResult::Status;

TEST_CASE("a call is answered at once or later, with a value or what is thrown") {
  SupervisorHere here;
  here.answer_calls();
  here.on_call = [&](WorkerId worker, uint32_t call) {
    const std::string value = clone(R"({"$set":[1]})");
    if (call == 1) here.supervisor.answer_host_call(worker, {call, Status::value, {}, {}, value});
  };
  const WorkerId root = here.spawn({{"main.js", R"(
    (async () => {
      console.log((await skep.call('now', 1, [2])).has(1));
      try { await skep.call('later'); } catch (error) { console.log(String(error)); }
      try { await skep.call('never'); } catch (error) { console.log(error.name); }
    })();
  )"}});
  here.until("console true");
  CHECK(here.has("call 1 now [1,[2]]"));
  here.until("call 2 later []");
  const std::string error = control::clone_of_error("PaymentError", "no money", "");
  CHECK(here.supervisor.answer_host_call(root, {2, Status::thrown, {}, {}, error}));
  CHECK_FALSE(here.supervisor.answer_host_call(root, {2, Status::thrown, {}, {}, error}));
  here.until("console PaymentError: no money");
  here.until("call 3 never []");
  CHECK(here.supervisor.answer_host_call(root, {3, Status::refused, "TimeoutError", "late", {}}));
  here.until("exit finished");
  CHECK(here.has("console TimeoutError"));
  CHECK_FALSE(here.supervisor.answer_host_call(root, {3, Status::value, {}, {}, error}));
  CHECK_FALSE(here.has("forget"));
}

TEST_CASE("a tree with an unanswered call is not finished") {
  SupervisorHere here;
  here.answer_calls();
  const WorkerId root =
      here.spawn({{"main.js",
                   "skep.call('f').then(value => { console.log(value); });"
                   "new Worker('other.js').onmessage = () => { console.log('quiet now'); };"},
                  {"other.js", "postMessage(0);"}});
  here.until("console quiet now");
  here.until("call 1 f []");
  // Longer than the moment of quiet after which finished trees are looked for.
  bool later = false;
  boost::asio::steady_timer timer(here.io, std::chrono::milliseconds(50));
  timer.async_wait([&](const Error&) { later = true; });
  here.until([&] { return later; }, "a moment");
  CHECK(here.supervisor.inspect(root));
  const std::string value = clone("\"answered\"");
  CHECK(here.supervisor.answer_host_call(root, {1, Status::value, {}, {}, value}));
  here.until("exit finished");
  CHECK(here.has("console answered"));
}

TEST_CASE("when a worker ends, its calls are forgotten, once") {
  SupervisorHere here;
  here.answer_calls();
  const WorkerId root = here.spawn({{"main.js", "skep.call('f'); skep.call('g');"}});
  here.until("call 2 g []");
  here.supervisor.terminate(root);
  here.until("exit terminated");
  CHECK(std::count(here.log.begin(), here.log.end(), "forget") == 1);
}

TEST_CASE("a worker may have so many calls unanswered, and no more") {
  SupervisorHere here;
  here.answer_calls();
  RootRequest request;
  request.keep_alive = true;
  const WorkerId root = here.spawn({{"main.js", R"(
    for (let i = 0; i < 1024; ++i) skep.call('f');
    skep.call('f').catch(error => {
      console.log(error.name);
      postMessage('refused');
    });
    onmessage = () => skep.call('again');
  )"}},
                                   request);
  here.until("console QuotaExceededError");
  CHECK(here.has("call 1024 f []"));
  CHECK_FALSE(here.has("call 1025 f []"));
  CHECK(here.supervisor.counters().host_calls_refused == 1);
  const std::string value = clone("1");
  CHECK(here.supervisor.answer_host_call(root, {7, Status::value, {}, {}, value}));
  here.supervisor.post(root, clone("1"));
  here.until("call 1026 again []");
  here.end();
}

TEST_CASE("where nobody answers there is no host function") {
  SupervisorHere here;
  here.spawn({{"main.js", "skep.call('f').catch(error => console.log(error.name));"}});
  here.until("exit finished");
  CHECK(here.has("console NotFoundError"));
}

TEST_CASE("a call made before close() is heard") {
  SupervisorHere here;
  here.answer_calls();
  here.spawn({{"main.js", "skep.call('bye'); close();"}});
  here.until("exit closed");
  CHECK(here.has("call 1 bye []"));
  CHECK(here.has("forget"));
}

}  // namespace
}  // namespace skep
