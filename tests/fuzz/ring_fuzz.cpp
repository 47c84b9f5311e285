// The reader of a ring against a writer that writes anything, at any moment.
//
// Input: steps of 20 bytes. Each scribbles one header-sized piece of the ring, moves the tail, and
// lets the reader look. Then a second thread does the same steps over and over on the same memory,
// while the reader reads. What the reader hands out must lie inside the ring, and must be what it
// checked: nothing that the thread changes after the check may move it.
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>
#include <thread>

#include "ipc/ring.h"

namespace skep {
namespace {

struct Step {
  uint16_t place;  // in records' alignment; 0: where the reader looks next
  uint16_t tail;   // forward by so many times 16 bytes; 65535: anywhere
  RecordHeader header;
};
constexpr size_t step_size = 20;

// The bytes of the ring are a block of their own: a sanitizer sees a read beyond them.
struct Ring {
  struct alignas(64) Line {
    std::byte bytes[64];
  };
  std::unique_ptr<Line[]> lines = std::make_unique<Line[]>(ring_capacity / sizeof(Line));
  alignas(64) std::atomic<uint64_t> tail = 0;
  alignas(64) std::atomic<uint64_t> head = 0;

  std::byte* data() { return lines[0].bytes; }
};

void check(bool held) {
  if (!held) std::abort();
}

Step step_at(std::span<const uint8_t> input, size_t index) {
  const uint8_t* from = input.data() + index * step_size;
  Step step;
  std::memcpy(&step.place, from, 2);
  std::memcpy(&step.tail, from + 2, 2);
  std::memcpy(&step.header, from + 4, sizeof step.header);
  return step;
}

// What a hostile writer does: no order and no synchronization, but each word whole.
void scribble(Ring& ring, const Step& step, uint64_t reader_position) {
  const uint64_t place = step.place == 0 ? reader_position : step.place * uint64_t{16};
  uint64_t words[2];
  std::memcpy(words, &step.header, sizeof words);
  auto* shared = reinterpret_cast<uint64_t*>(ring.data() + place % ring_capacity);
  __atomic_store_n(shared, words[0], __ATOMIC_RELAXED);
  __atomic_store_n(shared + 1, words[1], __ATOMIC_RELAXED);
}

void move_tail(Ring& ring, const Step& step) {
  uint64_t tail = ring.tail.load() + step.tail * uint64_t{16};
  if (step.tail == 65535) std::memcpy(&tail, &step.header, sizeof tail);
  ring.tail.store(tail);
}

// Looks at every byte that was handed out, as the supervisor does that copies it.
void read_payload(std::span<const std::byte> payload) {
  std::byte copy[max_record];
  if (!payload.empty()) std::memcpy(copy, payload.data(), payload.size());
}

// False once the reader has given the writer up.
bool read_some(Ring& ring, RingReader& reader, size_t most) {
  if (reader.exhausted() && reader.snapshot() == RingState::violation) return false;
  for (size_t i = 0; i < most; ++i) {
    RecordHeader header;
    std::span<const std::byte> payload;
    const uint64_t before = reader.position();
    const RingState state = reader.peek(header, payload);
    check(state != RingState::full);
    if (state == RingState::violation) return false;
    if (state == RingState::empty) return true;
    check(payload.size() == header.length && payload.size() <= RingWriter::max_payload);
    check(payload.data() >= ring.data() + sizeof header &&
          payload.data() + payload.size() <= ring.data() + ring_capacity);
    check((header.flags & flag_padding) == 0 && header.reserved == 0);
    read_payload(payload);
    const uint64_t start = reader.position();
    check(ring.data() + start % ring_capacity + sizeof header == payload.data());
    reader.release();
    check(start >= before && start - before < ring_capacity);  // no more than one padding
    check(reader.position() == start + record_size(header.length));
    check(ring.head.load() == reader.position());
  }
  return true;
}

void take_turns(std::span<const uint8_t> input) {
  Ring ring;
  RingReader reader(ring.data(), ring.head, ring.tail);
  for (size_t i = 0; i < input.size() / step_size; ++i) {
    const Step step = step_at(input, i);
    scribble(ring, step, reader.position());
    move_tail(ring, step);
    if (!read_some(ring, reader, 1 + step.place % 8)) break;
  }
}

// The steps that move the tail to where no writer can be are left out of the race: after one the
// reader only gives up.
void race(std::span<const uint8_t> input) {
  const size_t steps = input.size() / step_size;
  if (steps == 0) return;
  Ring ring;
  std::atomic<bool> done = false;
  std::atomic<bool> begun = false;
  std::thread mutator([&] {
    while (!done.load(std::memory_order_relaxed)) {
      for (size_t i = 0; i < steps; ++i) {
        const Step step = step_at(input, i);
        const uint64_t head = ring.head.load(std::memory_order_relaxed);
        scribble(ring, step, head);
        const uint64_t tail = ring.tail.load(std::memory_order_relaxed) + step.tail * uint64_t{16};
        if (step.tail != 65535 && tail - head <= ring_capacity) ring.tail.store(tail);
      }
      begun.store(true, std::memory_order_relaxed);
    }
  });
  while (!begun.load(std::memory_order_relaxed)) std::this_thread::yield();
  constexpr int rounds = 64;
  RingReader reader(ring.data(), ring.head, ring.tail);
  for (int round = 0; round < rounds && read_some(ring, reader, 16); ++round) {
  }
  done.store(true, std::memory_order_relaxed);
  mutator.join();
}

}  // namespace
}  // namespace skep

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* input, size_t size) {
  skep::take_turns(std::span(input, size));
  skep::race(std::span(input, size));
  return 0;
}
