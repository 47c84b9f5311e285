// A ring without a segment: both ends, and the memory they share within reach of the test.
#pragma once

#include <array>
#include <atomic>
#include <cstring>
#include <string>
#include <string_view>

#include "ipc/ring.h"

namespace skep::test {

struct LooseRing {
  alignas(64) std::array<std::byte, ring_capacity> data = {};
  alignas(64) std::atomic<uint64_t> tail = 0;
  alignas(64) std::atomic<uint64_t> head = 0;
  RingWriter writer{data.data(), tail, head};
  RingReader reader{data.data(), head, tail};

  RingState write(std::string_view payload, uint32_t message_id = 0) {
    RecordHeader header;
    header.type = 1;
    header.flags = flag_first | flag_last;
    header.message_id = message_id;
    return writer.write(header, std::as_bytes(std::span(payload.data(), payload.size())));
  }

  // Takes one record out, as a reader does that looks anew for each.
  RingState read(std::string& payload, RecordHeader* header_out = nullptr) {
    if (reader.exhausted()) {
      if (const RingState state = reader.snapshot(); state != RingState::ready) return state;
    }
    RecordHeader header;
    std::span<const std::byte> bytes;
    const RingState state = reader.peek(header, bytes);
    if (state != RingState::ready) return state;
    payload.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (header_out != nullptr) *header_out = header;
    reader.release();
    return RingState::ready;
  }

  // Writes and reads back records until both ends stand `place` bytes into the ring.
  void advance_to(uint64_t place) {
    std::string ignored;
    while (writer.position() % ring_capacity != place) {
      const uint64_t gap = (place - writer.position()) % ring_capacity;
      const auto size = static_cast<size_t>(gap < max_record ? gap : max_record);
      write(std::string(size - sizeof(RecordHeader), 'x'));
      read(ignored);
    }
  }

  // What a hostile writer would do: a header at the reader's next place, published as `size` bytes.
  void forge(const RecordHeader& header, uint64_t size) {
    std::memcpy(data.data() + reader.position() % ring_capacity, &header, sizeof header);
    tail.store(reader.position() + size, std::memory_order_release);
  }
};

}  // namespace skep::test
