#include "sandbox/inbox.h"

#include "sandbox/ending.h"

namespace skep {

void Inbox::take_arrived() {
  RingReader& reader = end_->reader();
  const RingState arrived = reader.snapshot();
  if (arrived == RingState::empty) return;
  if (arrived == RingState::violation) end_worker(CellExit::protocol);
  RecordHeader header;
  std::span<const std::byte> payload;
  RingState state;
  while ((state = reader.peek(header, payload)) == RingState::ready) {
    const std::tuple key(header.type, header.channel, header.message_id);
    const std::string_view bytes(reinterpret_cast<const char*>(payload.data()), payload.size());
    if ((header.flags & flag_abort) != 0) {
      unfinished_.erase(key);
    } else if (header.flags == (flag_first | flag_last)) {
      put(header, std::string(bytes));
    } else {
      if ((header.flags & flag_first) != 0) unfinished_[key].clear();
      // A fragment of a message whose beginning was never seen has nothing to be added to.
      if (const auto found = unfinished_.find(key); found != unfinished_.end()) {
        found->second.append(bytes);
        if ((header.flags & flag_last) != 0) {
          put(header, std::move(found->second));
          unfinished_.erase(found);
        }
      }
    }
    reader.release();
  }
  if (state == RingState::violation) end_worker(CellExit::protocol);
  end_->room_was_made();
}

void Inbox::put(const RecordHeader& header, std::string bytes) {
  const auto type = static_cast<DownType>(header.type);
  auto& queue = type == DownType::imported ? imported_ : waiting_;
  if (type != DownType::imported) waiting_bytes_ += bytes.size();
  queue.push_back({type, header.channel, std::move(bytes)});
}

std::optional<Arrival> Inbox::next() {
  if (waiting_.empty()) return std::nullopt;
  Arrival arrival = std::move(waiting_.front());
  waiting_.pop_front();
  waiting_bytes_ -= arrival.bytes.size();
  return arrival;
}

std::optional<Arrival> Inbox::next_imported() {
  if (imported_.empty()) return std::nullopt;
  Arrival arrival = std::move(imported_.front());
  imported_.pop_front();
  return arrival;
}

void Inbox::discard() {
  waiting_.clear();
  waiting_bytes_ = 0;
  unfinished_.clear();
}

}  // namespace skep
