// The parts of the kernel's interface that matter here, played by plain files in a temporary
// directory. That a real kernel does what it should with them, tests/system/ shows.
#include "daemon/system/worker_groups.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/xattr.h>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/harness/temporary_directory.h"

namespace skep {
namespace {

using harness::TemporaryDirectory;
using harness::operator/;

// A hierarchy with one delegated group, /service.
class FakeHierarchy {
 public:
  FakeHierarchy() {
    std::filesystem::create_directory(directory_ / "service");
    write("membership", "0::/service\n");
    write("service/cgroup.controllers", "cpuset cpu io memory pids\n");
  }

  // False where the file system knows no extended attributes.
  bool mark_as_delegated() const {
    const std::string path = directory_ / "service";
    return ::setxattr(path.c_str(), "user.delegate", "1", 1, 0) == 0;
  }

  CgroupPlace place() const { return {directory_.path(), directory_ / "membership"}; }
  Delegation delegation() const { return {ControlGroup(directory_ / "service"), true}; }

  void write(const std::string& file, const std::string& text) const {
    std::ofstream(directory_ / file) << text;
  }
  std::string read(const std::string& file) const {
    std::ifstream stream(directory_ / file);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  bool exists(const std::string& file) const { return std::filesystem::exists(directory_ / file); }

 private:
  TemporaryDirectory directory_;
};

std::string read(const WorkerGroup& group, const char* file) {
  return group.group().get(file).value();
}

// As the kernel shows a group that nobody is in any more.
void make_empty(const ControlGroup& group) {
  REQUIRE(group.set("cgroup.events", "populated 0\nfrozen 0\n").has_value());
  REQUIRE(group.set("memory.current", "4096\n").has_value());
}

TEST_CASE("a delegated group is taken over: first the move, then the controllers") {
  const FakeHierarchy fake;
  if (!fake.mark_as_delegated()) {
    MESSAGE("no extended attributes here");
    return;
  }
  const auto delegation = take_over_delegation(fake.place());
  REQUIRE(delegation.has_value());
  CHECK(delegation->cpu);
  CHECK(fake.read("service/supervisor/cgroup.procs") == "0");
  CHECK(fake.read("service/cgroup.subtree_control") == "+memory +pids +cpu");
}

TEST_CASE("a group that nobody delegated is left alone") {
  const FakeHierarchy fake;
  CHECK(!take_over_delegation(fake.place()));
  CHECK(!fake.exists("service/supervisor"));
  CHECK(!fake.exists("service/cgroup.subtree_control"));
}

TEST_CASE("without the unified hierarchy, or its controllers, there are no groups") {
  const FakeHierarchy fake;
  if (!fake.mark_as_delegated()) return;
  SUBCASE("memory is missing") {
    fake.write("service/cgroup.controllers", "cpu pids\n");
  }
  SUBCASE("only the old hierarchies") {
    fake.write("membership", "5:memory:/a\n1:cpu:/b\n");
  }
  SUBCASE("the file is empty") {
    fake.write("membership", "");
  }
  SUBCASE("a path that is not there") {
    fake.write("membership", "0::/elsewhere\n");
  }
  CHECK(!take_over_delegation(fake.place()));
  CHECK(!fake.exists("service/supervisor"));
}

TEST_CASE("the unified hierarchy is found among the old ones") {
  const FakeHierarchy fake;
  if (!fake.mark_as_delegated()) return;
  fake.write("membership", "5:memory:/a\n0::/service\n");
  CHECK(take_over_delegation(fake.place()).has_value());
}

TEST_CASE("a worker's group has its limits before anybody enters") {
  const FakeHierarchy fake;
  WorkerGroups groups(fake.delegation());
  WorkerLimits limits;
  limits.memory_bytes = 5'000'000;
  limits.cpu_weight = 7;
  limits.cpu_percent = 25;
  const WorkerGroup group = groups.take(limits).value();
  CHECK(read(group, "memory.max") == std::to_string(5'000'000 + group_memory_margin));
  CHECK(read(group, "memory.swap.max") == "0");
  CHECK(read(group, "memory.oom.group") == "1");
  CHECK(read(group, "pids.max") == "1");
  CHECK(read(group, "cpu.weight") == "7");
  CHECK(read(group, "cpu.max") == "25000 100000");
  CHECK(group.entrance().has_value());
}

TEST_CASE("where cpu was not delegated, its limits are not written") {
  const FakeHierarchy fake;
  WorkerGroups groups({ControlGroup(fake.place().mount + "/service"), false});
  WorkerLimits limits;
  limits.cpu_weight = 7;
  const WorkerGroup group = groups.take(limits).value();
  CHECK(!group.group().get("cpu.weight"));
}

TEST_CASE("groups are made ahead, and a burst beyond them is served") {
  const FakeHierarchy fake;
  WorkerGroups groups(fake.delegation());
  const size_t ahead = groups.spare();
  REQUIRE(ahead > 0);
  std::vector<WorkerGroup> taken;
  for (size_t i = 0; i < ahead + 3; ++i) taken.push_back(groups.take({}).value());
  CHECK(groups.spare() == 0);
  for (size_t i = 1; i < taken.size(); ++i) {
    CHECK(taken[i].group().path() != taken[i - 1].group().path());
  }
  while (groups.tidy()) {
  }
  CHECK(groups.spare() == ahead);
}

TEST_CASE("a group that was there before is left alone") {
  const FakeHierarchy fake;
  std::filesystem::create_directory(fake.place().mount + "/service/w1");
  WorkerGroups groups(fake.delegation());
  std::vector<WorkerGroup> taken;
  while (groups.spare() > 0) taken.push_back(groups.take({}).value());
  CHECK(!fake.exists("service/w1/pids.max"));
  CHECK(fake.exists("service/w2/pids.max"));
}

TEST_CASE("a group that is empty again serves another worker, with that one's limits") {
  const FakeHierarchy fake;
  WorkerGroups groups(fake.delegation());
  WorkerLimits limits;
  limits.cpu_percent = 10;
  std::string path;
  {
    const WorkerGroup first = groups.take(limits).value();
    path = first.group().path();
    make_empty(first.group());
    REQUIRE(first.group().set("memory.events", "low 0\noom 1\noom_kill 1\n").has_value());
    CHECK(first.killed_for_memory());
  }
  const WorkerGroup second = groups.take({}).value();
  CHECK(second.group().path() == path);
  CHECK(read(second, "cpu.max") == "max 100000");
  // What happened to the first is not the second's.
  CHECK(!second.killed_for_memory());
  REQUIRE(second.group().set("memory.events", "low 0\noom 2\noom_kill 2\n").has_value());
  CHECK(second.killed_for_memory());
}

TEST_CASE("a group in which something is left is never given to another worker") {
  const FakeHierarchy fake;
  WorkerGroups groups(fake.delegation());
  const size_t spare = groups.spare();
  {
    const WorkerGroup group = groups.take({}).value();
    make_empty(group.group());
    SUBCASE("a process") {
      REQUIRE(group.group().set("cgroup.events", "populated 1\n").has_value());
    }
    SUBCASE("memory") {
      REQUIRE(group.group().set("memory.current", "8000000\n").has_value());
    }
    SUBCASE("nobody knows what") {
      std::filesystem::remove(group.group().path() + "/memory.current");
    }
  }
  CHECK(groups.spare() == spare - 1);
  CHECK(groups.leaving() == 1);
}

TEST_CASE("a group that the kernel held on to is removed as soon as it lets go") {
  const FakeHierarchy fake;
  WorkerGroups groups(fake.delegation());
  std::string path;
  {
    const WorkerGroup group = groups.take({}).value();
    path = group.group().path();
  }
  REQUIRE(groups.leaving() == 1);
  groups.tidy();
  CHECK(groups.leaving() == 1);
  // The kernel's files go with their directory; plain ones have to be taken away.
  for (const auto& file : std::filesystem::directory_iterator(path)) {
    std::filesystem::remove(file.path());
  }
  groups.tidy();
  CHECK(groups.leaving() == 0);
  CHECK(!std::filesystem::exists(path));
}

TEST_CASE("a group that cannot be made or set is an error, not a worker without limits") {
  WorkerGroups groups({ControlGroup("/nowhere/service"), true});
  CHECK(groups.spare() == 0);
  CHECK(!groups.take({}));
}

}  // namespace
}  // namespace skep
