// From one configuration to another.
#include "tests/unit/daemon/service_simulation.h"

namespace skep {
namespace {

using S = ServiceState;
using Names = std::vector<std::string>;

TEST_CASE("a reload of the same file touches nothing") {
  Simulation sim;
  const std::string text = sim.service("a") + sim.service("b");
  sim.apply(text);
  sim.happened();
  const ReloadResult result = sim.apply(text);
  CHECK(result.unchanged == Names{"a", "b"});
  CHECK((result.started.empty() && result.stopped.empty() && result.restarted.empty()));
  CHECK(sim.happened().empty());
}

TEST_CASE("a reload touches only what differs") {
  Simulation sim;
  sim.apply(sim.service("kept") + sim.service("changed") + sim.service("gone"));
  sim.happened();
  const ReloadResult result = sim.apply(sim.service("fresh") + sim.service("kept") +
                                        sim.service("changed", "arguments = [\"x\"]"));
  CHECK(result.started == Names{"fresh"});
  CHECK(result.unchanged == Names{"kept"});
  CHECK(result.restarted == Names{"changed"});
  CHECK(result.stopped == Names{"gone"});
  CHECK(sim.status("kept").worker == WorkerId{1});
  CHECK(sim.status("changed").state == S::running);
  CHECK(sim.services.list().size() == 3);
  CHECK(sim.services.list()[0].service == "fresh");
  CHECK(sim.workers.size() == 3);
}

TEST_CASE("whatever makes another worker restarts it, and nothing else does") {
  const std::string tenant = "[tenants.t]\n[groups.g]\nstrategy = \"one-for-all\"\n";
  for (const auto* other : {"arguments = [\"x\"]", "tenant = \"t\"",
                            "limits = { memory = \"8MiB\" }", "root = \"/\""}) {
    CAPTURE(other);
    Simulation sim;
    sim.apply(tenant + sim.service("a") + sim.service("b"));
    CHECK(sim.apply(tenant + sim.service("a", other) + sim.service("b")).restarted == Names{"a"});
    CHECK(sim.status("b").worker == WorkerId{2});
  }
  for (const auto* same : {"group = \"g\"", "stop = \"1s\"", "health = { heartbeat = \"1s\" }",
                           "backoff = { initial = \"1s\" }", "intensity = { restarts = 1 }"}) {
    CAPTURE(same);
    Simulation sim;
    sim.apply(tenant + sim.service("a"));
    CHECK(sim.apply(tenant + sim.service("a", same)).unchanged == Names{"a"});
    CHECK(sim.status("a").worker == WorkerId{1});
  }
}

TEST_CASE("new rules hold for the worker that runs") {
  Simulation sim;
  sim.apply(sim.service("a"));
  sim.pass(1'000'000);
  sim.apply(sim.service("a", "health = { heartbeat = \"10s\" }"));
  sim.pass(10'000);
  CHECK(sim.status("a").last_reason == "unresponsive");
}

TEST_CASE("a reload starts a failed service again, but not a stopped one") {
  Simulation sim;
  const std::string text = sim.service("a", "intensity = { restarts = 0 }") + sim.service("b");
  sim.apply(text);
  sim.end("a");
  sim.stop("b");
  CHECK(sim.state("a") == S::failed);
  const ReloadResult result = sim.apply(text);
  CHECK(result.started == Names{"a"});
  CHECK(result.unchanged == Names{"b"});
  CHECK(sim.state("a") == S::running);
  CHECK(sim.state("b") == S::stopped);
}

TEST_CASE("a service taken out and put in again gets a new worker when the old one is gone") {
  Simulation sim;
  sim.deaf.insert("a");
  sim.apply(sim.service("a"));
  sim.apply("");
  CHECK(sim.workers.size() == 1);
  CHECK(sim.services.list().empty());
  CHECK(sim.apply(sim.service("a")).started == Names{"a"});
  CHECK(sim.state("a") == S::stopping);
  CHECK(sim.workers.size() == 1);
  sim.close_now("a");
  CHECK(sim.state("a") == S::running);
  CHECK(sim.workers.size() == 1);
}

TEST_CASE("a service taken out is killed when it does not close") {
  Simulation sim;
  sim.deaf.insert("a");
  sim.apply(sim.service("a", "stop = \"2s\""));
  sim.apply("");
  sim.pass(1999);
  CHECK(sim.workers.size() == 1);
  sim.pass(1);
  CHECK(sim.workers.empty());
}

TEST_CASE("a changed service is given the time to close that it had") {
  Simulation sim;
  sim.deaf.insert("a");
  sim.apply(sim.service("a", "stop = \"2s\""));
  sim.apply(sim.service("a", "stop = \"1h\"\narguments = [\"x\"]"));
  sim.pass(2000);
  CHECK(sim.state("a") == S::running);
  CHECK(sim.status("a").worker == WorkerId{2});
}

}  // namespace
}  // namespace skep
