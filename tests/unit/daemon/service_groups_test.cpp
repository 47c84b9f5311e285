// What services of one group do to each other.
#include <random>

#include "base/log.h"
#include "tests/unit/daemon/service_simulation.h"

namespace skep {
namespace {

using S = ServiceState;

std::string group(std::string_view strategy, std::string_view more = "") {
  std::string text = fmt::format("[groups.g]\nstrategy = \"{}\"\n", strategy);
  for (const auto* name : {"a", "b", "c"}) {
    text += Simulation::service(name, fmt::format("group = \"g\"\n{}", more));
  }
  return text;
}

TEST_CASE("one-for-one restarts nothing but the service itself") {
  Simulation sim;
  sim.apply(group("one-for-one"));
  sim.happened();
  sim.end("b");
  sim.pass(100);
  CHECK(sim.happened() == "b backing-off, b starting, b running");
  CHECK(sim.status("a").worker == WorkerId{1});
}

TEST_CASE("one-for-all ends all and starts all, in the order of the file, after the wait") {
  Simulation sim;
  sim.apply(group("one-for-all"));
  sim.happened();
  sim.end("b");
  CHECK(sim.happened() == "b backing-off, c stopping, a stopping, c waiting, a waiting");
  sim.pass(99);
  CHECK(sim.happened().empty());
  sim.pass(1);
  CHECK(sim.happened() == "a starting, b starting, c starting, a running, b running, c running");
  CHECK(sim.status("b").restarts == 1);
  CHECK(sim.status("a").restarts == 0);
}

TEST_CASE("rest-for-one restarts those after it and leaves those before it alone") {
  Simulation sim;
  sim.apply(group("rest-for-one"));
  sim.happened();
  sim.end("b");
  CHECK(sim.happened() == "b backing-off, c stopping, c waiting");
  sim.pass(100);
  CHECK(sim.happened() == "b starting, c starting, b running, c running");
  CHECK(sim.status("a").worker == WorkerId{1});
  sim.end("c");
  CHECK(sim.happened() == "c backing-off");
}

TEST_CASE("nothing of a group starts while one of it is still on its way down") {
  Simulation sim;
  sim.deaf.insert("c");
  sim.apply(group("one-for-all", "stop = \"10s\""));
  sim.end("a");
  sim.pass(9999);
  CHECK(sim.state("a") == S::backing_off);
  CHECK(sim.state("c") == S::stopping);
  sim.pass(1);
  CHECK(sim.state("a") == S::running);
  CHECK(sim.state("b") == S::running);
  CHECK(sim.state("c") == S::running);
}

TEST_CASE("a member that was stopped, or is done, is not started with its group") {
  Simulation sim;
  std::string text = group("one-for-all");
  const size_t at = text.find("restart", text.find("services.c"));
  text.replace(at, 18, "restart = \"never\"\n");
  sim.apply(text);
  sim.stop("a");
  sim.end("c", EndReason::closed);
  CHECK(sim.state("c") == S::stopped);
  sim.end("b");
  sim.pass(100);
  CHECK(sim.state("b") == S::running);
  CHECK(sim.state("a") == S::stopped);
  CHECK(sim.state("c") == S::stopped);
}

TEST_CASE("when one of a group is restarted too often, all of the group fails") {
  for (const auto* strategy : {"one-for-one", "one-for-all", "rest-for-one"}) {
    CAPTURE(strategy);
    Simulation sim;
    sim.apply(group(strategy, "intensity = { restarts = 1, within = \"60s\" }") +
              Simulation::service("other"));
    sim.stop("c");
    sim.end("b");
    sim.pass(100);
    sim.end("b");
    CHECK(sim.state("a") == S::failed);
    CHECK(sim.state("b") == S::failed);
    CHECK(sim.state("c") == S::stopped);
    CHECK(sim.state("other") == S::running);
    CHECK(sim.workers.size() == 1);
    sim.pass(1'000'000);
    CHECK(sim.state("a") == S::failed);
    sim.start("a");
    CHECK(sim.state("a") == S::running);
    CHECK(sim.state("b") == S::failed);
  }
}

TEST_CASE("restarts that its group made it share do not count for a service") {
  Simulation sim;
  sim.apply(group("one-for-all", "intensity = { restarts = 3, within = \"1h\" }"));
  for (int i = 0; i < 3; ++i) {
    sim.end("a");
    sim.pass(1000);
    sim.end("b");
    sim.pass(1000);
    sim.end("c");
    sim.pass(1000);
  }
  CHECK(sim.state("a") == S::running);
  sim.end("c");
  CHECK(sim.state("a") == S::failed);
}

TEST_CASE("a second failure while the group waits makes it wait for the longer time") {
  Simulation sim;
  std::string text = group("rest-for-one");
  text = text.substr(0, text.find("[services.c]")) +
         sim.service("c", "group = \"g\"\nbackoff = { initial = \"5s\" }");
  sim.apply(text);
  sim.end("c");
  sim.end("a");
  sim.pass(4999);
  CHECK(sim.state("a") == S::backing_off);
  sim.pass(1);
  CHECK(sim.state("a") == S::running);
  CHECK(sim.state("b") == S::running);
  CHECK(sim.state("c") == S::running);
}

TEST_CASE("a member that fails to start makes its group wait again") {
  Simulation sim;
  sim.unspawnable.insert("b");
  sim.apply(group("one-for-all"));
  CHECK(sim.state("a") == S::waiting);
  CHECK(sim.state("b") == S::backing_off);
  CHECK(sim.state("c") == S::waiting);
  sim.unspawnable.clear();
  sim.pass(100);
  for (const auto* name : {"a", "b", "c"}) CHECK(sim.state(name) == S::running);
}

TEST_CASE("a member that cannot start and is not to be restarted does not hold up the others") {
  Simulation sim;
  sim.unspawnable.insert("a");
  std::string text = group("one-for-all");
  text.replace(text.find("restart"), 18, "restart = \"never\"\n");
  sim.apply(text);
  CHECK(sim.state("a") == S::failed);
  CHECK(sim.state("b") == S::running);
}

TEST_CASE("a hand that starts one of a waiting group starts the group") {
  Simulation sim;
  sim.apply(group("one-for-all", "backoff = { initial = \"30s\" }"));
  sim.end("b");
  sim.start("a");
  for (const auto* name : {"a", "b", "c"}) CHECK(sim.state(name) == S::running);
}

// Thousands of services fail in the next case: their log is no use to anybody.
struct SilentLog {
  SilentLog() { log::open("skep", static_cast<log::Level>(0)); }
  ~SilentLog() { log::open("skep", log::Level::warning); }
};

// Whatever happens in whatever order, and however slowly workers close: nobody has two workers, no
// worker is forgotten, and when all is over every service is where its last command left it.
TEST_CASE("any sequence of ends, commands and reloads leaves every service accounted for") {
  const SilentLog silent;
  for (const auto* strategy : {"one-for-one", "one-for-all", "rest-for-one"}) {
    for (unsigned seed = 0; seed < 300; ++seed) {
      CAPTURE(strategy);
      CAPTURE(seed);
      std::mt19937 random(seed);
      const auto any = [&](unsigned below) { return static_cast<unsigned>(random() % below); };
      Simulation sim;
      const std::string text = group(strategy, "intensity = { restarts = 5, within = \"10s\" }") +
                               Simulation::service("d");
      const char* const names[] = {"a", "b", "c", "d"};
      sim.apply(text);
      for (int step = 0; step < 60; ++step) {
        const std::string name = names[any(4)];
        const bool alive = sim.status(name).worker != WorkerId::none;
        switch (any(9)) {
          case 0: sim.start(name); break;
          case 1: sim.stop(name); break;
          case 2: sim.restart(name); break;
          case 3: sim.deaf.insert(name); break;
          case 4: sim.deaf.erase(name); break;
          case 5: sim.apply(any(2) == 0 ? text : text + "arguments = [\"x\"]\n"); break;
          case 6: sim.pass(any(3000)); break;
          default:
            if (alive) sim.end(name, any(2) == 0 ? EndReason::crashed : EndReason::closed);
        }
        std::set<WorkerId> known;
        for (const ServiceStatus& status : sim.services.list()) {
          const bool has_worker = status.worker != WorkerId::none;
          CHECK(has_worker == (status.state == S::starting || status.state == S::running ||
                               status.state == S::stopping));
          if (has_worker) CHECK(known.insert(status.worker).second);
        }
        REQUIRE(known.size() == sim.workers.size());
      }
      sim.pass(1'000'000);
      for (const ServiceStatus& status : sim.services.list()) {
        CAPTURE(status.service);
        CHECK((status.state == S::running || status.state == S::stopped ||
               status.state == S::failed));
      }
      for (const auto* name : names) sim.start(name);
      sim.pass(1'000'000);
      for (const auto* name : names) CHECK(sim.state(name) == S::running);
      sim.deaf = {"a", "c"};
      sim.services.drain(5000);
      sim.pass(5000);
      CHECK(sim.workers.empty());
    }
  }
}

}  // namespace
}  // namespace skep
