// Each facility of the kernel that a layer needs is really taken away. Workers run, sealed by what
// is left; the layer is missing in `hello`, in the log, and in what `skep doctor` says.
#include <map>
#include <sched.h>
#include <sstream>

#include <doctest/doctest.h>

#include "facility.h"
#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::Facility;
using harness::Json;
using harness::TemporaryDirectory;

struct Told {
  Json sandbox;     // of hello
  std::string log;  // of a shared daemon, from its start to its end
  std::map<std::string, Json> checks;
  int doctor_status;
};

// A shared daemon and skep doctor on a machine without it. A script runs on the former, or does
// not.
Told told_without(const Facility& facility, const std::string& end = "closed") {
  const TemporaryDirectory place;
  harness::Supervisor skep(
      {.config = place.write("skepd.toml", "[daemon]\nlog_level = \"notice\"\n"),
       .preparations = {facility.take_away}});
  const auto root = skep.spawn(place.write("main.js", "console.log('it runs'); close();"));
  if (end != "load-error") skep.expect_console("it runs");
  skep.expect_exit(root, end);
  Told told;
  told.sandbox = skep.call("hello").at("result").at("sandbox");
  skep.expect_nothing_left();
  told.log = skep.err();
  harness::StartOptions doctor = harness::skep_options({"doctor", "--json"});
  doctor.preparations.push_back(facility.take_away);
  const harness::Outcome outcome = harness::Command(doctor).finish();
  told.doctor_status = outcome.status;
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) {
    const Json check = Json::parse(line);
    told.checks[check.at("check").get<std::string>()] = check;
  }
  return told;
}

bool has(const Json& names, const std::string& layer) {
  return std::find(names.begin(), names.end(), layer) != names.end();
}

void check_missing(const Told& told, const std::string& layer, const std::string& state) {
  CAPTURE(layer);
  CHECK(has(told.sandbox.at("missing"), layer));
  CHECK_FALSE(has(told.sandbox.at("layers"), layer));
  const size_t line = told.log.find("does not give these layers of the sandbox: ");
  REQUIRE(line != std::string::npos);
  const std::string names = told.log.substr(line, told.log.find('\n', line) - line);
  CHECK(names.find(layer) != std::string::npos);
  CHECK(told.checks.at(layer).at("state") == state);
  CHECK(told.checks.at(layer).at("follows") != "");
  CHECK(told.checks.at(layer).at("advice") != "");
  for (const char* mandatory : {"seccomp", "rlimits", "no-new-privs"}) {
    CHECK(has(told.sandbox.at("layers"), mandatory));
  }
}

TEST_CASE("without user namespaces" *
          doctest::skip(!harness::can_be_taken_away(harness::no_user_namespaces()))) {
  const Told told = told_without(harness::no_user_namespaces());
  for (const char* layer : {"user-namespace", "pid-namespace", "mount-namespace", "net-namespace",
                            "ipc-namespace", "uts-namespace", "cgroup-namespace", "empty-root"}) {
    check_missing(told, layer, "missing");
  }
  CHECK(told.checks.at("user namespaces").at("state") == "missing");
  CHECK(told.doctor_status == 1);
}

TEST_CASE("without one kind of namespace") {
  const std::pair<int, std::string> kinds[] = {
      {CLONE_NEWNS, "mount-namespace"}, {CLONE_NEWNET, "net-namespace"},
      {CLONE_NEWIPC, "ipc-namespace"},  {CLONE_NEWUTS, "uts-namespace"},
      {CLONE_NEWPID, "pid-namespace"},  {CLONE_NEWCGROUP, "cgroup-namespace"}};
  for (const auto& [kind, layer] : kinds) {
    const Told told = told_without(harness::no_namespace(kind, layer));
    check_missing(told, layer, "missing");
    CHECK(told.doctor_status == 1);
  }
}

TEST_CASE("without pivot_root there is no empty root") {
  check_missing(told_without(harness::no_pivot_root()), "empty-root", "missing");
}

TEST_CASE("without Landlock") {
  const Told told = told_without(harness::no_landlock());
  check_missing(told, "landlock", "missing");
  check_missing(told, "landlock-scope", "note");
  CHECK(told.doctor_status == 1);
}

TEST_CASE("with older versions of Landlock what they have is used, and the version is told") {
  for (const int version : {1, 2, 3, 4, 5}) {
    CAPTURE(version);
    // One program each: the answers end with the first that was started.
    const harness::OlderLandlock older(version);
    harness::StartOptions doctor = harness::skep_options({"doctor", "--json"});
    doctor.preparations.push_back(older.facility().take_away);
    const harness::Outcome outcome = harness::Command(doctor).finish();
    CHECK(outcome.status == 0);
    CHECK(outcome.out.find("given, version " + std::to_string(version) + " (of 6") !=
          std::string::npos);
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) {
      const Json check = Json::parse(line);
      if (check.at("check") == "landlock-scope") CHECK(check.at("state") == "note");
      if (check.at("check") == "worker") CHECK(check.at("state") == "good");
    }
  }
}

TEST_CASE("with an old Landlock a shared daemon says what it lacks") {
  const harness::OlderLandlock older(3);
  const TemporaryDirectory place;
  harness::Supervisor skep(
      {.config = place.write("skepd.toml", "[daemon]\nlog_level = \"notice\"\n"),
       .preparations = {older.facility().take_away}});
  const auto root = skep.spawn(place.write("main.js", "close()"));
  skep.expect_exit(root, "closed");
  const Json sandbox = skep.call("hello").at("result").at("sandbox");
  CHECK(has(sandbox.at("layers"), "landlock"));
  CHECK(has(sandbox.at("missing"), "landlock-scope"));
  skep.expect_nothing_left();
  CHECK(skep.err().find("landlock-scope") != std::string::npos);
}

TEST_CASE("without MDWE") {
  check_missing(told_without(harness::no_mdwe()), "mdwe", "note");
}

TEST_CASE("without delegated control groups") {
  // Nothing is delegated to a test. That groups are used where they are: tests/system.
  check_missing(told_without({"nothing", [] { return 0; }}), "cgroup", "note");
}

TEST_CASE("without clone3 nothing is missing") {
  const Told with = told_without({"nothing", [] { return 0; }});
  const Told without = told_without(harness::no_clone3());
  CHECK(without.sandbox.at("missing") == with.sandbox.at("missing"));
}

TEST_CASE("without seccomp no script runs, and doctor says that none can") {
  // The compiler is sealed too, and comes first.
  const Told told = told_without(harness::no_seccomp(), "load-error");
  CHECK(told.checks.at("supervisor").at("state") == "fatal");
  CHECK(told.doctor_status == 3);
}

}  // namespace
}  // namespace skep
