#include "daemon/observe/log_store.h"

#include <doctest/doctest.h>

namespace skep {
namespace {

constexpr WorkerId first{1};
constexpr WorkerId second{2};

// A store whose clock the test sets.
struct Store {
  explicit Store(LogLimits limits = {}) : logs(limits, [this] { return now_ms; }) {}
  void say(WorkerId worker, std::string_view text, ConsoleLevel level = ConsoleLevel::log) {
    logs.publish(ConsoleEvent{worker, "", level, text});
  }
  void end(WorkerId worker) {
    ExitEvent exit = {};
    exit.worker = worker;
    logs.publish(exit);
  }
  uint64_t now_ms = 1000;
  LogStore logs;
};

std::vector<std::string> texts(const LogStore::Answer& answer) {
  std::vector<std::string> out;
  for (const LogEntry& entry : answer.entries) out.push_back(entry.text);
  return out;
}

using Texts = std::vector<std::string>;

TEST_CASE("lines are kept in order with their time and level") {
  Store store;
  store.say(first, "one");
  store.now_ms = 2000;
  store.say(first, "two", ConsoleLevel::error);
  store.say(second, "other");
  const auto answer = store.logs.query(first);
  REQUIRE(answer);
  CHECK(texts(*answer) == Texts{"one", "two"});
  CHECK(answer->entries[0].time_ms == 1000);
  CHECK(answer->entries[1].time_ms == 2000);
  CHECK(answer->entries[1].level == ConsoleLevel::error);
  CHECK(answer->lost == 0);
}

TEST_CASE("a question may be for the last lines, or for those since a time, or both") {
  Store store;
  for (int i = 0; i < 5; ++i) {
    store.now_ms = 1000 + static_cast<uint64_t>(i);
    store.say(first, std::to_string(i));
  }
  CHECK(texts(*store.logs.query(first, 2)) == Texts{"3", "4"});
  CHECK(texts(*store.logs.query(first, 0)).empty());
  CHECK(texts(*store.logs.query(first, {}, 1003)) == Texts{"3", "4"});
  CHECK(texts(*store.logs.query(first, 1, 1002)) == Texts{"4"});
  CHECK(texts(*store.logs.query(first, 9, 5000)).empty());
}

TEST_CASE("a worker that never wrote is not known") {
  Store store;
  store.end(first);
  CHECK_FALSE(store.logs.query(first));
  CHECK(store.logs.bytes() == 0);
}

TEST_CASE("the oldest line goes when a worker has too many, and is counted") {
  Store store({.worker_lines = 3});
  for (int i = 0; i < 5; ++i) store.say(first, std::to_string(i));
  const auto answer = store.logs.query(first);
  CHECK(texts(*answer) == Texts{"2", "3", "4"});
  CHECK(answer->lost == 2);
}

TEST_CASE("the bytes of one worker are bounded, empty lines included") {
  Store store({.worker_bytes = 1000});
  for (int i = 0; i < 1000; ++i) store.say(first, "");
  CHECK(store.logs.bytes() <= 1000);
  CHECK(store.logs.bytes() > 500);
  const auto answer = store.logs.query(first);
  CHECK(answer->lost == 1000 - answer->entries.size());
}

TEST_CASE("a line larger than the bound is lost, and what was there stays") {
  Store store({.worker_bytes = 1000});
  store.say(first, "small");
  store.say(first, std::string(2000, 'x'));
  const auto answer = store.logs.query(first);
  CHECK(texts(*answer) == Texts{"small"});
  CHECK(answer->lost == 1);
}

TEST_CASE("when all together keep too much, it is the chattiest who loses lines") {
  Store store({.worker_bytes = 10'000, .all_bytes = 12'000});
  store.say(first, "quiet");
  for (uint64_t worker = 2; worker < 10; ++worker) {
    for (int i = 0; i < 100; ++i) store.say(WorkerId{worker}, std::string(100, 'x'));
  }
  CHECK(store.logs.bytes() <= 12'000);
  const auto quiet = store.logs.query(first);
  CHECK(texts(*quiet) == Texts{"quiet"});
  CHECK(quiet->lost == 0);
  CHECK(store.logs.query(second)->lost > 0);
}

TEST_CASE("lines that a rate limit dropped count as lost") {
  Store store;
  store.logs.publish(ConsoleLostEvent{first, 7});
  const auto answer = store.logs.query(first);
  REQUIRE(answer);
  CHECK(answer->entries.empty());
  CHECK(answer->lost == 7);
}

TEST_CASE("workers that are gone are remembered up to a number, the latest ones") {
  Store store({.ended_workers = 2});
  for (uint64_t worker = 1; worker <= 4; ++worker) {
    store.say(WorkerId{worker}, "last words");
    store.end(WorkerId{worker});
  }
  CHECK_FALSE(store.logs.query(WorkerId{1}));
  CHECK_FALSE(store.logs.query(WorkerId{2}));
  CHECK(texts(*store.logs.query(WorkerId{3})) == Texts{"last words"});
  CHECK(texts(*store.logs.query(WorkerId{4})) == Texts{"last words"});
  store.say(WorkerId{5}, "still here");
  CHECK(store.logs.query(WorkerId{5}));
}

TEST_CASE("what is forgotten gives its bytes back") {
  Store store({.ended_workers = 0});
  for (uint64_t worker = 1; worker <= 100; ++worker) {
    for (int i = 0; i < 10; ++i) store.say(WorkerId{worker}, "text");
    store.end(WorkerId{worker});
  }
  CHECK(store.logs.bytes() == 0);
}

}  // namespace
}  // namespace skep
