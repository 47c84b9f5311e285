#include "daemon/services/restart_pace.h"

#include <doctest/doctest.h>

namespace skep {
namespace {

constexpr Backoff backoff{100, 1000, 3, 5000};
constexpr Intensity often{1000, 60'000};

TEST_CASE("each wait is longer than the one before, up to the longest") {
  RestartPace pace;
  for (const uint64_t wait : {100, 300, 900, 1000, 1000}) {
    CHECK(pace.next_wait(0, 0, backoff, often) == wait);
  }
}

TEST_CASE("stable running makes the wait short again, a moment less does not") {
  RestartPace pace;
  CHECK(pace.next_wait(0, 0, backoff, often) == 100);
  CHECK(pace.next_wait(0, 4999, backoff, often) == 300);
  CHECK(pace.next_wait(0, 5000, backoff, often) == 100);
  CHECK(pace.next_wait(0, 0, backoff, often) == 300);
}

TEST_CASE("a factor of one waits the same each time, a fraction grows slowly") {
  RestartPace same;
  for (int i = 0; i < 5; ++i) CHECK(same.next_wait(0, 0, {100, 1000, 1, 5000}, often) == 100);
  RestartPace slow;
  CHECK(slow.next_wait(0, 0, {100, 1000, 1.5, 5000}, often) == 100);
  CHECK(slow.next_wait(0, 0, {100, 1000, 1.5, 5000}, often) == 150);
  CHECK(slow.next_wait(0, 0, {100, 1000, 1.5, 5000}, often) == 225);
}

TEST_CASE("too many restarts within the window are refused, older ones are forgotten") {
  RestartPace pace;
  const Intensity most{3, 1000};
  CHECK(pace.next_wait(0, 0, backoff, most));
  CHECK(pace.next_wait(400, 0, backoff, most));
  CHECK(pace.next_wait(800, 0, backoff, most));
  CHECK_FALSE(pace.next_wait(999, 0, backoff, most));
  CHECK(pace.next_wait(1000, 0, backoff, most));
  CHECK_FALSE(pace.next_wait(1399, 0, backoff, most));
  CHECK(pace.next_wait(1400, 0, backoff, most));
}

TEST_CASE("an intensity of zero allows no restart") {
  RestartPace pace;
  CHECK_FALSE(pace.next_wait(0, 0, backoff, {0, 1000}));
}

TEST_CASE("a reset forgets waits and restarts") {
  RestartPace pace;
  const Intensity most{1, 1000};
  CHECK(pace.next_wait(0, 0, backoff, most) == 100);
  CHECK_FALSE(pace.next_wait(0, 0, backoff, most));
  pace.reset();
  CHECK(pace.next_wait(0, 0, backoff, most) == 100);
}

}  // namespace
}  // namespace skep
