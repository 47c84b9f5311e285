#include "ipc/ring.h"

#include <doctest/doctest.h>

#include "loose_ring.h"

namespace skep {
namespace {

using test::LooseRing;

TEST_CASE("what is written is read back in order, with its header") {
  LooseRing ring;
  RecordHeader header;
  header.type = 7;
  header.flags = flag_first;
  header.channel = 42;
  header.message_id = 99;
  const std::string payload = "some payload";
  REQUIRE(ring.writer.write(header, std::as_bytes(std::span(payload))) == RingState::ready);
  REQUIRE(ring.write("second") == RingState::ready);

  std::string read;
  RecordHeader back;
  REQUIRE(ring.read(read, &back) == RingState::ready);
  CHECK(read == payload);
  CHECK(back.length == payload.size());
  CHECK(back.type == 7);
  CHECK(back.flags == flag_first);
  CHECK(back.channel == 42);
  CHECK(back.message_id == 99);
  REQUIRE(ring.read(read) == RingState::ready);
  CHECK(read == "second");
  CHECK(ring.read(read) == RingState::empty);
}

TEST_CASE("an empty ring says so, again and again") {
  LooseRing ring;
  std::string read;
  CHECK(ring.read(read) == RingState::empty);
  CHECK(ring.read(read) == RingState::empty);
  CHECK(ring.writer.drained());
}

TEST_CASE("nothing is visible before it is committed, and a second reserve forgets the first") {
  LooseRing ring;
  std::span<std::byte> place;
  std::string read;
  REQUIRE(ring.writer.reserve(1000, place) == RingState::ready);
  CHECK(place.size() == 1000);
  CHECK(ring.read(read) == RingState::empty);
  REQUIRE(ring.writer.reserve(3, place) == RingState::ready);
  std::memcpy(place.data(), "abc", 3);
  ring.writer.commit({});
  REQUIRE(ring.read(read) == RingState::ready);
  CHECK(read == "abc");
  CHECK(ring.read(read) == RingState::empty);
}

TEST_CASE("a record without payload is a record") {
  LooseRing ring;
  REQUIRE(ring.write("") == RingState::ready);
  CHECK(ring.writer.position() == 16);
  std::string read = "before";
  REQUIRE(ring.read(read) == RingState::ready);
  CHECK(read.empty());
}

TEST_CASE("a full ring refuses the record and keeps the old ones") {
  LooseRing ring;
  const std::string largest(RingWriter::max_payload, 'x');
  for (uint32_t i = 0; i < 8; ++i) REQUIRE(ring.write(largest, i) == RingState::ready);
  CHECK(ring.write("") == RingState::full);
  CHECK(ring.write(largest) == RingState::full);

  std::string read;
  RecordHeader header;
  for (uint32_t i = 0; i < 8; ++i) {
    REQUIRE(ring.read(read, &header) == RingState::ready);
    CHECK(header.message_id == i);
    CHECK(read == largest);
  }
  CHECK(ring.read(read) == RingState::empty);
}

TEST_CASE("room comes back when a record is released, not when it is looked at") {
  LooseRing ring;
  const std::string largest(RingWriter::max_payload, 'x');
  for (int i = 0; i < 8; ++i) REQUIRE(ring.write(largest) == RingState::ready);
  REQUIRE(ring.reader.snapshot() == RingState::ready);
  RecordHeader header;
  std::span<const std::byte> payload;
  REQUIRE(ring.reader.peek(header, payload) == RingState::ready);
  CHECK(ring.write(largest) == RingState::full);
  CHECK_FALSE(ring.writer.drained());
  ring.reader.release();
  CHECK(ring.write(largest) == RingState::ready);
  CHECK(ring.write("") == RingState::full);
}

TEST_CASE("a record that ends exactly at the end of the ring needs no padding") {
  LooseRing ring;
  ring.advance_to(ring_capacity - 64);
  const uint64_t before = ring.writer.position();
  REQUIRE(ring.write(std::string(48, 'e')) == RingState::ready);
  CHECK(ring.writer.position() == before + 64);
  CHECK(ring.writer.position() % ring_capacity == 0);
  std::string read;
  REQUIRE(ring.read(read) == RingState::ready);
  CHECK(read == std::string(48, 'e'));
  REQUIRE(ring.write("next round") == RingState::ready);
  REQUIRE(ring.read(read) == RingState::ready);
  CHECK(read == "next round");
}

TEST_CASE("a record that would cross the end starts at the beginning, after padding") {
  LooseRing ring;
  ring.advance_to(ring_capacity - 64);
  const uint64_t before = ring.writer.position();
  REQUIRE(ring.write(std::string(49, 'w')) == RingState::ready);
  CHECK(ring.writer.position() == before + 64 + 80);
  std::string read;
  REQUIRE(ring.read(read) == RingState::ready);
  CHECK(read == std::string(49, 'w'));
  CHECK(ring.reader.exhausted());
  CHECK(ring.writer.drained());
}

TEST_CASE("padding counts as taken room") {
  LooseRing ring;
  ring.advance_to(16);
  const std::string largest(RingWriter::max_payload, 'x');
  for (int i = 0; i < 7; ++i) REQUIRE(ring.write(largest) == RingState::ready);
  // 16 bytes less than it takes are left before the end, and 16 after it: room for no other largest
  // record.
  CHECK(ring.write(largest) == RingState::full);
  CHECK(ring.write(std::string(RingWriter::max_payload - 16, 'f')) == RingState::ready);
  CHECK(ring.write("") == RingState::ready);
  CHECK(ring.write("") == RingState::full);
}

TEST_CASE("the largest record fits wherever the ring stands") {
  LooseRing ring;
  std::string read;
  const std::string largest(RingWriter::max_payload, 'L');
  for (uint64_t place = 0; place < ring_capacity; place += 16) {
    ring.advance_to(place);
    REQUIRE(ring.write(largest) == RingState::ready);
    REQUIRE(ring.read(read) == RingState::ready);
    REQUIRE(read == largest);
  }
}

TEST_CASE("every length of payload makes its way through many rounds") {
  LooseRing ring;
  std::string read;
  for (uint32_t length = 0; length <= RingWriter::max_payload; ++length) {
    const std::string payload(length, static_cast<char>(length));
    REQUIRE(ring.write(payload, length) == RingState::ready);
    RecordHeader header;
    REQUIRE(ring.read(read, &header) == RingState::ready);
    REQUIRE(read == payload);
    REQUIRE(header.message_id == length);
  }
}

TEST_CASE("what arrives after the snapshot waits for the next one") {
  LooseRing ring;
  REQUIRE(ring.write("first") == RingState::ready);
  REQUIRE(ring.reader.snapshot() == RingState::ready);
  REQUIRE(ring.write("second") == RingState::ready);
  RecordHeader header;
  std::span<const std::byte> payload;
  REQUIRE(ring.reader.peek(header, payload) == RingState::ready);
  ring.reader.release();
  CHECK(ring.reader.exhausted());
  CHECK(ring.reader.peek(header, payload) == RingState::empty);
  REQUIRE(ring.reader.snapshot() == RingState::ready);
  REQUIRE(ring.reader.peek(header, payload) == RingState::ready);
}

TEST_CASE("looking twice without releasing gives the same record") {
  LooseRing ring;
  REQUIRE(ring.write("one", 1) == RingState::ready);
  REQUIRE(ring.write("two", 2) == RingState::ready);
  REQUIRE(ring.reader.snapshot() == RingState::ready);
  RecordHeader header;
  std::span<const std::byte> payload;
  for (int i = 0; i < 3; ++i) {
    REQUIRE(ring.reader.peek(header, payload) == RingState::ready);
    CHECK(header.message_id == 1);
  }
}

TEST_CASE("records of any length in random order keep their order and content") {
  LooseRing ring;
  uint32_t written = 0;
  uint32_t read_count = 0;
  uint32_t state = 1;
  const auto next_random = [&] { return state = state * 1'664'525 + 1'013'904'223; };
  std::string read;
  while (read_count < 200'000) {
    if (next_random() % 2 == 0) {
      const uint32_t length = written * 7919 % (written % 5 == 0 ? RingWriter::max_payload : 90);
      if (ring.write(std::string(length, static_cast<char>(written)), written) ==
          RingState::ready) {
        ++written;
      }
    } else {
      RecordHeader header;
      if (ring.read(read, &header) != RingState::ready) continue;
      REQUIRE(header.message_id == read_count);
      const uint32_t length =
          read_count * 7919 % (read_count % 5 == 0 ? RingWriter::max_payload : 90);
      REQUIRE(read == std::string(length, static_cast<char>(read_count)));
      ++read_count;
    }
  }
}

}  // namespace
}  // namespace skep
