// Both ends of one ring as two threads on one mapping: what TSan must find nothing wrong with.
#include <thread>

#include <doctest/doctest.h>

#include "loose_ring.h"
#include "two_ends.h"

namespace skep {
namespace {

TEST_SUITE("threads") {
  TEST_CASE("writer and reader on one piece of memory never race") {
    constexpr uint64_t count = 1'000'000 / test::under_test;
    test::LooseRing ring;
    std::thread writer([&] {
      std::byte room[test::numbered_room];
      for (uint64_t number = 0; number < count; ++number) {
        const auto payload = test::numbered_payload(number, room);
        while (ring.writer.write(test::whole_message, payload) == RingState::full) {
          std::this_thread::yield();
        }
      }
    });
    uint64_t expected = 0;
    uint64_t wrong = 0;
    while (expected < count) {
      if (ring.reader.snapshot() != RingState::ready) {
        std::this_thread::yield();
        continue;
      }
      RecordHeader header;
      std::span<const std::byte> payload;
      while (ring.reader.peek(header, payload) == RingState::ready) {
        if (!test::is_numbered(payload, expected)) ++wrong;
        ++expected;
        ring.reader.release();
      }
    }
    writer.join();
    CHECK(wrong == 0);
    CHECK(expected == count);
  }

  TEST_CASE("filling a record in place races with no reader") {
    constexpr uint32_t count = static_cast<uint32_t>(200'000 / test::under_test);
    test::LooseRing ring;
    std::thread writer([&] {
      for (uint32_t number = 0; number < count; ++number) {
        std::span<std::byte> place;
        while (ring.writer.reserve(number % 3000, place) == RingState::full) {
          std::this_thread::yield();
        }
        std::memset(place.data(), static_cast<int>(number), place.size());
        ring.writer.commit(test::whole_message);
      }
    });
    uint32_t expected = 0;
    uint64_t wrong = 0;
    std::string payload;
    while (expected < count) {
      if (ring.read(payload) != RingState::ready) {
        std::this_thread::yield();
        continue;
      }
      if (payload != std::string(expected % 3000, static_cast<char>(expected))) ++wrong;
      ++expected;
    }
    writer.join();
    CHECK(wrong == 0);
  }
}

}  // namespace
}  // namespace skep
