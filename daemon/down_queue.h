// Records on their way to one worker: straight into its ring while there is room, else waiting
// here.
//
// Bounded in bytes by whoever pushes: above `high` it should stop reading the senders (they pay),
// and start again once the queue is below half of that.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ipc/supervisor_end.h"
#include "proto/record.h"
#include "proto/wire.h"

namespace skep {

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

  // A whole message of the supervisor's own, in as many records as it takes.
  RingState push_whole(SupervisorEnd* end, DownType type, PortHandle channel,
                       std::span<const std::byte> bytes);

  // The same, but ahead of everything that waits: the first message of a worker.
  RingState push_first(SupervisorEnd& end, DownType type, std::span<const std::byte> bytes);

  // Sends what the ring takes of what waits. Full: some is left, and the doorbell will ring.
  RingState flush(SupervisorEnd& end);

  // Forgets what waits for one port, or all. A message of which a part was sent already is aborted,
  // so that the worker does not wait for the rest. purge() returns the ports that messages of which
  // nothing was sent would have brought.
  std::vector<PortHandle> purge(PortHandle channel);
  void clear();

  bool empty() const { return waiting_.empty(); }
  // Bytes waiting here; what is in the ring is not counted.
  size_t bytes() const { return bytes_; }
  // Messages of which the first record waits here.
  size_t messages() const { return messages_; }

 private:
  struct Waiting {
    RecordHeader header;
    std::string payload;
  };
  void append(const RecordHeader& header, std::span<const std::byte> payload);
  void note_added(const Waiting& record);
  void note_removed(const Waiting& record);

  std::deque<Waiting> waiting_;
  size_t bytes_ = 0;
  size_t messages_ = 0;
  uint64_t* total_ = nullptr;
  uint32_t last_message_id_ = 0;
};

}  // namespace skep
