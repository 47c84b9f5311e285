#include "sandbox/outbox.h"

#include <algorithm>

#include "ipc/futex.h"
#include "sandbox/ending.h"

namespace skep {
namespace {

// How long one sleep for room may last. Wake-ups are not lost; this only bounds what a mistake
// costs.
constexpr uint64_t slice_ns = 100'000'000;

}  // namespace

void Outbox::send(UpType type, PortHandle channel, std::span<const std::byte> payload) {
  RecordHeader header;
  header.type = static_cast<uint8_t>(type);
  header.channel = channel;
  header.message_id = next_id_++;
  header.flags = flag_first;
  do {
    const size_t length = std::min<size_t>(payload.size(), RingWriter::max_payload);
    if (length == payload.size()) header.flags |= flag_last;
    RingState state;
    while ((state = end_->send(header, payload.first(length))) == RingState::full) {
      end_->wait_for_room(static_cast<uint32_t>(length), monotonic_ns() + slice_ns);
      inbox_->take_arrived();
    }
    if (state == RingState::violation) end_worker(CellExit::protocol);
    payload = payload.subspan(length);
    header.flags = 0;
  } while (!payload.empty());
}

}  // namespace skep
