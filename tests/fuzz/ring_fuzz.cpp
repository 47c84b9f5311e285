// The reader of a ring against a writer that writes anything, at any moment.
//
// Input: steps of 16 bytes. Each scribbles one header-sized piece of the ring, moves the tail, and
// lets the reader look; what the reader then hands out must lie inside the ring.
#include <cstdlib>
#include <cstring>
#include <memory>

#include "ipc/ring.h"

namespace skep {
namespace {

struct Step {
  uint16_t place;  // in records' alignment
  uint16_t tail;   // forward by so many times 16 bytes; 65535: anywhere
  RecordHeader header;
};

struct Ring {
  alignas(64) std::byte data[ring_capacity] = {};
  alignas(64) std::atomic<uint64_t> tail = 0;
  alignas(64) std::atomic<uint64_t> head = 0;
};

void check(bool held) {
  if (!held) std::abort();
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
    check(payload.data() >= ring.data &&
          payload.data() + payload.size() <= ring.data + sizeof ring.data);
    reader.release();
    check(reader.position() > before && reader.position() % record_alignment == 0);
    check(ring.head.load() == reader.position());
  }
  return true;
}

}  // namespace
}  // namespace skep

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* input, size_t size) {
  using namespace skep;
  auto ring = std::make_unique<Ring>();
  RingReader reader(ring->data, ring->head, ring->tail);
  for (; size >= 20; input += 20, size -= 20) {
    Step step;
    std::memcpy(&step.place, input, 2);
    std::memcpy(&step.tail, input + 2, 2);
    std::memcpy(&step.header, input + 4, sizeof step.header);
    // Where the reader looks next, unless the step says elsewhere.
    const uint64_t place = step.place == 0 ? reader.position() : step.place * uint64_t{16};
    std::memcpy(ring->data + place % ring_capacity, &step.header, sizeof step.header);
    uint64_t tail = ring->tail.load() + step.tail * uint64_t{16};
    if (step.tail == 65535) std::memcpy(&tail, &step.header, sizeof tail);
    ring->tail.store(tail);
    if (!read_some(*ring, reader, 1 + step.place % 8)) break;
  }
  return 0;
}
