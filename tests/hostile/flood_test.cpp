// A worker that does nothing but ask, as fast as native code can: a sibling is answered all the
// same, nothing grows without bound, and terminate() works. No time is measured here: `./dev bench
// flood` does that.
#include "tests/hostile/hostile_here.h"

namespace skep {
namespace {

using harness::SupervisorHere;
using hostile::misdeed;

WorkerId spawn(SupervisorHere& here, const std::string& text) {
  RootRequest request;
  request.keep_alive = true;
  request.source = misdeed(text);
  const WorkerId root = here.supervisor.spawn_root(request).value();
  here.wanted.insert(root);
  return root;
}

// So many messages to the worker and back, one after the other.
void round_trips(SupervisorHere& here, WorkerId echo, int count) {
  here.log.clear();
  for (int i = 0; i < count; ++i) {
    here.until([&] { return here.supervisor.post(echo, harness::clone("1")) == Posted::done; },
               "room for a message");
    here.until([&] { return here.log.size() > static_cast<size_t>(i); }, "the message back");
    here.log.resize(static_cast<size_t>(i) + 1);
  }
}

uint64_t queued(const SupervisorHere& here, WorkerId worker) {
  const auto status = here.supervisor.inspect(worker);
  return status ? status->queued_bytes : 0;
}

TEST_CASE("a sibling is answered while a worker floods, and the worker that floods can be ended") {
  hostile::move_beside_hostile_cell();
  for (const char* kind :
       {"doorbell", "requests", "messages to nobody", "messages to itself",
        "children that it takes back", "modules", "blob URLs", "broadcasts",
        "small answers that it does not take", "large answers that it does not take"}) {
    CAPTURE(kind);
    SupervisorHere here;
    const WorkerId echo = spawn(here, "echo: ");
    const WorkerId flooder = spawn(here, std::string("flood: ") + kind);
    here.wanted.erase(flooder);
    here.until("console flooding");
    round_trips(here, echo, 300);
    CHECK(here.ends.size() ==
          here.supervisor.counters().workers_requested - here.supervisor.worker_count());
    CHECK(here.supervisor.inspect(flooder).has_value());
    CHECK(here.supervisor.terminate(flooder));
    here.until([&] { return !here.supervisor.inspect(flooder).has_value(); }, "its end");
    CHECK(here.ends.back() == "terminated: by request");
    round_trips(here, echo, 3);
    here.end();
  }
}

TEST_CASE(
    "who asks without ever taking the answers is not heard any more, and holds only so much") {
  hostile::move_beside_hostile_cell();
  for (const char* kind :
       {"small answers that it does not take", "large answers that it does not take"}) {
    CAPTURE(kind);
    SupervisorHere here;
    const WorkerId echo = spawn(here, "echo: ");
    const WorkerId flooder = spawn(here, std::string("flood: ") + kind);
    const uint64_t most = 2 * WorkerLimits().queue_bytes;
    here.until([&] { return queued(here, flooder) > most; }, "answers that wait");
    round_trips(here, echo, 20);
    const uint64_t before = queued(here, flooder);
    CHECK(before <= most + max_shared_blob_bytes + (1 << 20));
    round_trips(here, echo, 300);
    // Not one more, however long it waits.
    CHECK(queued(here, flooder) == before);
    CHECK(here.ends.empty());
    CHECK(here.supervisor.terminate(flooder));
    here.until([&] { return !here.ends.empty(); }, "its end");
    CHECK(here.supervisor.census().queued_bytes == 0);
    here.end();
  }
}

}  // namespace
}  // namespace skep
