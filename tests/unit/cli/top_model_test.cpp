#include "cli/top/top_model.h"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace skep::cli {
namespace {

using control::Json;

Json worker(uint64_t id, uint64_t cpu_ms, uint64_t in, uint64_t age_ms) {
  return {{"worker", id},
          {"parent", 0u},
          {"name", "w"},
          {"url", "https://skep.localhost/a.js"},
          {"state", "running"},
          {"queued_bytes", 8u},
          {"cpu_ms", cpu_ms},
          {"messages_in", in},
          {"messages_out", 2 * in},
          {"age_ms", age_ms}};
}

const TopModel::Clock::time_point start{std::chrono::hours(1)};

TEST_CASE("rates are those since the look before, or of a new worker's whole life") {
  TopModel model;
  model.take_list(Json::array({worker(1, 500, 100, 1000)}), start);
  CHECK(model.rows(SortKey::worker, false).front().cpu_percent == doctest::Approx(50));
  model.take_list(Json::array({worker(1, 700, 140, 3000), worker(2, 100, 1, 1000)}),
                  start + std::chrono::seconds(2));
  const auto rows = model.rows(SortKey::worker, false);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].cpu_percent == doctest::Approx(10));
  CHECK(rows[0].in_per_s == doctest::Approx(20));
  CHECK(rows[0].out_per_s == doctest::Approx(40));
  CHECK(rows[1].cpu_percent == doctest::Approx(10));
  CHECK(rows[0].script == "a.js");
}

TEST_CASE("a counter that shrank gives no rate") {
  TopModel model;
  model.take_list(Json::array({worker(1, 500, 100, 1000)}), start);
  model.take_list(Json::array({worker(1, 400, 10, 2000)}), start + std::chrono::seconds(1));
  CHECK(model.rows(SortKey::worker, false).front().cpu_percent == 0);
}

TEST_CASE("the largest comes first, equal ones keep the order of their ids") {
  TopModel model;
  model.take_list(Json::array({worker(3, 0, 0, 1), worker(1, 0, 0, 1), worker(2, 0, 0, 1)}), start);
  model.take_memory(2, 100);
  const auto ids = [&model](SortKey key, bool reversed) {
    std::vector<uint64_t> all;
    for (const TopRow& row : model.rows(key, reversed)) all.push_back(row.worker);
    return all;
  };
  CHECK(ids(SortKey::memory, false) == std::vector<uint64_t>{2, 1, 3});
  CHECK(ids(SortKey::memory, true) == std::vector<uint64_t>{1, 3, 2});
  CHECK(ids(SortKey::worker, false) == std::vector<uint64_t>{1, 2, 3});
}

TEST_CASE("why the last worker of the same name ended is told beside the next one") {
  TopModel model;
  model.take_exit({{"worker", 1u},
                   {"name", "w"},
                   {"url", "https://skep.localhost/a.js"},
                   {"reason", "out-of-memory"}});
  model.take_list(Json::array({worker(2, 0, 0, 1)}), start);
  CHECK(model.rows(SortKey::worker, false).front().last_end == "out-of-memory");
  CHECK(model.last_ends().front() == "worker 1 w: out-of-memory");
  CHECK(model.totals().ended == 1);
}

TEST_CASE("memory stays until it is asked for again, and goes with its worker") {
  TopModel model;
  model.take_list(Json::array({worker(1, 0, 0, 1)}), start);
  model.take_memory(1, 100);
  model.take_list(Json::array({worker(1, 0, 0, 2)}), start + std::chrono::seconds(1));
  CHECK(model.totals().memory_bytes == 100);
  model.take_list(Json::array(), start + std::chrono::seconds(2));
  CHECK(model.totals().memory_bytes == 0);
  model.take_memory(1, 100);
  CHECK(model.totals().workers == 0);
}

}  // namespace
}  // namespace skep::cli
