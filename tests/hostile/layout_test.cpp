// Workers of one zygote share the layout of their address space; when one of them ends as if it had
// been attacked, or enough of them were made, the next ones have another.
#include <csignal>

#include "tests/hostile/hostile_here.h"

namespace skep {
namespace {

using harness::SupervisorHere;
using hostile::move_beside_hostile_cell;

SupervisorOptions every(uint64_t workers) {
  SupervisorOptions options;
  options.workers_per_zygote = workers;
  return options;
}

// Starts a worker, which stays, and gives back what it says of where its code lies.
std::string place_of_next(SupervisorHere& here) {
  RootRequest request;
  request.keep_alive = true;
  const size_t before = here.log.size();
  here.spawn({{"main.js", "'misdeed: layout: tell;'"}}, request);
  std::string place;
  here.until(
      [&] {
        for (size_t i = before; i < here.log.size(); ++i) {
          if (here.log[i].starts_with("console place ")) place = here.log[i];
        }
        return !place.empty();
      },
      "a worker's place");
  return place;
}

void end_first_by(SupervisorHere& here, int signal) {
  const int pid = here.supervisor.list().front().pid;
  REQUIRE(pid > 1);
  const size_t workers = here.supervisor.worker_count();
  REQUIRE(::kill(pid, signal) == 0);
  here.until([&] { return here.supervisor.worker_count() < workers; }, "a worker's end");
}

// Where the kernel randomizes nothing there is nothing to see.
bool layouts_are_random() {
  SupervisorHere one;
  SupervisorHere other;
  const bool differ = place_of_next(one) != place_of_next(other);
  one.end();
  other.end();
  return differ;
}

TEST_CASE("workers of one zygote share their layout, and those of the next one have another") {
  move_beside_hostile_cell();
  if (!layouts_are_random()) return;
  SupervisorHere here(every(3));
  const std::string first = place_of_next(here);
  CHECK(place_of_next(here) == first);
  CHECK(place_of_next(here) == first);
  const std::string fourth = place_of_next(here);
  CHECK(fourth != first);
  CHECK(place_of_next(here) == fourth);
  CHECK(here.supervisor.counters().zygotes_used_up == 1);
  here.end();
}

TEST_CASE("with a zygote for each worker no two layouts are the same") {
  move_beside_hostile_cell();
  if (!layouts_are_random()) return;
  SupervisorHere here(every(1));
  std::set<std::string> places;
  for (int i = 0; i < 5; ++i) places.insert(place_of_next(here));
  CHECK(places.size() == 5);
  here.end();
}

TEST_CASE("after a worker that ended as if it was attacked, the next ones have another layout") {
  move_beside_hostile_cell();
  if (!layouts_are_random()) return;
  for (const int signal : {SIGSEGV, SIGSYS, SIGILL, SIGBUS, SIGTRAP}) {
    CAPTURE(signal);
    SupervisorHere here;
    const std::string before = place_of_next(here);
    end_first_by(here, signal);
    const std::string after = place_of_next(here);
    CHECK(after != before);
    CHECK(place_of_next(here) == after);
    CHECK(here.supervisor.counters().zygotes_suspected == 1);
    here.end();
  }
}

TEST_CASE("after any other end the layout stays") {
  move_beside_hostile_cell();
  for (const int signal : {SIGKILL, SIGABRT, SIGXCPU}) {
    CAPTURE(signal);
    SupervisorHere here;
    const std::string before = place_of_next(here);
    end_first_by(here, signal);
    CHECK(place_of_next(here) == before);
    CHECK(here.supervisor.counters().zygotes_suspected == 0);
    here.end();
  }
}

TEST_CASE(
    "workers of a layout that serves nobody any more cost no further zygote when they crash") {
  move_beside_hostile_cell();
  SupervisorHere here;
  for (int i = 0; i < 3; ++i) place_of_next(here);
  for (int i = 0; i < 3; ++i) end_first_by(here, SIGSEGV);
  CHECK(here.supervisor.counters().zygotes_suspected == 1);
  here.end();
}

}  // namespace
}  // namespace skep
