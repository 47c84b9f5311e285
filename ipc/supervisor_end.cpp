#include "ipc/supervisor_end.h"

#include <sys/eventfd.h>
#include <sys/mman.h>

#include "ipc/futex.h"

namespace skep {

SupervisorEnd::SupervisorEnd(Fd memfd, Fd doorbell, Segment segment)
    : memfd_(std::move(memfd)),
      doorbell_(std::move(doorbell)),
      segment_(std::move(segment)),
      reader_(segment_.up_data(), segment_.supervisor_page().up_head,
              segment_.worker_page().up_tail),
      writer_(segment_.down_data(), segment_.supervisor_page().down_tail,
              segment_.worker_page().down_head) {
  writer_.keep_low();
}

Result<SupervisorEnd> SupervisorEnd::create() {
  TRY(Fd memfd, Segment::create());
  TRY(Fd doorbell, adopt_fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)));
  TRY(Segment segment, Segment::map_for_supervisor(memfd));
  return SupervisorEnd(std::move(memfd), std::move(doorbell), std::move(segment));
}

bool SupervisorEnd::await_doorbell() {
  segment_.supervisor_page().up_wake.store(reader_.position(), std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_seq_cst);
  return segment_.worker_page().up_tail.load(std::memory_order_acquire) != reader_.position();
}

void SupervisorEnd::wake_if_sleeping() {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  auto& word = segment_.supervisor_page().wake_count;
  const uint32_t count = word.load(std::memory_order_relaxed);
  // A sleeper says which count it sleeps on: one that was woken already is not woken again.
  if (segment_.worker_page().sleeping.load(std::memory_order_relaxed) != (count | 1)) return;
  word.store(count + 2, std::memory_order_release);
  futex_wake(word);
}

void SupervisorEnd::room_was_made() {
  std::atomic_thread_fence(std::memory_order_seq_cst);
  const WorkerPage& worker = segment_.worker_page();
  if (worker.wants_room.load(std::memory_order_relaxed) == 0) return;
  // What it says of itself is believed: it may only keep itself asleep.
  const uint64_t tail = worker.up_tail.load(std::memory_order_relaxed);
  if (tail - reader_.position() <= ring_capacity / 2) wake_if_sleeping();
}

RingState SupervisorEnd::send(const RecordHeader& header, std::span<const std::byte> payload) {
  const RingState state = writer_.write(header, payload);
  if (state == RingState::ready) wake_for(header);
  return state;
}

bool SupervisorEnd::idle(bool& armed) const {
  // In this order. A worker sets busy before it takes a record: once everything is seen to be
  // taken, idle can only mean that it has dealt with it. It writes before it is idle: once it is
  // seen to be idle, all that it wrote is seen too.
  if (!writer_.drained()) return false;
  const uint32_t activity = segment_.worker_page().activity.load(std::memory_order_acquire);
  armed = activity == static_cast<uint32_t>(Activity::idle_armed);
  if (!armed && activity != static_cast<uint32_t>(Activity::idle)) return false;
  return segment_.worker_page().up_tail.load(std::memory_order_acquire) == reader_.position();
}

bool SupervisorEnd::return_pages() {
  bool armed;
  if (!idle(armed)) return false;
  constexpr size_t low = RingWriter::low_part;
  // Without success the pages stay, which costs memory only.
  ::madvise(segment_.down_data() + low, ring_capacity - low, MADV_REMOVE);
  if (!armed) ::madvise(segment_.up_data() + low, ring_capacity - low, MADV_REMOVE);
  return true;
}

void SupervisorEnd::want_room(bool on) {
  segment_.supervisor_page().wants_room.store(on ? 1 : 0, std::memory_order_relaxed);
  if (on) return wake_if_sleeping();
  std::atomic_thread_fence(std::memory_order_seq_cst);
}

void SupervisorEnd::report_idle(IdleReport kind) {
  segment_.supervisor_page().report_idle.store(static_cast<uint32_t>(kind),
                                               std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_seq_cst);
}

}  // namespace skep
