// The one piece of memory that a worker and the supervisor share, and nobody else.
//
//   ┌ supervisor page ┬ down data (256 KiB) ┬ worker page ┬ up data (256 KiB) ┐
//   └── the supervisor writes, the worker may only read ──┴── the worker writes ───┘
//
// It is a memfd whose size is sealed: unsealed, a worker's ftruncate would raise SIGBUS in the
// supervisor. It has no name, so nothing is left over after any crash.
//
// Positions count bytes since the ring was made and never wrap (64 bits). Each is written by one
// side only, which keeps its own copy outside: nobody trusts what it reads back from here, and the
// supervisor trusts nothing on the worker's side at all.
#pragma once

#include <atomic>
#include <cstdint>

#include <boost/interprocess/mapped_region.hpp>

#include "base/fd.h"
#include "proto/limits.h"

namespace skep {

static_assert(std::atomic<uint64_t>::is_always_lock_free);
static_assert(std::atomic<uint32_t>::is_always_lock_free);

// On which kind of idleness (see Activity) the worker rings the doorbell.
enum class IdleReport : uint32_t { none = 0, for_good = 1, any = 2 };

// Written by the supervisor only. One cache line for what belongs together.
struct SupervisorPage {
  alignas(64) std::atomic<uint64_t> up_head;    // how far it has read the up ring
  std::atomic<uint64_t> up_wake;                // ring the doorbell when up_tail moves past this
  alignas(64) std::atomic<uint64_t> down_tail;  // how far it has written the down ring
  std::atomic<uint32_t> wake_count;             // the worker's futex word: two more with each wake
  std::atomic<uint32_t> report_idle;            // IdleReport
  std::atomic<uint32_t> wants_room;             // 1: ring the doorbell once half the ring is read
};

// What a worker says it is doing. A lie harms only its own tree.
enum class Activity : uint32_t {
  busy = 0,        // starting, or running script
  idle = 1,        // asleep until a record arrives; no timer armed
  idle_armed = 2,  // asleep until a record arrives or a timer is due
};

// Written by the worker only.
struct WorkerPage {
  alignas(64) std::atomic<uint64_t> up_tail;    // how far it has written the up ring
  alignas(64) std::atomic<uint64_t> down_head;  // how far it has read the down ring
  std::atomic<uint32_t> sleeping;               // wake_count | 1 as it saw it: wake it. 0: awake
  std::atomic<uint32_t> wants_room;             // 1: it also waits for up_head to move
  std::atomic<uint32_t> activity;               // Activity
  std::atomic<uint64_t> tasks;                  // how many tasks were begun
};

namespace segment_layout {
inline constexpr size_t page = 4096;
inline constexpr size_t supervisor_page = 0;
inline constexpr size_t down_data = page;
inline constexpr size_t worker_page = down_data + ring_capacity;
inline constexpr size_t up_data = worker_page + page;
inline constexpr size_t size = up_data + ring_capacity;
static_assert(sizeof(SupervisorPage) <= page && sizeof(WorkerPage) <= page);
}  // namespace segment_layout

// One side's view of a segment. Owns the mapping, not the descriptor.
class Segment {
 public:
  // A fresh, zeroed, sealed memfd of the right size.
  static Result<Fd> create();

  // The supervisor's view: everything writable. Not inherited by forks.
  static Result<Segment> map_for_supervisor(const Fd& memfd);

  // The worker's view: its own half writable, the supervisor's half read-only.
  static Result<Segment> map_for_worker(const Fd& memfd);

  SupervisorPage& supervisor_page() const { return *at<SupervisorPage>(reading_, 0); }
  std::byte* down_data() const { return at<std::byte>(reading_, segment_layout::down_data); }
  WorkerPage& worker_page() const { return *at<WorkerPage>(writing_, 0); }
  std::byte* up_data() const {
    return at<std::byte>(writing_, segment_layout::up_data - segment_layout::worker_page);
  }

 private:
  using Region = boost::interprocess::mapped_region;
  Segment(Region reading, Region writing)
      : reading_(std::move(reading)), writing_(std::move(writing)) {}

  static Result<Segment> map(const Fd& memfd, boost::interprocess::mode_t first_half);

  template <class T>
  static T* at(const Region& region, size_t offset) {
    return reinterpret_cast<T*>(static_cast<std::byte*>(region.get_address()) + offset);
  }

  Region reading_;  // the supervisor's half: its page and the down data
  Region writing_;  // the worker's half: its page and the up data
};

}  // namespace skep
