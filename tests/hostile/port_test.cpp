// A worker that lies to the supervisor about MessagePorts is killed, and nothing else comes of it.
#include <doctest/doctest.h>

#include "beside_hostile_cell.h"
#include "tests/process/supervisor_here.h"

namespace skep {
namespace {

using harness::SupervisorHere;
using hostile::move_beside_hostile_cell;

std::string outcome_of(const std::string& misdeed, uint32_t ports = 100) {
  SupervisorHere here;
  RootRequest request;
  request.keep_alive = true;
  request.limits.ports = ports;
  here.spawn({{"main.js", "globalThis.x = 'misdeed: " + misdeed + ";'"}}, request);
  here.until([&] { return here.has("console survived") || here.has("exit protocol-violation"); },
             "the outcome of: " + misdeed);
  // What it printed before it was killed is told, and then its end.
  here.end();
  return here.has("exit protocol-violation") ? "killed" : "survived";
}

TEST_CASE("a worker that lies about its ports is killed") {
  move_beside_hostile_cell();
  for (const char* misdeed :
       {"open twice",           "open one port as two",    "open what is given",
        "open the inside port", "post through nothing",    "post through what is given",
        "bring nothing",        "bring the child",         "bring a port twice",
        "bring it again",       "bring it through itself", "bring it outside",
        "start nothing",        "withdraw nothing",        "close twice",
        "start with words",     "return to nothing",       "return to a started port",
        "half a handle",        "say that it is refused",  "ports without end"}) {
    CAPTURE(misdeed);
    CHECK(outcome_of(misdeed) == "killed");
  }
  CHECK(outcome_of("none") == "survived");
}

TEST_CASE("a worker that lies about its limits is killed, or counts for nothing") {
  move_beside_hostile_cell();
  for (const char* misdeed :
       {"a limit that it does not judge", "a limit that does not exist", "half a limit"}) {
    CAPTURE(misdeed);
    CHECK(outcome_of(misdeed) == "killed");
  }
  CHECK(outcome_of("limits met without end") == "survived");
}

TEST_CASE("a small request with a large answer, again and again, fills no queue without bound") {
  move_beside_hostile_cell();
  SupervisorHere here;
  RootRequest request;
  request.keep_alive = true;
  const WorkerId root = here.spawn(
      {{"main.js", "globalThis.x = 'misdeed: ask for a large blob without end;'"}}, request);
  const auto queued = [&] {
    const auto status = here.supervisor.inspect(root);
    return status ? status->queued_bytes : 0;
  };
  here.until([&] { return queued() > 2 * request.limits.queue_bytes; }, "answers that wait");
  here.settle();
  CHECK(queued() < 2 * request.limits.queue_bytes + 2 * max_shared_blob_bytes);
  here.end();
}

}  // namespace
}  // namespace skep
