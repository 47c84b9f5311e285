// A writer may be killed between any two instructions; its reader then sees whole records only.
#include <random>

#include "loose_ring.h"
#include "two_ends.h"

namespace skep {
namespace {

using test::TwoEnds;

// Reads what the dead writer left. False on the first thing that is not the next whole record.
bool only_whole_records(RingReader& reader, uint64_t& expected) {
  RecordHeader header;
  std::span<const std::byte> payload;
  for (;;) {
    const RingState state = reader.exhausted() ? reader.snapshot() : RingState::ready;
    if (state == RingState::empty) return true;
    if (state == RingState::violation) return false;
    const RingState found = reader.peek(header, payload);
    if (found == RingState::empty) continue;  // nothing but padding
    if (found == RingState::violation || !test::is_numbered(payload, expected)) return false;
    ++expected;
    reader.release();
  }
}

TEST_SUITE("processes") {
  TEST_CASE("a writer killed at a random instant leaves whole records, all of them in order") {
    std::mt19937 random(7);
    for (int round = 0; round < 150; ++round) {
      CAPTURE(round);
      TwoEnds ends;
      const pid_t pid = test::fork_child([&] {
        WorkerEnd worker = ends.worker();
        std::byte room[test::numbered_room];
        for (uint64_t number = 0;; ++number) {
          const auto payload = test::numbered_payload(number, room);
          while (worker.send(test::whole_message, payload) == RingState::full) {
            worker.wait_for_room(static_cast<uint32_t>(payload.size()), UINT64_MAX);
          }
        }
      });
      const uint64_t enough = random() % 5000;
      uint64_t expected = 0;
      SupervisorEnd& end = ends.supervisor();
      bool sound = true;
      while (sound && expected < enough) {
        sound = only_whole_records(end.reader(), expected);
        end.room_was_made();
        if (sound && expected < enough && !end.await_doorbell()) {
          REQUIRE(ends.wait_for_doorbell());
        }
      }
      ::kill(pid, SIGKILL);
      const int status = test::reap(pid);
      CHECK(WIFSIGNALED(status));
      CHECK(sound);
      CHECK(only_whole_records(end.reader(), expected));
    }
  }
}

}  // namespace
}  // namespace skep
