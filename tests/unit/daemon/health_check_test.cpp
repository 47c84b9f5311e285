#include "daemon/services/health_check.h"

#include <doctest/doctest.h>

namespace skep {
namespace {

constexpr Health heartbeat{1000, 0};
constexpr Health task{0, 1000};

// Looks whenever the check wants to, until it complains or the time is over; when it complained.
template <class Activity>
uint64_t complains_at(const Health& health, uint64_t until, Activity activity) {
  HealthCheck check;
  check.begin(health, 0, activity(0));
  for (uint64_t now = check.next_look_ms(); now <= until; now = check.next_look_ms()) {
    if (!check.look(health, now, activity(now)).empty()) return now;
  }
  return UINT64_MAX;
}

TEST_CASE("without a check a worker is never looked at") {
  HealthCheck check;
  check.begin({}, 0, {});
  CHECK(check.next_look_ms() == UINT64_MAX);
}

TEST_CASE("a worker that posts nothing is found silent, not before its time and soon after it") {
  CHECK(complains_at(heartbeat, 100'000, [](uint64_t) { return WorkerActivity{}; }) == 1000);
  // It stops to post at 5100.
  const uint64_t at = complains_at(heartbeat, 100'000, [](uint64_t now) {
    return WorkerActivity{false, 0, std::min<uint64_t>(now, 5100) / 300};
  });
  CHECK(at >= 6100);
  CHECK(at <= 6100 + 250);
}

TEST_CASE("a worker that posts often enough is never found silent") {
  CHECK(complains_at(heartbeat, 100'000, [](uint64_t now) {
          return WorkerActivity{true, 0, now / 700};
        }) == UINT64_MAX);
}

TEST_CASE("a task that does not end is found, not before its time and soon after it") {
  const uint64_t at = complains_at(task, 100'000, [](uint64_t now) {
    return now < 3210 ? WorkerActivity{false, 7, 0} : WorkerActivity{true, 8, 0};
  });
  CHECK(at >= 4210);
  CHECK(at <= 4210 + 250);
}

TEST_CASE("a worker that always runs tasks, but none for long, is healthy") {
  CHECK(complains_at(task, 100'000, [](uint64_t now) {
          return WorkerActivity{true, now / 990, 0};
        }) == UINT64_MAX);
}

TEST_CASE("a worker that sleeps is healthy, whatever it counts") {
  CHECK(complains_at(task, 100'000, [](uint64_t) {
          return WorkerActivity{false, 5, 0};
        }) == UINT64_MAX);
}

TEST_CASE("the first run of a script is a task too") {
  CHECK(complains_at(task, 100'000, [](uint64_t) { return WorkerActivity{true, 0, 0}; }) == 1000);
}

}  // namespace
}  // namespace skep
