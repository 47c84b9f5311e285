#include "sandbox/inbox.h"

#include "proto/port_messages.h"
#include "proto/wire.h"
#include "sandbox/ending.h"

namespace skep {
namespace {

std::optional<Arrival> first_of(std::deque<Arrival>& queue) {
  if (queue.empty()) return std::nullopt;
  Arrival arrival = std::move(queue.front());
  queue.pop_front();
  return arrival;
}

}  // namespace

void Inbox::take_arrived() {
  RingReader& reader = end_->reader();
  const RingState arrived = reader.snapshot();
  if (arrived == RingState::empty) return;
  if (arrived == RingState::violation) end_worker(CellExit::protocol);
  RecordHeader header;
  std::span<const std::byte> payload;
  RingState state;
  while ((state = reader.peek(header, payload)) == RingState::ready) {
    take(header, payload);
    reader.release();
  }
  if (state == RingState::violation) end_worker(CellExit::protocol);
  end_->room_was_made();
}

void Inbox::take(const RecordHeader& header, std::span<const std::byte> payload) {
  const auto type = static_cast<DownType>(header.type);
  if (header.flags == (flag_first | flag_last)) {
    if (!Arriving::may_have_bulk(type, payload)) {
      return put(header,
                 std::string(reinterpret_cast<const char*>(payload.data()), payload.size()));
    }
    Arriving whole(*arena_, type, payload);
    return put(header, std::move(whole.bytes), std::move(whole.bulk));
  }
  const Key key(header.type, header.channel, header.message_id);
  if ((header.flags & flag_abort) != 0) return forget_unfinished(key);
  auto found = unfinished_.find(key);
  if ((header.flags & flag_first) != 0) {
    if (found != unfinished_.end()) unfinished_.erase(found);
    found = unfinished_.try_emplace(key, *arena_, type, payload).first;
  } else if (found != unfinished_.end()) {
    found->second.append(payload);
  } else {
    return;  // a fragment of a message whose beginning was never seen has nothing to be added to
  }
  if ((header.flags & flag_last) == 0) return;
  put(header, std::move(found->second.bytes), std::move(found->second.bulk));
  unfinished_.erase(found);
}

// What began to arrive will not come whole.
void Inbox::forget_unfinished(const Key& key) {
  const auto found = unfinished_.find(key);
  if (found == unfinished_.end()) return;
  PortMessage beginning;
  if (static_cast<DownType>(std::get<0>(key)) == DownType::port_message &&
      decode_beginning(as_bytes(found->second.bytes), beginning)) {
    for (uint32_t i = 0; i < beginning.count; ++i) orphans_.push_back(beginning.handle(i));
  }
  unfinished_.erase(found);
}

size_t Arrival::size() const {
  size_t all = bytes.size();
  for (const BulkBlock& block : bulk) all += block.size();
  return all;
}

void Inbox::put(const RecordHeader& header, std::string bytes, std::vector<BulkBlock> bulk) {
  const auto type = static_cast<DownType>(header.type);
  if (type == DownType::port_withdrawn) return withdrawn_.push_back(header.channel);
  if (type == DownType::blob_found) {
    found_blob_ = std::move(bytes);
    return;
  }
  auto& queue = type == DownType::imported ? imported_
                : type == DownType::module ? modules_
                                           : waiting_;
  queue.push_back({type, header.channel, std::move(bytes), std::move(bulk)});
  if (&queue == &waiting_) waiting_bytes_ += queue.back().size();
}

std::optional<Arrival> Inbox::next() {
  auto arrival = first_of(waiting_);
  if (arrival) waiting_bytes_ -= arrival->size();
  return arrival;
}

std::optional<Arrival> Inbox::next_imported() {
  return first_of(imported_);
}

std::optional<Arrival> Inbox::next_module() {
  return first_of(modules_);
}

bool Inbox::take_withdrawn(PortHandle port) {
  return std::erase(withdrawn_, port) != 0;
}

std::vector<Arrival> Inbox::take_for(PortHandle port) {
  std::vector<Arrival> taken;
  std::deque<Arrival> kept;
  for (Arrival& arrival : waiting_) {
    const bool is_message = arrival.type == DownType::port_message;
    if (arrival.channel != port || (!is_message && arrival.type != DownType::port_closed)) {
      kept.push_back(std::move(arrival));
      continue;
    }
    waiting_bytes_ -= arrival.size();
    if (is_message) taken.push_back(std::move(arrival));
  }
  waiting_ = std::move(kept);
  return taken;
}

void Inbox::discard() {
  waiting_.clear();
  modules_.clear();
  waiting_bytes_ = 0;
  unfinished_.clear();
}

}  // namespace skep
