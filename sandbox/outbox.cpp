#include "sandbox/outbox.h"

#include <algorithm>
#include <cstring>

#include "ipc/futex.h"
#include "sandbox/ending.h"

namespace skep {
namespace {

// How long one sleep for room may last. Wake-ups are not lost; this only bounds what a mistake
// costs.
constexpr uint64_t slice_ns = 100'000'000;

}  // namespace

std::span<std::byte> Outbox::wait_for_place(uint32_t length) {
  std::span<std::byte> place;
  RingState state;
  while ((state = end_->reserve(length, place)) == RingState::full) {
    end_->wait_for_room(length, monotonic_ns() + slice_ns);
    inbox_->take_arrived();
  }
  if (state == RingState::violation) end_worker(CellExit::protocol);
  return place;
}

void Outbox::send(UpType type, PortHandle channel, std::span<const Part> parts) {
  RecordHeader header;
  header.type = static_cast<uint8_t>(type);
  header.channel = channel;
  header.message_id = next_id_++;
  header.flags = flag_first;
  size_t left = 0;
  for (const Part& part : parts) left += part.size();
  size_t part = 0;
  size_t from = 0;  // within that part
  do {
    const size_t length = std::min<size_t>(left, RingWriter::max_payload);
    std::span<std::byte> place = wait_for_place(static_cast<uint32_t>(length));
    left -= length;
    if (left == 0) header.flags |= flag_last;
    while (!place.empty()) {
      if (from == parts[part].size()) {
        ++part;
        from = 0;
        continue;
      }
      const size_t count = std::min(place.size(), parts[part].size() - from);
      std::memcpy(place.data(), parts[part].data() + from, count);
      place = place.subspan(count);
      from += count;
    }
    end_->commit(header);
    header.flags = 0;
  } while (left != 0);
}

}  // namespace skep
