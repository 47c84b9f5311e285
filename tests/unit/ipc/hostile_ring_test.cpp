// What the ring does when the other side writes whatever it likes.
#include <thread>

#include <doctest/doctest.h>

#include "loose_ring.h"

namespace skep {
namespace {

using test::LooseRing;

constexpr uint64_t four_gib = uint64_t{1} << 32;

RecordHeader message_of(uint32_t length) {
  RecordHeader header;
  header.length = length;
  header.type = 1;
  header.flags = flag_first | flag_last;
  return header;
}

// The reader's verdict on one forged record in a ring that stands at `place`.
RingState verdict(const RecordHeader& header, uint64_t published, uint64_t place = 1600) {
  LooseRing ring;
  ring.advance_to(place);
  ring.forge(header, published);
  std::string payload;
  return ring.read(payload);
}

TEST_CASE("a tail that no writer can have reached is a violation") {
  // Both ends stand two rounds in: behind, far behind, ahead, misaligned, and 2^32 off.
  for (const uint64_t off :
       {uint64_t{0} - 16, uint64_t{0} - ring_capacity, uint64_t{0} - 2 * ring_capacity,
        uint64_t{ring_capacity} + 16, uint64_t{1}, uint64_t{8}, uint64_t{15}, four_gib,
        four_gib + 16, uint64_t{0} - four_gib, uint64_t{1} << 63, UINT64_MAX / 16 * 16}) {
    CAPTURE(off);
    LooseRing ring;
    ring.advance_to(16);
    ring.advance_to(0);
    ring.advance_to(16);
    ring.advance_to(0);
    ring.tail += off;
    CHECK(ring.reader.snapshot() == RingState::violation);
  }
}

TEST_CASE("a tail a whole ring ahead is what a busy writer reaches, and no violation") {
  LooseRing ring;
  ring.advance_to(4096);
  ring.tail += ring_capacity;
  CHECK(ring.reader.snapshot() == RingState::ready);
}

TEST_CASE("a tail that goes back below an earlier snapshot is a violation") {
  LooseRing ring;
  REQUIRE(ring.write("one") == RingState::ready);
  REQUIRE(ring.write("two") == RingState::ready);
  REQUIRE(ring.reader.snapshot() == RingState::ready);
  ring.tail.store(32);
  CHECK(ring.reader.snapshot() == RingState::violation);
}

TEST_CASE("a head that no reader can have reached is a violation for the writer") {
  const std::string largest(RingWriter::max_payload, 'x');
  for (int lie = 0; lie < 8; ++lie) {
    CAPTURE(lie);
    LooseRing ring;
    ring.advance_to(16);
    ring.advance_to(0);
    RingState state = RingState::ready;
    while (state == RingState::ready) state = ring.write(largest);
    REQUIRE(state == RingState::full);  // so it has looked at an honest head
    const uint64_t honest = ring.head.load();
    const uint64_t written = ring.writer.position();
    const uint64_t lies[] = {honest - 16,        honest + 1,        honest + 8, written + 16,
                             written + four_gib, honest - four_gib, 0,          UINT64_MAX - 15};
    ring.head.store(lies[lie]);
    CHECK(ring.write(largest) == RingState::violation);
    CHECK_FALSE(ring.writer.drained());
  }
}

TEST_CASE("a scribbled head does not move the reader, nor a scribbled tail the writer") {
  LooseRing ring;
  REQUIRE(ring.write("one") == RingState::ready);
  ring.head.store(four_gib);
  std::string read;
  REQUIRE(ring.read(read) == RingState::ready);
  CHECK(read == "one");
  CHECK(ring.head.load() == 32);
  ring.tail.store(four_gib);
  REQUIRE(ring.write("two") == RingState::ready);
  CHECK(ring.tail.load() == 64);
  REQUIRE(ring.read(read) == RingState::ready);
  CHECK(read == "two");
}

TEST_CASE("a length past the largest record is a violation") {
  CHECK(verdict(message_of(RingWriter::max_payload), max_record) == RingState::ready);
  CHECK(verdict(message_of(RingWriter::max_payload + 1), 2 * max_record) == RingState::violation);
  CHECK(verdict(message_of(ring_capacity), ring_capacity) == RingState::violation);
}

TEST_CASE("a length past what was published is a violation") {
  CHECK(verdict(message_of(100), 128) == RingState::ready);
  CHECK(verdict(message_of(100), 112) == RingState::violation);
  CHECK(verdict(message_of(1), 16) == RingState::violation);
}

TEST_CASE("a length of zero takes one header and no more") {
  LooseRing ring;
  ring.forge(message_of(0), 16);
  std::string payload = "before";
  CHECK(ring.read(payload) == RingState::ready);
  CHECK(payload.empty());
  CHECK(ring.reader.position() == 16);
}

TEST_CASE("a length that wraps when it is rounded up is a violation") {
  for (uint32_t below = 0; below < 64; ++below) {
    CHECK(verdict(message_of(UINT32_MAX - below), ring_capacity) == RingState::violation);
  }
  CHECK(verdict(message_of(1u << 31), ring_capacity) == RingState::violation);
}

TEST_CASE("a record that crosses the end of the ring is a violation") {
  CHECK(verdict(message_of(48), 64, ring_capacity - 64) == RingState::ready);
  CHECK(verdict(message_of(49), 80, ring_capacity - 64) == RingState::violation);
  CHECK(verdict(message_of(8000), 8016, ring_capacity - 16) == RingState::violation);
}

TEST_CASE("padding that does not reach exactly to the end is a violation") {
  RecordHeader padding;
  padding.flags = flag_padding;
  padding.length = 48;
  CHECK(verdict(padding, 64, ring_capacity - 64) == RingState::empty);
  CHECK(verdict(padding, 64, ring_capacity - 128) == RingState::violation);
  CHECK(verdict(padding, 64, 0) == RingState::violation);
  padding.length = 0;
  CHECK(verdict(padding, 64, ring_capacity - 64) == RingState::violation);
  padding.length = UINT32_MAX;
  CHECK(verdict(padding, 64, ring_capacity - 64) == RingState::violation);
}

TEST_CASE("a padding that is also a message is a violation") {
  RecordHeader both = message_of(48);
  both.flags = flag_padding | flag_first;
  CHECK(verdict(both, 64, ring_capacity - 64) == RingState::violation);
}

TEST_CASE("flags nobody knows and reserved bits are violations") {
  for (const int flag : {16, 32, 64, 128}) {
    RecordHeader header = message_of(0);
    header.flags = static_cast<uint8_t>(header.flags | flag);
    CHECK(verdict(header, 16) == RingState::violation);
  }
  RecordHeader header = message_of(0);
  header.reserved = 1;
  CHECK(verdict(header, 16) == RingState::violation);
}

TEST_CASE("a full round of forged records is no more work than a full round of honest ones") {
  LooseRing ring;
  ring.tail.store(ring_capacity);  // zeroed memory: records without payload
  REQUIRE(ring.reader.snapshot() == RingState::ready);
  RecordHeader header;
  std::span<const std::byte> payload;
  size_t records = 0;
  while (ring.reader.peek(header, payload) == RingState::ready) {
    ring.reader.release();
    ++records;
  }
  CHECK(records == ring_capacity / sizeof(RecordHeader));
}

TEST_CASE("random bytes for a ring never lead the reader out of it") {
  uint64_t state = 1;
  const auto next_random = [&] {
    return state = state * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
  };
  for (int round = 0; round < 300; ++round) {
    LooseRing ring;
    // Mostly small bytes: they pass for lengths and flags often enough to get somewhere.
    for (std::byte& byte : ring.data) {
      const uint64_t random = next_random() >> 40;
      byte = static_cast<std::byte>(random % 8 == 0 ? random >> 8 : 0);
    }
    ring.tail.store(next_random() % (ring_capacity / 16 + 2) * 16);
    RingState verdict = ring.reader.snapshot();
    while (verdict == RingState::ready) {
      RecordHeader header;
      std::span<const std::byte> payload;
      verdict = ring.reader.peek(header, payload);
      if (verdict != RingState::ready) break;
      REQUIRE(payload.size() == header.length);
      REQUIRE(payload.data() >= ring.data.data());
      REQUIRE(payload.data() + payload.size() <= ring.data.data() + ring.data.size());
      ring.reader.release();
    }
  }
}

TEST_CASE("a header that changes between check and use is used as it was checked") {
  LooseRing ring;
  ring.forge(message_of(16), 64);
  std::atomic<bool> done = false;
  // The mutator writes as a hostile writer would: any time, by whole words.
  std::thread mutator([&] {
    auto* word = reinterpret_cast<uint64_t*>(ring.data.data());
    uint64_t good;
    uint64_t bad;
    const RecordHeader small = message_of(16);
    const RecordHeader huge = message_of(UINT32_MAX - 40);
    std::memcpy(&good, &small, sizeof good);
    std::memcpy(&bad, &huge, sizeof bad);
    while (!done.load(std::memory_order_relaxed)) {
      __atomic_store_n(word, bad, __ATOMIC_RELAXED);
      __atomic_store_n(word, good, __ATOMIC_RELAXED);
    }
  });
  int ready = 0;
  int refused = 0;
  int wrong = 0;
  REQUIRE(ring.reader.snapshot() == RingState::ready);
  for (int i = 0; i < 300'000; ++i) {
    RecordHeader header;
    std::span<const std::byte> payload;
    const RingState state = ring.reader.peek(header, payload);
    if (state == RingState::ready) {
      ++ready;
      if (header.length != 16 || payload.size() != 16) ++wrong;
    } else {
      ++refused;
      if (state != RingState::violation) ++wrong;
    }
  }
  done = true;
  mutator.join();
  CHECK(ready + refused == 300'000);
  CHECK(wrong == 0);
}

}  // namespace
}  // namespace skep
