#include "sandbox/memory_pressure.h"

#include <doctest/doctest.h>

namespace skep {
namespace {

using Verdict = MemoryPressure::Verdict;

constexpr uint64_t ms = 1'000'000;
constexpr size_t most = 64u << 20;

// Refused allocations of `size` bytes, each collected for in vain, with `work_ns` of other work
// before each, until the verdict is that the worker is over, or `count` of them. How many there
// were.
int until_over(MemoryPressure& pressure, uint64_t& now, int count, uint64_t collection_ns,
               uint64_t work_ns, size_t size = 100) {
  for (int i = 0; i < count; ++i) {
    now += work_ns;
    pressure.note_refused();
    for (int round = 0;; ++round) {
      const Verdict verdict = pressure.may_collect(now, size, most, round);
      if (verdict == Verdict::over) return i;
      if (verdict == Verdict::give_up) break;
      now += collection_ns;
      pressure.collected(now);
    }
  }
  return count;
}

TEST_CASE("a worker that does nothing but collect for nothing is over after three seconds of it") {
  MemoryPressure pressure;
  uint64_t now = 1'000'000 * ms;
  const uint64_t begin = now;
  CHECK(until_over(pressure, now, 1000, 50 * ms, ms / 100) < 1000);
  CHECK(now - begin > 3000 * ms);
  CHECK(now - begin < 4000 * ms);
}

TEST_CASE("what is larger than all there could ever be is refused without collecting, for ever") {
  MemoryPressure pressure;
  uint64_t now = 0;
  CHECK(until_over(pressure, now, 100'000, 50 * ms, 0, most + 1) == 100'000);
  CHECK(now == 0);
}

TEST_CASE("a script that looks for the largest buffer it can have lives") {
  MemoryPressure pressure;
  uint64_t now = 0;
  CHECK(until_over(pressure, now, 25, 50 * ms, 0) == 25);
}

TEST_CASE("one part of work to thirty-two of collecting is enough to live") {
  MemoryPressure pressure;
  uint64_t now = 0;
  CHECK(until_over(pressure, now, 10'000, 50 * ms, 4 * ms) == 10'000);
  CHECK(until_over(pressure, now, 10'000, 50 * ms, 2 * ms) < 10'000);
}

TEST_CASE("collections that the engine makes from time to time cost nothing") {
  MemoryPressure pressure;
  uint64_t now = 0;
  for (int i = 0; i < 1000; ++i) {
    CHECK(pressure.may_collect(now, 100, most, 0) == Verdict::collect);
    now += 50 * ms;
    pressure.collected(now);
    pressure.note_served();
  }
  pressure.note_refused();
  CHECK(pressure.may_collect(now, 100, most, 0) == Verdict::collect);
}

TEST_CASE("each refused allocation is collected for twice, and then fails") {
  MemoryPressure pressure;
  pressure.note_refused();
  CHECK(pressure.may_collect(0, 100, most, 0) == Verdict::collect);
  pressure.collected(1);
  CHECK(pressure.may_collect(1, 100, most, 1) == Verdict::collect);
  pressure.collected(2);
  CHECK(pressure.may_collect(2, 100, most, 2) == Verdict::give_up);
}

}  // namespace
}  // namespace skep
