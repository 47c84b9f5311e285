// Services, reload, drain and tenants of a real shared daemon.
#include <csignal>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::Json;
using harness::TemporaryDirectory;

// A service that says hello, and waits for messages.
constexpr const char* listener = "console.log('here'); onmessage = () => {}";

struct Place {
  TemporaryDirectory files;

  std::string service(const std::string& name, const std::string& more = "") {
    return fmt::format("[services.{}]\nfile = \"{}\"\n{}\n", name,
                       files.path() + "/" + name + ".js", more);
  }
  std::string config(const std::string& text) { return files.write("skepd.toml", text); }
};

Json state(const std::string& service, const std::string& state) {
  return {{"type", "service"}, {"service", service}, {"state", state}};
}

harness::Worker running(harness::Supervisor& skep, const std::string& service) {
  for (;;) {
    const Json services = skep.call("service.list").at("result").at("services");
    for (const Json& one : services) {
      if (one["service"] != service || one["state"] != "running") continue;
      return one["worker"].get<harness::Worker>();
    }
    skep.expect(state(service, "running"));
  }
}

TEST_CASE("a service that crashes comes again after its wait, with another worker") {
  Place place;
  place.files.write("a.js", listener);
  harness::Supervisor skep(
      {.config = place.config(place.service("a", "backoff = { initial = \"50ms\" }"))});
  const auto first = running(skep, "a");
  skep.terminate(first);
  const Json waits = skep.expect(state("a", "backing-off"));
  CHECK(waits["restarts"] == 1);
  CHECK(waits["worker"] == 0);
  const Json again = skep.expect(state("a", "running"));
  CHECK(again["worker"] != first);
  skep.expect_nothing_left();
}

TEST_CASE("a service that closes itself stays stopped, until it is started") {
  Place place;
  place.files.write("a.js", "onmessage = () => close()");
  harness::Supervisor skep({.config = place.config(place.service("a"))});
  const auto worker = running(skep, "a");
  skep.call("worker.post", {{"worker", worker}, {"data", 1}});
  skep.expect(state("a", "stopped"));
  CHECK(skep.call("service.start", {{"service", "a"}}).contains("result"));
  skep.expect(state("a", "running"));
  CHECK(skep.call("service.stop", {{"service", "a"}}).contains("result"));
  skep.expect(state("a", "stopped"));
  CHECK(skep.call("service.start", {{"service", "b"}})["error"]["code"] == -32010);
  skep.expect_nothing_left();
}

TEST_CASE("one-for-all restarts every service of the group") {
  Place place;
  place.files.write("a.js", listener);
  place.files.write("b.js", listener);
  harness::Supervisor skep({.config = place.config("[groups.g]\nstrategy = \"one-for-all\"\n" +
                                                   place.service("a", "group = \"g\"") +
                                                   place.service("b", "group = \"g\""))});
  const auto a = running(skep, "a");
  const auto b = running(skep, "b");
  skep.terminate(b);
  skep.expect(state("b", "backing-off"));
  skep.expect_exit(a, "closed");
  CHECK(skep.expect(state("a", "running"))["worker"] != a);
  CHECK(skep.expect(state("b", "running"))["worker"] != b);
  skep.expect_nothing_left();
}

TEST_CASE("a service that spins is found unresponsive, one that only works a lot is not") {
  Place place;
  place.files.write("spins.js", "onmessage = () => { for (;;); }");
  place.files.write("works.js", R"(
    setInterval(() => { const end = Date.now() + 5; while (Date.now() < end); }, 6);
  )");
  const std::string health = "health = { task = \"2s\" }";
  harness::Supervisor skep(
      {.config = place.config(place.service("spins", health) + place.service("works", health))});
  const auto works = running(skep, "works");
  const auto spins = running(skep, "spins");
  skep.call("worker.post", {{"worker", spins}, {"data", 1}});
  skep.expect_exit(spins, "unresponsive");
  skep.expect(state("spins", "running"));
  CHECK(running(skep, "works") == works);
  skep.expect_nothing_left();
}

TEST_CASE("a reload touches only what changed, and a file with a mistake changes nothing") {
  Place place;
  for (const auto* name : {"kept", "changed", "gone", "fresh"}) {
    place.files.write(std::string(name) + ".js", listener);
  }
  harness::Supervisor skep(
      {.config =
           place.config(place.service("kept") + place.service("changed") + place.service("gone"))});
  const auto kept = running(skep, "kept");
  const auto changed = running(skep, "changed");
  running(skep, "gone");

  place.config(place.service("kept", "restart = \"sometimes\"\n"));
  const Json refused = skep.call("reload");
  CHECK(refused["error"]["code"] == -32008);
  CHECK(refused["error"]["data"]["line"] == 3);
  CHECK(running(skep, "changed") == changed);

  place.config(place.service("kept") + place.service("changed", "arguments = [\"x\"]\n") +
               place.service("fresh"));
  const Json result = skep.call("reload")["result"];
  CHECK(result["unchanged"] == Json{"kept"});
  CHECK(result["restarted"] == Json{"changed"});
  CHECK(result["started"] == Json{"fresh"});
  CHECK(result["stopped"] == Json{"gone"});
  skep.expect_exit(changed, "closed");
  CHECK(running(skep, "changed") != changed);
  running(skep, "fresh");
  CHECK(running(skep, "kept") == kept);
  skep.expect_nothing_left();
}

TEST_CASE("on SIGTERM workers finish what was posted, and are not started again") {
  Place place;
  place.files.write("a.js", "onmessage = ({data}) => console.log('handled ' + data)");
  harness::Supervisor skep({.config = place.config(place.service("a", "restart = \"always\""))});
  const auto worker = running(skep, "a");
  for (int i = 0; i < 100; ++i) skep.call("worker.post", {{"worker", worker}, {"data", i}});
  CHECK(skep.end_by_signal(SIGTERM) == 0);
  skep.expect_console("handled 99");
  skep.expect_exit(worker, "closed");
}

TEST_CASE("a drain kills what does not close in time") {
  Place place;
  place.files.write("a.js", "onmessage = () => { console.log('spins'); for (;;); }");
  harness::Supervisor skep(
      {.config = place.config("[daemon]\ndrain_ms = 300\n" + place.service("a"))});
  const auto worker = running(skep, "a");
  skep.call("worker.post", {{"worker", worker}, {"data", 1}});
  skep.expect_console("spins");
  CHECK(skep.end_by_signal(SIGTERM) == 0);
  skep.expect_exit(worker, "terminated");
}

TEST_CASE(
    "a tenant's quota refuses the worker above it, and ends the tenant that used its time up") {
  Place place;
  const std::string waits = place.files.write("waits.js", "onmessage = () => {}");
  const std::string spins = place.files.write("spins.js", "for (;;);");
  harness::Supervisor skep(
      {.config = place.config("[tenants.few]\nworkers = 1\n[tenants.short]\ncpu = \"100ms\"\n")});
  const auto spawn = [&](const std::string& file, const char* tenant) {
    return skep.call("worker.spawn", {{"file", file}, {"tenant", tenant}})["result"]["worker"]
        .get<harness::Worker>();
  };
  const auto first = spawn(waits, "few");
  const auto second = spawn(waits, "few");
  CHECK(skep.expect_exit(second, "quota")["detail"] == "tenant few has 1 workers already");
  skep.terminate(first);
  skep.expect_exit(first, "terminated");
  const auto third = spawn(waits, "few");
  skep.expect({{"type", "started"}, {"worker", third}});

  skep.expect_exit(spawn(spins, "short"), "quota");
  skep.expect_exit(spawn(waits, "short"), "quota");
  skep.expect_nothing_left();
}

}  // namespace
}  // namespace skep
