// When a doorbell rings, when it does not, and what idle() may be believed to say.
#include <algorithm>
#include <sys/stat.h>
#include <vector>

#include "ipc/futex.h"
#include "two_ends.h"

namespace skep {
namespace {

using test::TwoEnds;

void send_one(WorkerEnd& worker) {
  REQUIRE(worker.send(test::whole_message, {}) == RingState::ready);
}

void send_one(TwoEnds& ends) {
  REQUIRE(ends.supervisor().send(test::whole_message, {}) == RingState::ready);
}

// What stands for running script: long enough to be looked at in the middle.
void busy_work() {
  std::atomic<int> steps = 0;
  while (steps.fetch_add(1) < 50) {
  }
}

template <class End>
int take_all(End& end) {
  int count = 0;
  RecordHeader header;
  std::span<const std::byte> payload;
  while (end.reader().snapshot() == RingState::ready) {
    while (end.reader().peek(header, payload) == RingState::ready) {
      end.reader().release();
      ++count;
    }
  }
  return count;
}

TEST_SUITE("threads") {
  TEST_CASE("the first record rings, and no other does until the reader asks again") {
    TwoEnds ends;
    WorkerEnd worker = ends.worker();
    CHECK_FALSE(ends.doorbell_rang());
    send_one(worker);
    CHECK(ends.doorbell_rang());
    send_one(worker);
    send_one(worker);
    CHECK_FALSE(ends.doorbell_rang());

    CHECK(take_all(ends.supervisor()) == 3);
    send_one(worker);
    CHECK_FALSE(ends.doorbell_rang());
    CHECK(ends.supervisor().await_doorbell());  // what came before it asked
    CHECK(take_all(ends.supervisor()) == 1);
    CHECK_FALSE(ends.supervisor().await_doorbell());
    send_one(worker);
    CHECK(ends.doorbell_rang());
  }

  TEST_CASE("the record that jumps over the end of the ring rings too") {
    TwoEnds ends;
    WorkerEnd worker = ends.worker();
    const std::vector<std::byte> large(RingWriter::max_payload - 16);
    for (int round = 0; round < 40; ++round) {
      CAPTURE(round);
      REQUIRE(worker.send(test::whole_message, large) == RingState::ready);
      REQUIRE(ends.doorbell_rang());
      CHECK(take_all(ends.supervisor()) == 1);
      CHECK_FALSE(ends.supervisor().await_doorbell());
    }
  }

  TEST_CASE("small messages that are read at once stay in the first part of each ring") {
    TwoEnds ends;
    WorkerEnd worker = ends.worker();
    const std::vector<std::byte> some(1000);
    uint64_t furthest = 0;
    for (int i = 0; i < 2000; ++i) {
      REQUIRE(worker.send(test::whole_message, some) == RingState::ready);
      CHECK(take_all(ends.supervisor()) == 1);
      REQUIRE(ends.supervisor().send(test::whole_message, some) == RingState::ready);
      CHECK(take_all(worker) == 1);
      furthest = std::max({furthest, ends.supervisor().reader().position() % ring_capacity,
                           worker.reader().position() % ring_capacity});
    }
    CHECK(furthest <= 33 * 1024);
    // What is not read at once takes the room that it needs, and nothing is lost.
    int sent = 0;
    while (worker.send(test::whole_message, some) == RingState::ready) ++sent;
    CHECK(sent > 200);
    CHECK(take_all(ends.supervisor()) == sent);
  }

  TEST_CASE("waiting returns at once when something is there, or when the time has come") {
    TwoEnds ends;
    WorkerEnd worker = ends.worker();
    worker.wait(Activity::idle_armed, 1);
    send_one(ends);
    worker.wait(Activity::idle, UINT64_MAX);
    CHECK(take_all(worker) == 1);
    worker.wait_for_room(RingWriter::max_payload, UINT64_MAX);
  }

  TEST_CASE("a worker that waits for room is woken by a release") {
    TwoEnds ends;
    std::thread thread([&] {
      WorkerEnd worker = ends.worker();
      const std::vector<std::byte> large(RingWriter::max_payload);
      for (int sent = 0; sent < 64;) {
        if (worker.send(test::whole_message, large) == RingState::ready) {
          ++sent;
        } else {
          worker.wait_for_room(static_cast<uint32_t>(large.size()), UINT64_MAX);
        }
      }
    });
    int received = 0;
    while (received < 64) {
      received += take_all(ends.supervisor());
      ends.supervisor().room_was_made();
      if (received < 64 && !ends.supervisor().await_doorbell()) {
        REQUIRE(ends.wait_for_doorbell());
      }
    }
    thread.join();
  }

  TEST_CASE("a worker that waits for room is woken by what arrives for it") {
    TwoEnds ends;
    std::atomic<bool> full = false;
    std::thread thread([&] {
      WorkerEnd worker = ends.worker();
      while (worker.send(test::whole_message, {}) == RingState::ready) {
      }
      full = true;
      while (take_all(worker) == 0) worker.wait_for_room(0, UINT64_MAX);
    });
    while (!full) std::this_thread::yield();
    send_one(ends);
    thread.join();
  }

  TEST_CASE("a worker that waits for room says that its own ring has room, when asked to") {
    // Else two workers that flood each other could each wait for the other for ever.
    TwoEnds ends;
    WorkerEnd worker = ends.worker();
    send_one(worker);
    CHECK(ends.doorbell_rang());
    // Nothing that it sends rings any more: the supervisor has not asked for a doorbell.
    ends.supervisor().want_room(true);
    std::thread thread([&] {
      while (worker.send(test::whole_message, {}) == RingState::ready) {
      }
      while (take_all(worker) == 0) worker.wait_for_room(0, UINT64_MAX);
    });
    CHECK(ends.wait_for_doorbell());
    send_one(ends);
    thread.join();
  }

  TEST_CASE("becoming idle rings only when asked to") {
    TwoEnds ends;
    std::atomic<int> naps = 0;
    std::thread thread([&] {
      WorkerEnd worker = ends.worker();
      for (int i = 0; i < 2; ++i) {
        while (take_all(worker) == 0) worker.wait(Activity::idle, UINT64_MAX);
        ++naps;
      }
    });
    send_one(ends);
    while (naps == 0) std::this_thread::yield();
    CHECK_FALSE(ends.doorbell_rang());
    ends.supervisor().report_idle(IdleReport::for_good);
    bool armed = true;
    while (!ends.supervisor().idle(armed)) std::this_thread::yield();
    CHECK_FALSE(armed);
    send_one(ends);
    thread.join();
  }

  TEST_CASE("idle is never said of a worker that has yet to deal with what was sent") {
    constexpr int rounds = static_cast<int>(100'000 / test::under_test);
    TwoEnds ends;
    std::atomic<int> dealt_with = 0;
    std::thread thread([&] {
      WorkerEnd worker = ends.worker();
      while (dealt_with < rounds) {
        const int taken = take_all(worker);
        // Here a worker runs script. It has taken its record but is not done with it.
        busy_work();
        dealt_with += taken;
        if (dealt_with < rounds) worker.wait(Activity::idle, UINT64_MAX);
      }
    });
    int early = 0;
    for (int sent = 1; sent < rounds; ++sent) {
      send_one(ends);
      bool armed;
      while (!ends.supervisor().idle(armed)) {
      }
      if (dealt_with != sent) ++early;
    }
    send_one(ends);
    thread.join();
    CHECK(early == 0);
  }

  TEST_CASE("an armed timer shows, and what lies unread in either ring is not idle") {
    TwoEnds ends;
    bool armed = false;
    CHECK_FALSE(ends.supervisor().idle(armed));  // it has not even started
    std::thread thread([&] {
      WorkerEnd worker = ends.worker();
      while (take_all(worker) == 0) worker.wait(Activity::idle_armed, UINT64_MAX);
      send_one(worker);
      while (take_all(worker) == 0) worker.wait(Activity::idle, UINT64_MAX);
    });
    while (!ends.supervisor().idle(armed)) std::this_thread::yield();
    CHECK(armed);
    send_one(ends);
    while (ends.supervisor().reader().snapshot() == RingState::empty) {
      if (!ends.supervisor().await_doorbell()) REQUIRE(ends.wait_for_doorbell());
    }
    CHECK_FALSE(ends.supervisor().idle(armed));
    CHECK(take_all(ends.supervisor()) == 1);
    while (!ends.supervisor().idle(armed)) std::this_thread::yield();
    CHECK_FALSE(armed);
    send_one(ends);
    thread.join();
  }

  TEST_CASE("what large records made of the rings goes back while the worker is idle") {
    TwoEnds ends;
    const std::vector<std::byte> large(RingWriter::max_payload, std::byte{7});
    const auto kept = [&] {
      struct stat about;
      REQUIRE(::fstat(ends.supervisor().memfd().get(), &about) == 0);
      return static_cast<uint64_t>(about.st_blocks) * 512;
    };
    bool armed;
    std::thread thread([&] {
      WorkerEnd worker = ends.worker();
      int taken = 0;
      while ((taken += take_all(worker)) < 6) worker.wait(Activity::busy, UINT64_MAX);
      for (int i = 0; i < 6; ++i) {
        if (worker.send(test::whole_message, large) != RingState::ready) std::abort();
      }
      while (take_all(worker) == 0) worker.wait(Activity::idle, UINT64_MAX);
      // What is sent and written now is whole, wherever it lies.
      if (worker.send(test::whole_message, large) != RingState::ready) std::abort();
    });
    for (int i = 0; i < 6; ++i) {
      REQUIRE(ends.supervisor().send(test::whole_message, large) == RingState::ready);
    }
    for (int taken = 0; taken < 6; taken += take_all(ends.supervisor())) {
    }
    CHECK(ends.supervisor().beyond_low_part());
    while (!ends.supervisor().idle(armed)) std::this_thread::yield();
    CHECK(kept() > 6 * RingWriter::max_payload);
    CHECK(ends.supervisor().return_pages());
    CHECK(kept() <= 2 * (RingWriter::low_part + segment_layout::page));

    send_one(ends);
    thread.join();
    REQUIRE(ends.supervisor().reader().snapshot() == RingState::ready);
    RecordHeader header;
    std::span<const std::byte> payload;
    REQUIRE(ends.supervisor().reader().peek(header, payload) == RingState::ready);
    CHECK(std::ranges::equal(payload, large));
    ends.supervisor().reader().release();
    // It ended in the middle of its work, as far as it says.
    CHECK_FALSE(ends.supervisor().return_pages());
  }

  TEST_CASE("a worker that lies about its indices never looks idle or drained for it") {
    TwoEnds ends;
    Result<Segment> view = Segment::map_for_worker(ends.supervisor().memfd());
    REQUIRE(view.has_value());
    WorkerPage& page = view->worker_page();
    page.activity.store(static_cast<uint32_t>(Activity::idle));
    send_one(ends);
    bool armed;
    page.down_head.store(UINT64_MAX - 15);
    CHECK_FALSE(ends.supervisor().idle(armed));
    CHECK_FALSE(ends.supervisor().all_taken());
    page.activity.store(17);
    page.down_head.store(16);
    CHECK_FALSE(ends.supervisor().idle(armed));
  }
}

}  // namespace
}  // namespace skep
