// Millions of records through both rings, with both sides falling asleep whenever they may: a lost
// wake-up ends in a time-out, a lost, doubled or reordered record in a wrong number.
#include <deque>

#include "two_ends.h"

namespace skep {
namespace {

using test::TwoEnds;

constexpr uint64_t many = 2'000'000 / test::under_test;
constexpr uint64_t round_trips = 60'000 / test::under_test;

// --- the worker's side; a wrong number ends it early, which the supervisor's side then sees ---

void send_numbers(WorkerEnd& end, uint64_t count) {
  std::byte room[test::numbered_room];
  for (uint64_t number = 0; number < count; ++number) {
    const auto payload = test::numbered_payload(number, room);
    while (end.send(test::whole_message, payload) == RingState::full) {
      end.wait_for_room(static_cast<uint32_t>(payload.size()), UINT64_MAX);
    }
  }
}

// Reads what is there, without waiting.
template <class Each>
void read_available(WorkerEnd& end, Each each) {
  if (end.reader().snapshot() != RingState::ready) return;
  RecordHeader header;
  std::span<const std::byte> payload;
  while (end.reader().peek(header, payload) == RingState::ready) {
    each(payload);
    end.reader().release();
    end.room_was_made();
  }
}

void report_once_received(WorkerEnd& end, uint64_t count) {
  uint64_t expected = 0;
  bool wrong = false;
  while (expected < count && !wrong) {
    read_available(end, [&](std::span<const std::byte> payload) {
      wrong |= !test::is_numbered(payload, expected++);
    });
    if (expected < count && !wrong) end.wait(Activity::idle, UINT64_MAX);
  }
  std::byte room[test::numbered_room];
  end.send(test::whole_message, test::numbered_payload(wrong ? 0 : expected, room));
}

// Sends back what arrives. A full up ring never stops it from emptying the down ring, as the real
// worker's postMessage does not.
void echo(WorkerEnd& end, uint64_t count) {
  std::deque<std::vector<std::byte>> outbox;
  uint64_t received = 0;
  uint64_t sent = 0;
  while (sent < count) {
    read_available(end, [&](std::span<const std::byte> payload) {
      outbox.emplace_back(payload.begin(), payload.end());
      ++received;
    });
    while (!outbox.empty() && end.send(test::whole_message, outbox.front()) == RingState::ready) {
      outbox.pop_front();
      ++sent;
    }
    if (!outbox.empty()) {
      end.wait_for_room(static_cast<uint32_t>(outbox.front().size()), UINT64_MAX);
    } else if (received < count) {
      end.wait(Activity::idle, UINT64_MAX);
    }
  }
}

// --- the supervisor's side ---

// Reads numbers until it has `count`, 64 a turn.
void receive_numbers(TwoEnds& ends, uint64_t count) {
  SupervisorEnd& end = ends.supervisor();
  uint64_t expected = 0;
  while (expected < count) {
    const RingState state = end.reader().snapshot();
    REQUIRE(state != RingState::violation);
    if (state == RingState::empty) {
      if (end.await_doorbell()) continue;
      REQUIRE(ends.wait_for_doorbell());
      continue;
    }
    RecordHeader header;
    std::span<const std::byte> payload;
    for (int turn = 0; turn < 64 && end.reader().peek(header, payload) == RingState::ready;
         ++turn) {
      if (!test::is_numbered(payload, expected)) FAIL("record " << expected << " is wrong");
      ++expected;
      end.reader().release();
    }
    end.room_was_made();
  }
  CHECK(end.reader().snapshot() == RingState::empty);
}

void send_until_reported(TwoEnds& ends, uint64_t count) {
  SupervisorEnd& end = ends.supervisor();
  std::byte room[test::numbered_room];
  for (uint64_t number = 0; number < count; ++number) {
    const auto payload = test::numbered_payload(number, room);
    while (end.send(test::whole_message, payload) == RingState::full) {
      // Ask first, then try again: the worker may have fallen asleep in between.
      end.want_room(true);
      if (end.send(test::whole_message, payload) == RingState::ready) break;
      REQUIRE(ends.wait_for_doorbell());
    }
    end.want_room(false);
  }
  while (end.reader().snapshot() == RingState::empty) {
    if (!end.await_doorbell()) REQUIRE(ends.wait_for_doorbell());
  }
  RecordHeader header;
  std::span<const std::byte> payload;
  REQUIRE(end.reader().peek(header, payload) == RingState::ready);
  CHECK(test::is_numbered(payload, count));
}

// Keeps both rings full and reads the echoes.
void flood_both_ways(TwoEnds& ends, uint64_t count) {
  SupervisorEnd& end = ends.supervisor();
  std::byte room[test::numbered_room];
  uint64_t sent = 0;
  uint64_t expected = 0;
  while (expected < count) {
    bool moved = false;
    for (; sent < count; ++sent, moved = true) {
      if (end.send(test::whole_message, test::numbered_payload(sent, room)) != RingState::ready) {
        break;
      }
    }
    const RingState state = end.reader().snapshot();
    REQUIRE(state != RingState::violation);
    RecordHeader header;
    std::span<const std::byte> payload;
    while (end.reader().peek(header, payload) == RingState::ready) {
      if (!test::is_numbered(payload, expected)) FAIL("record " << expected << " is wrong");
      ++expected;
      end.reader().release();
      moved = true;
    }
    end.room_was_made();
    if (moved || expected == count) continue;
    end.want_room(true);
    if (sent < count &&
        end.send(test::whole_message, test::numbered_payload(sent, room)) == RingState::ready) {
      ++sent;
      continue;
    }
    if (!end.await_doorbell()) REQUIRE(ends.wait_for_doorbell());
  }
}

// Each waits for the other at every record, so that every record is a wake-up.
void ping_pong(TwoEnds& ends, uint64_t count) {
  SupervisorEnd& end = ends.supervisor();
  std::byte room[test::numbered_room];
  for (uint64_t number = 0; number < count; ++number) {
    REQUIRE(end.send(test::whole_message, test::numbered_payload(number, room)) ==
            RingState::ready);
    while (end.reader().snapshot() == RingState::empty) {
      if (!end.await_doorbell()) REQUIRE(ends.wait_for_doorbell());
    }
    RecordHeader header;
    std::span<const std::byte> payload;
    REQUIRE(end.reader().peek(header, payload) == RingState::ready);
    if (!test::is_numbered(payload, number)) FAIL("record " << number << " is wrong");
    end.reader().release();
    end.room_was_made();
  }
}

TEST_SUITE("threads") {
  TEST_CASE("a stream up arrives whole and in order, between threads") {
    test::run_as_threads([](WorkerEnd& end) { send_numbers(end, many); },
                         [](TwoEnds& ends) { receive_numbers(ends, many); });
  }
  TEST_CASE("a stream down arrives whole and in order, between threads") {
    test::run_as_threads([](WorkerEnd& end) { report_once_received(end, many); },
                         [](TwoEnds& ends) { send_until_reported(ends, many); });
  }
  TEST_CASE("floods both ways at once never block each other, between threads") {
    test::run_as_threads([](WorkerEnd& end) { echo(end, many / 2); },
                         [](TwoEnds& ends) { flood_both_ways(ends, many / 2); });
  }
  TEST_CASE("no wake-up is lost when every record is one, between threads") {
    test::run_as_threads([](WorkerEnd& end) { echo(end, round_trips); },
                         [](TwoEnds& ends) { ping_pong(ends, round_trips); });
  }
}

TEST_SUITE("processes") {
  TEST_CASE("a stream up arrives whole and in order, between processes") {
    test::run_as_processes([](WorkerEnd& end) { send_numbers(end, many); },
                           [](TwoEnds& ends) { receive_numbers(ends, many); });
  }
  TEST_CASE("a stream down arrives whole and in order, between processes") {
    test::run_as_processes([](WorkerEnd& end) { report_once_received(end, many); },
                           [](TwoEnds& ends) { send_until_reported(ends, many); });
  }
  TEST_CASE("floods both ways at once never block each other, between processes") {
    test::run_as_processes([](WorkerEnd& end) { echo(end, many / 2); },
                           [](TwoEnds& ends) { flood_both_ways(ends, many / 2); });
  }
  TEST_CASE("no wake-up is lost when every record is one, between processes") {
    test::run_as_processes([](WorkerEnd& end) { echo(end, round_trips); },
                           [](TwoEnds& ends) { ping_pong(ends, round_trips); });
  }
}

}  // namespace
}  // namespace skep
