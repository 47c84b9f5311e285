// Records on their way to one worker: straight into its ring while there is room, else waiting
// here.
//
// Bounded in bytes by whoever pushes: above `high` it should stop reading the senders (they pay),
// and start again once the queue is below half of that.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ipc/supervisor_end.h"
#include "proto/record.h"
#include "proto/wire.h"

namespace skep {

// A message on its way to one or many. Whoever cannot take it at once waits with the same copy of
// it, which is made when the first of them has to.
class SharedMessage {
 public:
  // `bytes` must outlive this.
  explicit SharedMessage(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::span<const std::byte> bytes() const { return bytes_; }
  std::shared_ptr<const std::string> kept() {
    if (!kept_) kept_ = std::make_shared<const std::string>(as_text(bytes_));
    return kept_;
  }

 private:
  static std::string_view as_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  std::span<const std::byte> bytes_;
  std::shared_ptr<const std::string> kept_;
};

class DownQueue {
 public:
  DownQueue() = default;
  DownQueue(const DownQueue&) = delete;
  DownQueue& operator=(const DownQueue&) = delete;
  ~DownQueue() { clear(); }

  // What waits here is also counted in `total`, which must outlive the queue. Call while empty.
  void charge_to(uint64_t& total) { total_ = &total; }

  // Sends or queues one record. `end` may be null: the worker has no segment yet. Violation: the
  // worker's side of the ring makes no sense.
  RingState push(SupervisorEnd* end, const RecordHeader& header,
                 std::span<const std::byte> payload);

  // The same, but where the record would have to wait: full, and the doorbell will ring. Wakes
  // nobody.
  RingState try_publish(SupervisorEnd* end, const RecordHeader& header,
                        std::span<const std::byte> payload);

  // A whole message of the supervisor's own, in as many records as it takes.
  RingState push_whole(SupervisorEnd* end, DownType type, PortHandle channel,
                       SharedMessage& message);
  RingState push_whole(SupervisorEnd* end, DownType type, PortHandle channel,
                       std::span<const std::byte> bytes) {
    SharedMessage message(bytes);
    return push_whole(end, type, channel, message);
  }

  // The same, but ahead of everything that waits: the first message of a worker.
  RingState push_first(SupervisorEnd& end, DownType type, std::span<const std::byte> bytes);

  // Something waits, or was refused since the last flush().
  bool wants_room() const { return wants_room_ || !waiting_.empty(); }

  // Sends what the ring takes of what waits. Full: some is left, and the doorbell will ring.
  RingState flush(SupervisorEnd& end);

  // Forgets what waits for one port, or all. A message of which a part was sent already is aborted,
  // so that the worker does not wait for the rest. purge() returns the ports that messages of which
  // nothing was sent would have brought.
  std::vector<PortHandle> purge(PortHandle channel);
  void clear();

  bool empty() const { return waiting_.empty(); }
  // How many records wait.
  size_t records() const { return waiting_.size(); }
  // Bytes waiting here; what is in the ring is not counted. What others wait for as well counts
  // whole.
  size_t bytes() const { return bytes_; }
  // Messages of which the first record waits here.
  size_t messages() const { return messages_; }

 private:
  struct Waiting {
    RecordHeader header;
    std::shared_ptr<const std::string> message;  // the payload is a part of it
    size_t from = 0;
    size_t length = 0;

    std::span<const std::byte> payload() const {
      return as_bytes(std::string_view(*message).substr(from, length));
    }
  };
  // The record goes into the ring, if nothing waits and it fits: ready. Full: it has to wait.
  RingState try_send(SupervisorEnd* end, const RecordHeader& header,
                     std::span<const std::byte> payload);
  void append(const RecordHeader& header, std::shared_ptr<const std::string> message, size_t from,
              size_t length);
  void note_added(const Waiting& record);
  void note_removed(const Waiting& record);

  std::deque<Waiting> waiting_;
  size_t bytes_ = 0;
  size_t messages_ = 0;
  uint64_t* total_ = nullptr;
  uint32_t last_message_id_ = 0;
  bool wants_room_ = false;  // the worker was asked to ring when it has read half of its ring
};

}  // namespace skep
