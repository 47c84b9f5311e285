// The supervisor's end of one worker's segment. Everything on the worker's side is hostile and may
// change at any moment; nothing here blocks, loops on it, or believes it.
#pragma once

#include "base/fd.h"
#include "ipc/ring.h"
#include "ipc/segment.h"

namespace skep {

class SupervisorEnd {
 public:
  // A new segment with its doorbell. The descriptors are for the worker: give both to the zygote,
  // listen to the doorbell, and drop each when that is done.
  static Result<SupervisorEnd> create();

  const Fd& memfd() const { return memfd_; }
  // An eventfd, non-blocking. Listen edge-triggered and never read it: the worker holds it too and
  // could make any read or write of it block or lie.
  const Fd& doorbell() const { return doorbell_; }
  void drop_memfd() { memfd_.reset(); }
  void drop_doorbell() { doorbell_.reset(); }

  // --- up ---

  RingReader& reader() { return reader_; }

  // Call when the reader is exhausted: asks for a doorbell with the next record. True when records
  // came in meanwhile (read on, the doorbell will not ring for them).
  bool await_doorbell();

  // Call after records were released, and when the reader is exhausted: wakes the worker if it
  // waits for room and half of the ring is free.
  void room_was_made();

  // --- down ---

  // Publishes one record and wakes the worker if it sleeps: at the end of a message or once half of
  // the ring is used, as it needs nothing less.
  RingState send(const RecordHeader& header, std::span<const std::byte> payload);

  // The same in two steps, for who sends more before the worker has to know.
  RingState publish(const RecordHeader& header, std::span<const std::byte> payload) {
    return writer_.write(header, payload);
  }
  // Wakes the worker if it sleeps, and the record is one that it has to know of.
  void wake_for(const RecordHeader& header) {
    if (ends_message(header) || writer_.used() >= ring_capacity / 2) wake_if_sleeping();
  }

  // How far was written (bytes since it started).
  uint64_t sent() const { return writer_.position(); }

  // Whether the doorbell also rings when the worker has read half of the down ring. If so, it is
  // awake to do it.
  void want_room(bool on);

  // --- what the worker claims to be doing ---

  // Asleep with everything read, both ways. Only true of a worker that told the truth.
  // `armed` says whether one of its timers can still wake it.
  bool idle(bool& armed) const;

  // The last record of one of the rings went beyond its low part.
  bool beyond_low_part() const {
    constexpr uint64_t mask = ring_capacity - 1;
    return (writer_.position() & mask) > RingWriter::low_part ||
           (reader_.position() & mask) > RingWriter::low_part;
  }

  // Gives back to the machine what large records made it keep of both rings, beyond what small ones
  // go through. Only while the worker is idle, as it then writes nothing until it is woken from
  // here; of one that says so and writes, its own records are torn. One that may be woken by a
  // timer keeps its up ring. False: it is not idle, and nothing was done. A few system calls.
  bool return_pages();

  // Running script, or about to.
  bool busy() const {
    return segment_.worker_page().activity.load(std::memory_order_relaxed) ==
           static_cast<uint32_t>(Activity::busy);
  }
  // How many tasks it has begun.
  uint64_t tasks() const { return segment_.worker_page().tasks.load(std::memory_order_relaxed); }

  // The worker has taken everything that was sent to it.
  bool all_taken() const { return writer_.drained(); }

  // How far the worker has read (bytes since it started), to see whether it moves at all.
  uint64_t taken() const {
    return segment_.worker_page().down_head.load(std::memory_order_acquire);
  }

  // How often the worker was woken from its sleep, so far.
  uint64_t wakeups() const {
    return segment_.supervisor_page().wake_count.load(std::memory_order_relaxed) / 2;
  }

  // Whether the doorbell also rings when the worker becomes idle.
  void report_idle(IdleReport kind);

 private:
  SupervisorEnd(Fd memfd, Fd doorbell, Segment segment);
  void wake_if_sleeping();

  Fd memfd_;
  Fd doorbell_;
  Segment segment_;
  RingReader reader_;
  RingWriter writer_;
};

}  // namespace skep
