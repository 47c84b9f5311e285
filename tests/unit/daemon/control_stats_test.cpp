#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "daemon/control/stats.h"
#include "tests/unit/daemon/sample_reading.h"

namespace skep::control {
namespace {

TEST_CASE("stats has exactly the members that it is described with") {
  const Json stats = stats_json(sample_reading());
  const auto mismatch = check(stats, stats_fields());
  CAPTURE(mismatch ? mismatch->sentence : "");
  CHECK(!mismatch);
}

TEST_CASE("stats and the metrics tell the same numbers") {
  const Json stats = stats_json(sample_reading());
  CHECK(stats["workers"] == 15);
  CHECK(stats["workers_by_state"]["running"] == 3);
  CHECK(stats["ended_by_reason"]["out-of-memory"] == 1);
  CHECK(stats["ended"] == 2);
  CHECK(stats["spawned"] == 1);
  CHECK(stats["messages"] == 102);
  CHECK(stats["message_bytes"] == 103);
  CHECK(stats["wakeups"] == 407);
  CHECK(stats["console_lines"] == 1);
  CHECK(stats["console_lost"] == 17);
  CHECK(stats["cache_hits"] == 107);
  CHECK(stats["cache_misses"] == 108);
  CHECK(stats["zygotes_started"] == 112);
  CHECK(stats["clients"] == 201);
  CHECK(stats["host_calls"] == 202);
  CHECK(stats["events_lost"] == 203);
}

}  // namespace
}  // namespace skep::control
