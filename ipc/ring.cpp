#include "ipc/ring.h"

#include <cstring>

#include "base/check.h"

namespace skep {
namespace {

constexpr uint64_t mask = ring_capacity - 1;
static_assert((ring_capacity & mask) == 0, "places are found by masking");

// One read of the header, as two whole words: what is checked is what is used.
RecordHeader load_header(const std::byte* place) {
  uint64_t words[2];
  const auto* shared = reinterpret_cast<const uint64_t*>(place);
  words[0] = __atomic_load_n(shared, __ATOMIC_RELAXED);
  words[1] = __atomic_load_n(shared + 1, __ATOMIC_RELAXED);
  RecordHeader header;
  std::memcpy(&header, words, sizeof header);
  return header;
}

void store_header(std::byte* place, const RecordHeader& header) {
  uint64_t words[2];
  std::memcpy(words, &header, sizeof words);
  auto* shared = reinterpret_cast<uint64_t*>(place);
  __atomic_store_n(shared, words[0], __ATOMIC_RELAXED);
  __atomic_store_n(shared + 1, words[1], __ATOMIC_RELAXED);
}

}  // namespace

RingState RingWriter::reserve(uint32_t length, std::span<std::byte>& payload) {
  SKEP_CHECK(length <= max_payload);
  const uint64_t size = record_size(length);
  const uint64_t place = position_ & mask;
  const uint64_t to_end = ring_capacity - place;
  const uint64_t padding = to_end < size || may_start_over(place, size) ? to_end : 0;

  if (position_ + padding + size - seen_head_ > ring_capacity) {
    const uint64_t head = head_->load(std::memory_order_acquire);
    // A reader goes forward only, and never past what was written.
    if (head < seen_head_ || head > position_ || head % record_alignment != 0) {
      return RingState::violation;
    }
    seen_head_ = head;
    if (position_ + padding + size - head > ring_capacity) return RingState::full;
  }
  if (padding != 0) {
    RecordHeader header;
    header.length = static_cast<uint32_t>(padding - sizeof header);
    header.flags = flag_padding;
    store_header(data_ + place, header);
  }
  reserved_at_ = position_ + padding;
  reserved_length_ = length;
  payload = {data_ + (reserved_at_ & mask) + sizeof(RecordHeader), length};
  return RingState::ready;
}

bool RingWriter::may_start_over(uint64_t place, uint64_t size) const {
  if (!keeps_low_ || size > small_record || place == 0 ||
      (place + size - 1) / low_part == (place - 1) / low_part) {
    return false;
  }
  return place >= low_part && drained();
}

void RingWriter::commit(RecordHeader header) {
  header.length = reserved_length_;
  store_header(data_ + (reserved_at_ & mask), header);
  position_ = reserved_at_ + record_size(reserved_length_);
  // The one commit: the payload, the header and any padding before it become visible together.
  tail_->store(position_, std::memory_order_release);
}

RingState RingWriter::write(const RecordHeader& header, std::span<const std::byte> payload) {
  std::span<std::byte> place;
  const RingState state = reserve(static_cast<uint32_t>(payload.size()), place);
  if (state != RingState::ready) return state;
  if (!payload.empty()) std::memcpy(place.data(), payload.data(), payload.size());
  commit(header);
  return RingState::ready;
}

RingState RingReader::snapshot() {
  const uint64_t tail = tail_->load(std::memory_order_acquire);
  // A writer goes forward only, at most one ring ahead of us, by whole records.
  if (tail < limit_ || tail - position_ > ring_capacity || tail % record_alignment != 0) {
    return RingState::violation;
  }
  limit_ = tail;
  return tail == position_ ? RingState::empty : RingState::ready;
}

RingState RingReader::peek(RecordHeader& header, std::span<const std::byte>& payload) {
  while (position_ != limit_) {
    const std::byte* place = data_ + (position_ & mask);
    header = load_header(place);
    const uint64_t size = record_size(header.length);
    const uint64_t to_end = ring_capacity - (position_ & mask);
    if (size > limit_ - position_ || size > to_end) return RingState::violation;
    next_ = position_ + size;
    if (header.flags == flag_padding) {
      // Padding reaches exactly to the end: it can come once a round, so this loop is bounded.
      if (size != to_end) return RingState::violation;
      release();
      continue;
    }
    constexpr uint8_t known = flag_first | flag_last | flag_abort;
    if (size > max_record || (header.flags & ~known) != 0 || header.reserved != 0) {
      return RingState::violation;
    }
    payload = {place + sizeof(RecordHeader), header.length};
    return RingState::ready;
  }
  return RingState::empty;
}

void RingReader::release() {
  position_ = next_;
  head_->store(position_, std::memory_order_release);
}

}  // namespace skep
