#include "daemon/tree/locks.h"

#include <string>

#include <doctest/doctest.h>

#include "proto/limits.h"
#include "proto/wire.h"

namespace skep {
namespace {

constexpr WorkerId first{1};
constexpr WorkerId second{2};

LockRequest ask(uint32_t number, std::string_view name, LockMode mode = LockMode::exclusive) {
  return {.request = number, .mode = mode, .name = name};
}

// "2:1 granted" for the answer to request 1 of worker 2, one after the other.
std::string text(const Locks::Answers& answers) {
  constexpr std::string_view kinds[] = {"granted", "unavailable", "stolen"};
  std::string all;
  for (const Locks::Answer& answer : answers) {
    if (!all.empty()) all += ", ";
    all += std::to_string(number(answer.worker)) + ':' + std::to_string(answer.answer.request) +
           ' ' + std::string(kinds[static_cast<size_t>(answer.answer.kind)]);
  }
  return all;
}

std::string request(Locks& locks, WorkerId worker, const LockRequest& request) {
  Locks::Answers answers;
  locks.request(worker, request, answers);
  return text(answers);
}

std::string release(Locks& locks, WorkerId worker, uint32_t number) {
  Locks::Answers answers;
  locks.release(worker, number, answers);
  return text(answers);
}

// "held a/x@1 pending b/s@2"
std::string snapshot(const Locks& locks) {
  const std::string bytes = locks.snapshot(7);
  LockSnapshot snapshot;
  REQUIRE(decode(as_bytes(std::string_view(bytes)), snapshot));
  CHECK(snapshot.query == 7);
  if (snapshot.whole == 0) return "too many";
  std::string all = "held";
  LockItem item;
  for (uint32_t i = 0; i < snapshot.held + snapshot.pending; ++i) {
    REQUIRE(next_item(snapshot.items, item));
    if (i == snapshot.held) all += " pending";
    all += ' ' + std::string(item.name) + (item.mode == LockMode::exclusive ? "/x@" : "/s@") +
           std::to_string(item.client);
  }
  return all;
}

TEST_CASE("an exclusive lock is granted to one, and to the next when it comes back") {
  Locks locks;
  CHECK(request(locks, first, ask(1, "a")) == "1:1 granted");
  CHECK(request(locks, second, ask(1, "a")) == "");
  CHECK(request(locks, second, ask(2, "b")) == "2:2 granted");
  CHECK(release(locks, first, 1) == "2:1 granted");
  CHECK(release(locks, second, 1) == "");
  CHECK(locks.count(first) == 0);
  CHECK(locks.count(second) == 1);
}

TEST_CASE(
    "shared locks are held together, and an exclusive request in the queue goes before later "
    "ones") {
  Locks locks;
  CHECK(request(locks, first, ask(1, "a", LockMode::shared)) == "1:1 granted");
  CHECK(request(locks, second, ask(1, "a", LockMode::shared)) == "2:1 granted");
  CHECK(request(locks, first, ask(2, "a")) == "");
  CHECK(request(locks, second, ask(2, "a", LockMode::shared)) == "");
  CHECK(release(locks, first, 1) == "");
  CHECK(release(locks, second, 1) == "1:2 granted");
  CHECK(release(locks, first, 2) == "2:2 granted");
}

TEST_CASE("a request that is only for what is available never waits") {
  Locks locks;
  LockRequest available = ask(1, "a");
  available.if_available = 1;
  CHECK(request(locks, first, available) == "1:1 granted");
  CHECK(request(locks, second, available) == "2:1 unavailable");
  CHECK(locks.count(second) == 0);
}

TEST_CASE("a stolen lock is gone for its holder, whoever waits") {
  Locks locks;
  CHECK(request(locks, first, ask(1, "a")) == "1:1 granted");
  CHECK(request(locks, first, ask(2, "a")) == "");
  LockRequest steal = ask(1, "a");
  steal.steal = 1;
  CHECK(request(locks, second, steal) == "1:1 stolen, 2:1 granted");
  CHECK(release(locks, first, 1) == "");
  CHECK(release(locks, second, 1) == "1:2 granted");
}

// Many shared requests behind an exclusive one, some of each worker.
constexpr uint32_t many = 10 * Locks::most_answers;

void queue_up(Locks& locks) {
  REQUIRE(request(locks, first, ask(1, "a")) == "1:1 granted");
  for (uint32_t i = 1; i <= many; ++i) {
    REQUIRE(request(locks, second, ask(i, "a", LockMode::shared)) == "");
  }
}

// The answers of all turns; each but the last is full.
std::string settle_all(Locks& locks, Locks::Answers answers) {
  Locks::Answers all = answers;
  while (locks.unsettled()) {
    CHECK(answers.size() == Locks::most_answers);
    answers.clear();
    locks.settle(answers);
    CHECK(answers.size() <= Locks::most_answers);
    all.insert(all.end(), answers.begin(), answers.end());
  }
  return text(all);
}

std::string of_all(std::string_view what) {
  std::string all;
  for (uint32_t i = 1; i <= many; ++i) {
    all += (i == 1 ? "2:" : ", 2:") + std::to_string(i) + ' ' + std::string(what);
  }
  return all;
}

// All of `second` are let in, and the first of their answers to being robbed by `first` is in
// `answers`.
void rob_many(Locks& locks, Locks::Answers& answers) {
  queue_up(locks);
  locks.release(first, 1, answers);
  settle_all(locks, answers);
  answers.clear();
  LockRequest steal = ask(2, "a");
  steal.steal = 1;
  locks.request(first, steal, answers);
}

TEST_CASE(
    "a lock that lets many in lets some in at a time, in their order, and later ones behind") {
  Locks locks;
  queue_up(locks);
  Locks::Answers answers;
  locks.release(first, 1, answers);
  CHECK(answers.size() == Locks::most_answers);
  CHECK(locks.unsettled());
  LockRequest available = ask(2, "a", LockMode::shared);
  available.if_available = 1;
  Locks::Answers other;
  locks.request(first, available, other);
  CHECK(text(other) == "1:2 unavailable");
  CHECK(settle_all(locks, answers) == of_all("granted"));
  CHECK(release(locks, second, many) == "");
  CHECK(locks.count(second) == many - 1);
}

TEST_CASE("whoever robs many is let in when all of them were told") {
  Locks locks;
  Locks::Answers answers;
  rob_many(locks, answers);
  CHECK(settle_all(locks, answers) == of_all("stolen") + ", 1:2 granted");
  CHECK(locks.count(second) == 0);
  CHECK(snapshot(locks) == "held a/x@1");
}

TEST_CASE("one who is robbed and gives the lock back, or goes, before it was told is not told") {
  for (const bool goes : {false, true}) {
    Locks locks;
    Locks::Answers answers;
    rob_many(locks, answers);
    CHECK(text(answers).find("granted") == std::string::npos);
    answers.clear();
    if (goes) {
      locks.leave(second, answers);
      CHECK(text(answers) == "1:2 granted");
    } else {
      locks.release(second, many, answers);
      const std::string rest = settle_all(locks, answers);
      CHECK(rest.find("2:" + std::to_string(many) + " ") == std::string::npos);
      CHECK(rest.ends_with("1:2 granted"));
    }
    CHECK(snapshot(locks) == "held a/x@1");
  }
}

TEST_CASE("a request can be taken back while it waits, which may let others in") {
  Locks locks;
  CHECK(request(locks, first, ask(1, "a", LockMode::shared)) == "1:1 granted");
  CHECK(request(locks, first, ask(2, "a")) == "");
  CHECK(request(locks, second, ask(1, "a", LockMode::shared)) == "");
  CHECK(release(locks, first, 2) == "2:1 granted");
}

TEST_CASE("a worker that is gone holds nothing and waits for nothing") {
  Locks locks;
  CHECK(request(locks, first, ask(1, "a")) == "1:1 granted");
  CHECK(request(locks, first, ask(2, "a")) == "");
  CHECK(request(locks, first, ask(3, "b")) == "1:3 granted");
  CHECK(request(locks, second, ask(1, "a")) == "");
  Locks::Answers answers;
  locks.leave(first, answers);
  CHECK(text(answers) == "2:1 granted");
  CHECK(snapshot(locks) == "held a/x@2");
  answers.clear();
  locks.leave(second, answers);
  CHECK(answers.empty());
  CHECK(snapshot(locks) == "held");
}

TEST_CASE("a snapshot has what is held and what waits, in the order of the requests") {
  Locks locks;
  request(locks, first, ask(1, "z"));
  request(locks, second, ask(1, "a", LockMode::shared));
  request(locks, second, ask(2, "z"));
  request(locks, first, ask(2, "a"));
  CHECK(snapshot(locks) == "held z/x@1 a/s@2 pending z/x@2 a/x@1");
}

TEST_CASE("a snapshot that would be too large says so") {
  Locks locks;
  const std::string name(max_channel_bytes, 'n');
  for (uint32_t i = 1; i <= max_lock_snapshot_bytes / max_channel_bytes + 1; ++i) {
    request(locks, first, ask(i, name));
  }
  CHECK(snapshot(locks) == "too many");
}

TEST_CASE("a snapshot fits again once enough of what was too large has gone, in whatever way") {
  Locks locks;
  const std::string name(max_channel_bytes, 'n');
  const auto most = static_cast<uint32_t>(max_lock_snapshot_bytes / max_channel_bytes);
  for (uint32_t i = 1; i <= most; ++i) request(locks, first, ask(i, name));
  CHECK(snapshot(locks) == "too many");
  LockRequest steal = ask(1, name);
  steal.steal = 1;
  request(locks, second, steal);
  CHECK(snapshot(locks) == "too many");
  CHECK(release(locks, first, 2) == "");
  CHECK(snapshot(locks) != "too many");
  request(locks, second, ask(2, name));
  CHECK(snapshot(locks) == "too many");
  Locks::Answers answers;
  locks.leave(first, answers);
  CHECK(snapshot(locks) != "too many");
  locks.leave(second, answers);
  CHECK(snapshot(locks) == "held");
}

TEST_CASE("a release of what there is not, or of another's, changes nothing") {
  Locks locks;
  CHECK(release(locks, first, 1) == "");
  CHECK(request(locks, first, ask(1, "a")) == "1:1 granted");
  CHECK(release(locks, second, 1) == "");
  CHECK(release(locks, first, 2) == "");
  CHECK(snapshot(locks) == "held a/x@1");
}

TEST_CASE("messages about locks survive the wire, and nothing else does") {
  LockRequest request = {.request = 5, .mode = LockMode::shared, .if_available = 1, .name = "n"};
  const std::string bytes = encode(request);
  LockRequest read;
  REQUIRE(decode(as_bytes(std::string_view(bytes)), read));
  CHECK(read.request == 5);
  CHECK(read.mode == LockMode::shared);
  CHECK(read.if_available == 1);
  CHECK(read.name == "n");
  for (size_t length = 0; length < bytes.size(); ++length) {
    CHECK_FALSE(decode(as_bytes(std::string_view(bytes).substr(0, length)), read));
  }
  CHECK_FALSE(decode(as_bytes(std::string_view(bytes + '\0')), read));
  request.steal = 1;  // and shared, and only if available
  CHECK_FALSE(decode(as_bytes(std::string_view(encode(request))), read));
  LockSnapshot snapshot = {.query = 1, .held = 1, .items = "x"};
  CHECK_FALSE(decode(as_bytes(std::string_view(encode(snapshot))), snapshot));
}

}  // namespace
}  // namespace skep
