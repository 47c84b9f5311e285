// A writer stopped after each of its instructions, as if it were killed there: whoever looks then
// sees the records of before or those and whole new ones, and can still be sent to and woken.
#include <fstream>
#include <functional>
#include <optional>
#include <sched.h>
#include <sys/ptrace.h>

#include "loose_ring.h"
#include "two_ends.h"

namespace skep {
namespace {

using test::TwoEnds;

constexpr int most_instructions = 400'000;

// What a writer does under the eyes of the test: `prepare` runs at full speed, `write` in steps.
struct Stepped {
  std::function<void()> prepare;
  std::function<void()> write;
};

// Calls `look` after every instruction of `write`. The number of instructions.
int step_through(const Stepped& stepped, const std::function<void()>& before,
                 const std::function<void()>& look) {
  const pid_t pid = test::fork_child([&] {
    stepped.prepare();
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(2);
    ::raise(SIGSTOP);
    stepped.write();
    ::raise(SIGSTOP);
  });
  int status = 0;
  REQUIRE(::waitpid(pid, &status, 0) == pid);
  REQUIRE(WIFSTOPPED(status));
  before();
  int instructions = 0;
  bool ended = false;
  while (!ended && instructions < most_instructions) {
    REQUIRE(::ptrace(PTRACE_SINGLESTEP, pid, nullptr, nullptr) == 0);
    REQUIRE(::waitpid(pid, &status, 0) == pid);
    REQUIRE(WIFSTOPPED(status));
    ended = WSTOPSIG(status) == SIGSTOP;
    if (ended) break;
    ++instructions;
    look();
  }
  ::kill(pid, SIGKILL);
  test::reap(pid);
  CHECK(ended);
  return instructions;
}

// One instruction of a stopped child. False: it is a system call that does not return by itself,
// and the child sleeps in it.
bool step_or_sleep(pid_t pid) {
  REQUIRE(::ptrace(PTRACE_SINGLESTEP, pid, nullptr, nullptr) == 0);
  for (;;) {
    int status = 0;
    if (::waitpid(pid, &status, WNOHANG) == pid) {
      REQUIRE(WIFSTOPPED(status));
      return true;
    }
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string number, name, state;
    if (stat >> number >> name >> state && state == "S") return false;
    ::sched_yield();
  }
}

// What a fresh reader that stands at `place` sees of a ring whose writer was stopped.
struct Seen {
  uint64_t tail = 0;
  std::vector<uint64_t> lengths;
  bool sound = true;
};

// Reads all that is published behind `place`. A reader begins at 0: it is brought there by records
// of our own in a ring that is a copy.
Seen seen_from(
    const std::byte* data, const std::atomic<uint64_t>& tail, uint64_t place,
    const std::function<bool(const RecordHeader&, std::span<const std::byte>)>& is_sound) {
  static test::LooseRing* copy = nullptr;
  delete copy;
  copy = new test::LooseRing;
  copy->advance_to(place % ring_capacity);
  Seen seen;
  seen.tail = tail.load(std::memory_order_acquire);
  std::memcpy(copy->data.data(), data, ring_capacity);
  copy->tail.store(copy->reader.position() + (seen.tail - place), std::memory_order_release);
  RecordHeader header;
  std::span<const std::byte> payload;
  RingState state = copy->reader.snapshot();
  while (state == RingState::ready) {
    state = copy->reader.peek(header, payload);
    if (state != RingState::ready) break;
    seen.lengths.push_back(header.length);
    seen.sound &= is_sound(header, payload);
    copy->reader.release();
  }
  seen.sound &= state == RingState::empty;
  return seen;
}

// Both rings of one segment, either of which a child may write.
struct Rings {
  Fd memfd;
  Segment view;

  static Rings make() {
    Result<Fd> memfd = Segment::create();
    REQUIRE(memfd.has_value());
    Result<Segment> view = Segment::map_for_supervisor(*memfd);
    REQUIRE(view.has_value());
    return {std::move(*memfd), std::move(*view)};
  }
};

std::vector<std::byte> pattern(uint32_t number, size_t length) {
  std::vector<std::byte> bytes(length);
  for (size_t i = 0; i < length; ++i)
    bytes[i] = static_cast<std::byte>(1 + (number * 37 + i) % 251);
  return bytes;
}

RecordHeader fragment(uint32_t number, uint32_t count) {
  RecordHeader header = test::whole_message;
  header.flags =
      static_cast<uint8_t>((number == 0 ? flag_first : 0) | (number + 1 == count ? flag_last : 0));
  header.message_id = 7;
  header.channel = number;
  return header;
}

// Brings a writer whose reader keeps up to `place`.
void advance(RingWriter& writer, std::atomic<uint64_t>& head, uint64_t place) {
  while (writer.position() < place) {
    const uint64_t gap = std::min<uint64_t>(place - writer.position(), max_record);
    const std::vector<std::byte> filler(gap - sizeof(RecordHeader), std::byte{0xEE});
    if (writer.write(test::whole_message, filler) != RingState::ready) ::_exit(3);
    head = writer.position();
  }
}

// Steps through one message of fragments with these lengths, written at `place` of the up ring.
void step_message(uint64_t place, const std::vector<uint32_t>& lengths) {
  CAPTURE(place);
  const Rings rings = Rings::make();
  const std::atomic<uint64_t>& tail = rings.view.worker_page().up_tail;
  const auto count = static_cast<uint32_t>(lengths.size());
  std::optional<Segment> mine;
  std::optional<RingWriter> writer;
  std::atomic<uint64_t> head = 0;
  std::vector<std::vector<std::byte>> payloads;
  for (uint32_t i = 0; i < count; ++i) payloads.push_back(pattern(i, lengths[i]));

  const Stepped stepped = {
      [&] {
        Result<Segment> mapped = Segment::map_for_worker(rings.memfd);
        if (!mapped) ::_exit(1);
        mine.emplace(std::move(*mapped));
        writer.emplace(mine->up_data(), mine->worker_page().up_tail, head);
        // Old records lie all over the ring: what was there before must not be taken for new.
        advance(*writer, head, ring_capacity);
        advance(*writer, head, ring_capacity + place);
      },
      [&] {
        for (uint32_t i = 0; i < count; ++i) {
          if (writer->write(fragment(i, count), payloads[i]) != RingState::ready) ::_exit(4);
        }
      }};
  std::vector<int> times(count + 1);
  int wrong = 0;
  size_t last = 0;
  const uint64_t start = ring_capacity + place;
  uint64_t last_tail = start;
  step_through(
      stepped, [&] { REQUIRE(tail.load() == start); },
      [&] {
        // Between two moves of the tail the reader sees the same: it is looked at in full when the
        // tail moved, and every so often.
        const uint64_t now = tail.load(std::memory_order_acquire);
        if (now == last_tail && ++times[last] % 64 != 1) return;
        last_tail = now;
        uint32_t number = 0;
        const Seen seen =
            seen_from(rings.view.up_data(), tail, start,
                      [&](const RecordHeader& header, std::span<const std::byte> payload) {
                        const uint32_t i = number++;
                        return i < count && header.flags == fragment(i, count).flags &&
                               header.channel == i && payload.size() == lengths[i] &&
                               std::memcmp(payload.data(), payloads[i].data(), payload.size()) == 0;
                      });
        if (!seen.sound || seen.lengths.size() < last) ++wrong;
        if (seen.lengths.size() > last + 1) ++wrong;  // one commit publishes one record
        last = std::min<size_t>(seen.lengths.size(), count);
        ++times[last];
      });
  CHECK(wrong == 0);
  for (uint32_t i = 0; i <= count; ++i) {
    CAPTURE(i);
    CHECK(times[i] > 0);
  }
}

TEST_SUITE("processes") {
  TEST_CASE("after any instruction of a write, the reader sees the old records or one more") {
    step_message(4096, {64});
    step_message(4096, {0});
  }

  TEST_CASE("after any instruction of a write that goes around, padding and record come together") {
    step_message(ring_capacity - 32, {64});
    step_message(ring_capacity - 16, {0, 1});
  }

  TEST_CASE(
      "after any instruction of a message in pieces, the reader sees its first whole pieces") {
    step_message(1600, {100, 300, 50});
    step_message(ring_capacity - 512, {200, 400, 16, 8});
    step_message(ring_capacity - max_record - 32, {RingWriter::max_payload, 600});
  }

  TEST_CASE("a worker killed after any instruction of sending has rung, or has sent nothing") {
    // Or it is dead, which the supervisor learns otherwise: what must not be is a record that
    // nobody reads although its sender lives on. So the doorbell has rung once send() is over.
    TwoEnds ends;
    std::optional<WorkerEnd> worker;
    std::byte room[test::numbered_room];
    const auto payload = test::numbered_payload(9, room);
    const Stepped stepped = {[&] { worker.emplace(ends.worker()); },
                             [&] { worker->send(test::whole_message, payload); }};
    bool rang = false;
    bool published = false;
    int rang_before = 0;
    step_through(
        stepped, [&] { REQUIRE_FALSE(ends.doorbell_rang()); },
        [&] {
          published |= ends.supervisor().reader().snapshot() == RingState::ready;
          rang |= ends.doorbell_rang();
          if (rang && !published) ++rang_before;
        });
    CHECK(published);
    CHECK(rang);
    CHECK(rang_before == 0);  // a doorbell before its record would be slept over
    RecordHeader header;
    std::span<const std::byte> seen;
    REQUIRE(ends.supervisor().reader().peek(header, seen) == RingState::ready);
    CHECK(test::is_numbered(seen, 9));
  }

  TEST_CASE(
      "a worker killed at any instruction of falling asleep leaves words that lie about nothing") {
    // At every instruction of wait(): idle() is not said before the worker has set its words, and
    // what is sent is in the ring whatever `sleeping` holds.
    TwoEnds ends;
    std::optional<WorkerEnd> worker;
    const Stepped stepped = {[&] { worker.emplace(ends.worker()); },
                             // A deadline that has passed: it arms its words, and takes them back.
                             [&] { worker->wait(Activity::idle_armed, 1); }};
    int idle = 0;
    int busy = 0;
    int wrong = 0;
    step_through(
        stepped,
        [&] {
          bool armed = false;
          REQUIRE_FALSE(ends.supervisor().idle(armed));
        },
        [&] {
          bool armed = false;
          if (ends.supervisor().idle(armed)) {
            ++idle;
            if (!armed) ++wrong;
          } else {
            ++busy;
          }
        });
    CHECK(idle > 0);
    CHECK(busy > 0);
    CHECK(wrong == 0);
    REQUIRE(ends.supervisor().send(test::whole_message, {}) == RingState::ready);
    bool armed = false;
    CHECK_FALSE(ends.supervisor().idle(armed));  // it has not taken that, and never will
  }

  TEST_CASE("a worker stopped at any instruction of falling asleep is woken by a record") {
    // One run for each instruction. A wake-up that is lost ends in a time-out.
    int instructions = 0;
    int slept = 0;
    for (bool over = false; !over; ++instructions) {
      CAPTURE(instructions);
      TwoEnds ends;
      const pid_t pid = test::fork_child([&] {
        WorkerEnd worker = ends.worker();
        worker.wait(Activity::idle, 1);  // so that nothing is called for the first time below
        if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(2);
        ::raise(SIGSTOP);
        worker.wait(Activity::idle, UINT64_MAX);
        ::raise(SIGSTOP);
      });
      int status = 0;
      REQUIRE(::waitpid(pid, &status, 0) == pid);
      REQUIRE(WIFSTOPPED(status));
      bool asleep = false;
      for (int step = 0; step < instructions && !asleep; ++step) asleep = !step_or_sleep(pid);
      if (asleep) ++slept;
      over = slept == 2;
      REQUIRE(ends.supervisor().send(test::whole_message, {}) == RingState::ready);
      do {
        if (!asleep) static_cast<void>(::ptrace(PTRACE_CONT, pid, nullptr, nullptr));
        asleep = false;
        REQUIRE(::waitpid(pid, &status, 0) == pid);
        REQUIRE(WIFSTOPPED(status));
      } while (WSTOPSIG(status) != SIGSTOP);
      ::kill(pid, SIGKILL);
      test::reap(pid);
    }
    CHECK(instructions > 20);
  }
}

}  // namespace
}  // namespace skep
