// A writer may be killed between any two instructions; its reader then sees whole records only.
#include <random>
#include <sys/ptrace.h>
#include <sys/syscall.h>

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

  TEST_CASE("between any two instructions of a write, the reader sees the old records or the new") {
    // Two records: one in the middle of the ring, and one that needs padding at its end.
    for (const uint64_t place : {uint64_t{4096}, uint64_t{ring_capacity - 32}}) {
      CAPTURE(place);
      Result<Fd> memfd = Segment::create();
      REQUIRE(memfd.has_value());
      Result<Segment> view = Segment::map_for_supervisor(*memfd);
      REQUIRE(view.has_value());
      std::atomic<uint64_t>& tail = view->worker_page().up_tail;

      const pid_t pid = test::fork_child([&] {
        Result<Segment> mine = Segment::map_for_worker(*memfd);
        if (!mine) ::_exit(1);
        // The head belongs to the reader; here it stays where the writer's ring starts.
        static std::atomic<uint64_t> head = 0;
        RingWriter writer(mine->up_data(), mine->worker_page().up_tail, head);
        std::vector<std::byte> filler(4096 - sizeof(RecordHeader));
        while (writer.position() + filler.size() + sizeof(RecordHeader) <= place) {
          writer.write(test::whole_message, filler);
        }
        filler.resize(place - writer.position());
        if (!filler.empty()) {
          filler.resize(filler.size() - sizeof(RecordHeader));
          writer.write(test::whole_message, filler);
        }
        head = writer.position();
        std::byte room[test::numbered_room];
        const auto payload = test::numbered_payload(60, room);
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(2);
        ::raise(SIGSTOP);
        writer.write(test::whole_message, payload);
        ::raise(SIGSTOP);
      });
      int status = 0;
      REQUIRE(::waitpid(pid, &status, 0) == pid);
      REQUIRE(WIFSTOPPED(status));
      REQUIRE(tail.load() == place);

      int instructions = 0;
      int before = 0;
      int after = 0;
      int wrong = 0;
      while (instructions < 200'000) {
        if (::ptrace(PTRACE_SINGLESTEP, pid, nullptr, nullptr) != 0) break;
        REQUIRE(::waitpid(pid, &status, 0) == pid);
        if (!WIFSTOPPED(status) || WSTOPSIG(status) == SIGSTOP) break;
        ++instructions;
        // A fresh reader that has dealt with everything before the record.
        std::atomic<uint64_t> reader_head = 0;
        std::atomic<uint64_t> until_place = place;
        RingReader reader(view->up_data(), reader_head, until_place);
        RecordHeader header;
        std::span<const std::byte> payload;
        REQUIRE(reader.snapshot() == RingState::ready);
        while (reader.peek(header, payload) == RingState::ready) reader.release();
        const uint64_t seen = tail.load(std::memory_order_acquire);
        until_place.store(seen);
        const RingState state = reader.snapshot();
        if (state == RingState::empty) {
          ++before;
          if (seen != place) ++wrong;
        } else if (reader.peek(header, payload) == RingState::ready &&
                   test::is_numbered(payload, 60)) {
          ++after;
        } else {
          ++wrong;
        }
      }
      ::kill(pid, SIGKILL);
      test::reap(pid);
      CHECK(wrong == 0);
      CHECK(before > 10);
      CHECK(after > 0);
    }
  }
}

}  // namespace
}  // namespace skep
