#include "ipc/worker_end.h"

#include <cstring>
#include <unistd.h>

#include "ipc/futex.h"

namespace skep {

WorkerEnd::WorkerEnd(Segment segment, int doorbell)
    : segment_(std::move(segment)),
      doorbell_(doorbell),
      writer_(segment_.up_data(), segment_.worker_page().up_tail,
              segment_.supervisor_page().up_head),
      reader_(segment_.down_data(), segment_.worker_page().down_head,
              segment_.supervisor_page().down_tail) {
  writer_.keep_low();
}

void WorkerEnd::ring_doorbell() {
  const uint64_t one = 1;
  // An eventfd that cannot take one more is already ringing.
  [[maybe_unused]] auto written = ::write(doorbell_, &one, sizeof one);
}

RingState WorkerEnd::send(const RecordHeader& header, std::span<const std::byte> payload) {
  std::span<std::byte> place;
  const RingState state = reserve(static_cast<uint32_t>(payload.size()), place);
  if (state != RingState::ready) return state;
  if (!payload.empty()) std::memcpy(place.data(), payload.data(), payload.size());
  commit(header);
  return state;
}

void WorkerEnd::commit(const RecordHeader& header) {
  writer_.commit(header);
  if (ends_message(header) || writer_.position() - announced_ >= ring_capacity / 2) announce();
}

void WorkerEnd::announce() {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  // The supervisor asks to be woken when the tail passes the place where it stopped reading.
  const uint64_t wake = segment_.supervisor_page().up_wake.load(std::memory_order_relaxed);
  if (wake - announced_ < writer_.position() - announced_) ring_doorbell();
  announced_ = writer_.position();
}

bool WorkerEnd::something_arrived() const {
  return segment_.supervisor_page().down_tail.load(std::memory_order_acquire) != reader_.position();
}

void WorkerEnd::room_was_made() {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (segment_.supervisor_page().wants_room.load(std::memory_order_relaxed) == 0) return;
  const uint64_t tail = segment_.supervisor_page().down_tail.load(std::memory_order_relaxed);
  // What it was told once it knows until it has written something: a ring that is half empty takes
  // any record.
  if (tail == told_of_room_ || tail - reader_.position() > ring_capacity / 2) return;
  told_of_room_ = tail;
  ring_doorbell();
}

void WorkerEnd::wait(Activity activity, uint64_t deadline_ns) {
  WorkerPage& mine = segment_.worker_page();
  SupervisorPage& peer = segment_.supervisor_page();
  const uint32_t count = peer.wake_count.load(std::memory_order_acquire);
  mine.activity.store(static_cast<uint32_t>(activity), std::memory_order_release);
  mine.sleeping.store(count | 1, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (!something_arrived()) {
    const auto asked = static_cast<IdleReport>(peer.report_idle.load(std::memory_order_relaxed));
    // With everything read, a supervisor that waits for room has it, whoever forgot to say so.
    const bool room = peer.wants_room.load(std::memory_order_relaxed) != 0;
    const bool told =
        asked == IdleReport::any || (asked == IdleReport::for_good && activity == Activity::idle);
    if (told || room) ring_doorbell();
    futex_wait_until(peer.wake_count, count, deadline_ns);
  }
  mine.sleeping.store(0, std::memory_order_relaxed);
  mine.activity.store(static_cast<uint32_t>(Activity::busy), std::memory_order_release);
}

void WorkerEnd::wait_for_room(uint32_t length, uint64_t deadline_ns) {
  WorkerPage& mine = segment_.worker_page();
  SupervisorPage& peer = segment_.supervisor_page();
  const uint32_t count = peer.wake_count.load(std::memory_order_acquire);
  announce();
  room_was_made();
  mine.wants_room.store(1, std::memory_order_relaxed);
  mine.sleeping.store(count | 1, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_seq_cst);
  std::span<std::byte> unused;
  if (writer_.reserve(length, unused) == RingState::full && !something_arrived()) {
    futex_wait_until(peer.wake_count, count, deadline_ns);
  }
  mine.sleeping.store(0, std::memory_order_relaxed);
  mine.wants_room.store(0, std::memory_order_relaxed);
}

}  // namespace skep
