// Timers on the processor clocks of other processes: one rings when its process has used so much
// processor time, and never while it uses none. No tick, no look: the kernel counts.
//
// A signal brings the news (SIGRTMIN, held back and read from a descriptor), because POSIX timers
// know no other way. Each timer takes one of the signals that the user may have pending
// (RLIMIT_SIGPENDING); where there are no more, none can be made.
#pragma once

#include <ctime>
#include <functional>
#include <unordered_map>
#include <utility>

#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/result.h"
#include "proto/ids.h"

namespace skep {

class CpuTimers;

// One timer; goes with its object. It must not outlive its CpuTimers.
class CpuTimer {
 public:
  CpuTimer() = default;
  CpuTimer(CpuTimer&& other) noexcept
      : timers_(std::exchange(other.timers_, nullptr)),
        timer_(other.timer_),
        number_(other.number_) {}
  CpuTimer& operator=(CpuTimer&& other) noexcept;
  ~CpuTimer() { reset(); }

  explicit operator bool() const { return timers_ != nullptr; }

  // Rings once, when the process has used `cpu_ns` in all; soon, if it has already.
  Result<> ring_at(uint64_t cpu_ns) const;

 private:
  friend class CpuTimers;
  CpuTimer(CpuTimers* timers, timer_t timer, int number)
      : timers_(timers), timer_(timer), number_(number) {}
  void reset();

  CpuTimers* timers_ = nullptr;
  timer_t timer_ = {};
  int number_ = 0;
};

class CpuTimers {
 public:
  using Rang = std::function<void(WorkerId)>;

  // Holds SIGRTMIN back from this thread from now on. Throws std::system_error.
  CpuTimers(boost::asio::io_context& io, Rang rang);

  // For process `pid`. The number must still belong to it.
  Result<CpuTimer> make(int pid, WorkerId worker);

 private:
  friend class CpuTimer;
  void wait();
  void read_signals();

  boost::asio::posix::stream_descriptor signals_;
  Rang rang_;
  // By the number that a timer's signal carries, so that a late signal finds nobody.
  std::unordered_map<int, WorkerId> workers_;
  int last_number_ = 0;
};

}  // namespace skep
