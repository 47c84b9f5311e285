// One service by itself: policies, pace, health, and what a person asks for.
#include "tests/unit/daemon/service_simulation.h"

namespace skep {
namespace {

using S = ServiceState;

TEST_CASE("services start with the daemon, in the order of the file") {
  Simulation sim;
  const ReloadResult result = sim.apply(sim.service("b") + sim.service("a"));
  CHECK(result.started == std::vector<std::string>{"b", "a"});
  CHECK(sim.happened() == "b waiting, a waiting, b starting, a starting, b running, a running");
  CHECK(sim.status("b").worker == WorkerId{1});
}

TEST_CASE("whether a service is restarted depends on its policy and on how it ended") {
  struct Case {
    const char* policy;
    EndReason reason;
    S after;
  };
  std::vector<Case> cases;
  for (size_t i = 0; i < end_reason_count; ++i) {
    const auto reason = static_cast<EndReason>(i);
    const bool peaceful = reason == EndReason::closed || reason == EndReason::finished;
    cases.push_back({"never", reason, peaceful ? S::stopped : S::failed});
    cases.push_back({"on-failure", reason, peaceful ? S::stopped : S::backing_off});
    cases.push_back({"always", reason, S::backing_off});
  }
  for (const Case& c : cases) {
    CAPTURE(c.policy);
    CAPTURE(name(c.reason));
    Simulation sim;
    sim.apply(fmt::format("[services.a]\nfile = \"/a.js\"\nrestart = \"{}\"\n", c.policy));
    sim.end("a", c.reason);
    CHECK(sim.state("a") == c.after);
    CHECK(sim.status("a").last_reason == name(c.reason));
    sim.pass(100);
    CHECK(sim.state("a") == (c.after == S::backing_off ? S::running : c.after));
  }
}

TEST_CASE("a restart waits, each time longer, until the service ran long enough") {
  Simulation sim;
  sim.apply(
      sim.service("a", "backoff = { initial = \"1s\", most = \"3s\", reset_after = \"10s\" }"));
  for (const uint64_t wait : {1000, 2000, 3000, 3000}) {
    sim.end("a");
    CHECK(sim.status("a").next_start_ms == wait);
    sim.pass(wait - 1);
    CHECK(sim.state("a") == S::backing_off);
    sim.pass(1);
    CHECK(sim.state("a") == S::running);
    CHECK(sim.status("a").next_start_ms == 0);
  }
  sim.pass(10'000);
  sim.end("a");
  CHECK(sim.status("a").next_start_ms == 1000);
  CHECK(sim.status("a").restarts == 5);
}

TEST_CASE("a service that is restarted too often fails and stays so until it is started") {
  Simulation sim;
  sim.apply(sim.service("a", "intensity = { restarts = 2, within = \"60s\" }"));
  for (int i = 0; i < 2; ++i) {
    sim.end("a");
    sim.pass(1000);
  }
  sim.happened();
  sim.end("a");
  CHECK(sim.happened() == "a failed");
  sim.pass(10'000'000);
  CHECK(sim.happened().empty());
  sim.start("a");
  CHECK(sim.state("a") == S::running);
  // With a clean record: it may fail twice again.
  sim.end("a");
  CHECK(sim.state("a") == S::backing_off);
  CHECK(sim.status("a").restarts == 1);
}

TEST_CASE("a service whose worker cannot even be asked for backs off as well") {
  Simulation sim;
  sim.unspawnable.insert("a");
  sim.apply(sim.service("a"));
  CHECK(sim.state("a") == S::backing_off);
  CHECK(sim.status("a").last_reason == "start-failed");
  sim.unspawnable.clear();
  sim.pass(100);
  CHECK(sim.state("a") == S::running);
}

TEST_CASE("a service is stopped by a request to close") {
  Simulation sim;
  sim.apply(sim.service("a"));
  sim.happened();
  sim.stop("a");
  CHECK(sim.happened() == "a stopping, a stopped");
  sim.pass(1'000'000);
  CHECK(sim.workers.empty());
  sim.start("a");
  CHECK(sim.state("a") == S::running);
}

TEST_CASE("a service that does not close in time is killed") {
  Simulation sim;
  sim.deaf.insert("a");
  sim.apply(sim.service("a", "stop = \"2s\""));
  sim.stop("a");
  sim.pass(1999);
  CHECK(sim.state("a") == S::stopping);
  sim.pass(1);
  CHECK(sim.state("a") == S::stopped);
  CHECK(sim.status("a").last_reason == "terminated");
}

TEST_CASE("a service is restarted by hand without a wait, and started while it stops") {
  Simulation sim;
  sim.apply(sim.service("a"));
  sim.happened();
  sim.restart("a");
  CHECK(sim.happened() == "a stopping, a waiting, a starting, a running");
  CHECK(sim.status("a").worker == WorkerId{2});

  sim.deaf.insert("a");
  sim.stop("a");
  sim.start("a");
  CHECK(sim.state("a") == S::stopping);
  sim.close_now("a");
  CHECK(sim.state("a") == S::running);
  CHECK(sim.status("a").worker == WorkerId{3});
}

TEST_CASE("a start while it backs off comes at once, a stop then ends the waiting") {
  Simulation sim;
  sim.apply(sim.service("a"));
  sim.end("a");
  sim.start("a");
  CHECK(sim.state("a") == S::running);
  sim.end("a");
  sim.stop("a");
  CHECK(sim.state("a") == S::stopped);
  sim.pass(1'000'000);
  CHECK(sim.state("a") == S::stopped);
}

TEST_CASE("nothing is done to a service that does not exist, and nothing twice") {
  Simulation sim;
  sim.apply(sim.service("a"));
  CHECK_FALSE(sim.services.start("b"));
  CHECK_FALSE(sim.services.stop("b"));
  CHECK_FALSE(sim.services.restart("b"));
  sim.happened();
  sim.start("a");
  CHECK(sim.happened().empty());
  sim.stop("a");
  sim.happened();
  sim.stop("a");
  CHECK(sim.happened().empty());
}

TEST_CASE("a worker without a heartbeat is ended as unresponsive and restarted") {
  Simulation sim;
  sim.apply(sim.service("a", "health = { heartbeat = \"10s\" }"));
  for (int i = 0; i < 10; ++i) {
    ++sim.worker("a").activity.messages_out;
    sim.pass(9000);
  }
  CHECK(sim.status("a").restarts == 0);
  sim.pass(12'500);
  CHECK(sim.status("a").last_reason == "unresponsive");
  CHECK(sim.status("a").restarts == 1);
  CHECK(sim.state("a") == S::running);
}

TEST_CASE("a worker with a task that does not end is ended as unresponsive") {
  Simulation sim;
  sim.apply(sim.service("a", "health = { task = \"1s\" }"));
  sim.pass(100'000);
  CHECK(sim.status("a").restarts == 0);
  sim.worker("a").activity = {true, 1, 0};
  sim.pass(1250);
  CHECK(sim.status("a").last_reason == "unresponsive");
}

TEST_CASE("a drain asks all to close, last started first, and starts nothing") {
  Simulation sim;
  sim.apply(sim.service("a") + sim.service("b") + sim.service("c"));
  sim.end("b");
  sim.happened();
  sim.services.drain(1000);
  sim.settle();
  CHECK(sim.happened() == "c stopping, b stopped, a stopping, c stopped, a stopped");
  sim.pass(1'000'000);
  CHECK(sim.workers.empty());
  CHECK_FALSE(sim.services.start("a"));
  CHECK_FALSE(sim.services.restart("a"));
  CHECK(sim.apply(sim.service("d")).started.empty());
}

TEST_CASE("a drain kills what has not closed at its deadline, whatever the service's own is") {
  Simulation sim;
  sim.deaf = {"a"};
  sim.apply(sim.service("a", "stop = \"1s\""));
  sim.services.drain(3000);
  sim.pass(2999);
  CHECK(sim.state("a") == S::stopping);
  sim.pass(1);
  CHECK(sim.state("a") == S::stopped);
}

TEST_CASE("events of other workers are not noted") {
  Simulation sim;
  sim.apply(sim.service("a"));
  sim.happened();
  ExitEvent event{};
  event.worker = WorkerId{99};
  sim.publish(event);
  sim.settle();
  CHECK(sim.happened().empty());
}

}  // namespace
}  // namespace skep
