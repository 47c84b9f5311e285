// The worker's end of its segment: what a sealed worker does with rings, futex and doorbell.
//
// Sleeping and waking (both directions): publish, sequentially consistent fence, look at the peer's
// flag; the sleeper arms its flag, fences, looks at the ring again, sleeps. The fence is what makes
// a lost wake-up impossible: one of the two sees what the other wrote.
#pragma once

#include <cstdint>

#include "ipc/ring.h"
#include "ipc/segment.h"

namespace skep {

class WorkerEnd {
 public:
  // `doorbell` is the number of the eventfd to write to; not owned.
  WorkerEnd(Segment segment, int doorbell);

  // --- up ---

  // Publishes one record and, if the supervisor sleeps, rings the doorbell: at the end of a message
  // or when half a ring was written since it was told last, as it needs nothing less. `full`:
  // wait_for_room, which tells it of the rest.
  RingState send(const RecordHeader& header, std::span<const std::byte> payload);

  // The same in two steps, for a payload that is put together in its place.
  RingState reserve(uint32_t length, std::span<std::byte>& payload) {
    return writer_.reserve(length, payload);
  }
  void commit(const RecordHeader& header);

  // Sleeps until a record with `length` bytes of payload may fit in the up ring, something arrived
  // in the down ring, or the deadline (CLOCK_MONOTONIC ns) has passed. A caller that loops on a
  // full up ring must empty the down ring meanwhile, or two workers that post to each other could
  // wait for ever.
  void wait_for_room(uint32_t length, uint64_t deadline_ns);

  // --- down ---

  RingReader& reader() { return reader_; }

  // Call after records were released: tells the supervisor, if it waits for room in the down ring.
  void room_was_made();

  // Counts a task that begins, for whoever watches that none runs for too long.
  void begin_task() { segment_.worker_page().tasks.fetch_add(1, std::memory_order_relaxed); }

  // Says what the worker does while it sleeps, and sleeps until something arrives or the deadline
  // has passed. Returns at once if something is there already. Sets Activity::busy again on return.
  void wait(Activity activity, uint64_t deadline_ns);

 private:
  bool something_arrived() const;
  void ring_doorbell();
  void announce();

  Segment segment_;
  int doorbell_;
  uint64_t announced_ = 0;  // whoever had to be woken for what was written before this, was
  uint64_t told_of_room_ = UINT64_MAX;  // how far the down ring was written then
  RingWriter writer_;
  RingReader reader_;
};

}  // namespace skep
