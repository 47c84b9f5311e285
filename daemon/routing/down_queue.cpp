#include "daemon/routing/down_queue.h"

#include <algorithm>

#include "proto/port_messages.h"

namespace skep {
namespace {

// What one waiting record costs besides its payload, near enough.
constexpr size_t record_overhead = 128;

}  // namespace

void DownQueue::append(const RecordHeader& header, std::shared_ptr<const std::string> message,
                       size_t from, size_t length) {
  waiting_.push_back({header, std::move(message), from, length});
  note_added(waiting_.back());
}

void DownQueue::note_added(const Waiting& record) {
  const size_t bytes = record.length + record_overhead;
  bytes_ += bytes;
  if (total_ != nullptr) *total_ += bytes;
  if ((record.header.flags & flag_first) != 0) ++messages_;
}

void DownQueue::note_removed(const Waiting& record) {
  const size_t bytes = record.length + record_overhead;
  bytes_ -= bytes;
  if (total_ != nullptr) *total_ -= bytes;
  if ((record.header.flags & flag_first) != 0) --messages_;
}

RingState DownQueue::try_publish(SupervisorEnd* end, const RecordHeader& header,
                                 std::span<const std::byte> payload) {
  if (end == nullptr || !waiting_.empty()) return RingState::full;
  const RingState state = end->publish(header, payload);
  if (state != RingState::full) return state;
  end->want_room(true);
  wants_room_ = true;
  // The worker may have read everything between the refusal and the request.
  return end->all_taken() ? end->publish(header, payload) : RingState::full;
}

RingState DownQueue::try_send(SupervisorEnd* end, const RecordHeader& header,
                              std::span<const std::byte> payload) {
  const RingState state = try_publish(end, header, payload);
  if (state == RingState::ready) end->wake_for(header);
  return state;
}

RingState DownQueue::push(SupervisorEnd* end, const RecordHeader& header,
                          std::span<const std::byte> payload) {
  const RingState state = try_send(end, header, payload);
  if (state != RingState::full) return state;
  append(header, SharedMessage(payload).kept(), 0, payload.size());
  return RingState::ready;
}

RingState DownQueue::push_whole(SupervisorEnd* end, DownType type, PortHandle channel,
                                SharedMessage& message) {
  RecordHeader header;
  header.type = static_cast<uint8_t>(type);
  header.channel = channel;
  header.message_id = ++last_message_id_;
  header.flags = flag_first;
  const size_t size = message.bytes().size();
  size_t from = 0;
  do {
    const size_t length = std::min<size_t>(size - from, RingWriter::max_payload);
    if (from + length == size) header.flags |= flag_last;
    const RingState state = try_send(end, header, message.bytes().subspan(from, length));
    if (state == RingState::violation) return state;
    if (state == RingState::full) append(header, message.kept(), from, length);
    header.flags = 0;
    from += length;
  } while (from < size);
  return RingState::ready;
}

RingState DownQueue::push_first(SupervisorEnd& end, DownType type,
                                std::span<const std::byte> bytes) {
  std::deque<Waiting> later = std::move(waiting_);
  waiting_.clear();
  const RingState state = push_whole(&end, type, inside_port, bytes);
  std::move(later.begin(), later.end(), std::back_inserter(waiting_));
  if (state == RingState::violation) return state;
  return flush(end);
}

RingState DownQueue::flush(SupervisorEnd& end) {
  while (!waiting_.empty()) {
    const Waiting& next = waiting_.front();
    RingState state = end.send(next.header, next.payload());
    if (state == RingState::full) {
      end.want_room(true);
      wants_room_ = true;
      if (!end.all_taken()) return RingState::full;
      state = end.send(next.header, next.payload());
    }
    if (state == RingState::violation) return state;
    note_removed(next);
    waiting_.pop_front();
  }
  end.want_room(false);
  wants_room_ = false;
  return RingState::ready;
}

std::vector<PortHandle> DownQueue::purge(PortHandle channel) {
  std::deque<Waiting> kept;
  std::vector<PortHandle> brought;
  std::optional<RecordHeader> first_purged;
  for (Waiting& record : waiting_) {
    const auto type = static_cast<DownType>(record.header.type);
    const bool posted = type == DownType::message || type == DownType::port_message;
    if (!posted || record.header.channel != channel) {
      kept.push_back(std::move(record));
      continue;
    }
    note_removed(record);
    if (!first_purged) first_purged = record.header;
    PortMessage beginning;
    if (type == DownType::port_message && (record.header.flags & flag_first) != 0 &&
        decode_beginning(record.payload(), beginning)) {
      for (uint32_t i = 0; i < beginning.count; ++i) brought.push_back(beginning.handle(i));
    }
  }
  waiting_ = std::move(kept);
  // A first one without FIRST continues what the worker has a part of already.
  if (first_purged && (first_purged->flags & flag_first) == 0) {
    first_purged->flags = flag_abort;
    append(*first_purged, std::make_shared<const std::string>(), 0, 0);
  }
  return brought;
}

void DownQueue::clear() {
  waiting_.clear();
  if (total_ != nullptr) *total_ -= bytes_;
  bytes_ = 0;
  messages_ = 0;
}

}  // namespace skep
