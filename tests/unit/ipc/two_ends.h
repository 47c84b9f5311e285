// A supervisor's end in this process and a worker's end elsewhere: in a thread, or in a child.
//
// The same body runs in both, so that what is proved where TSan can look also holds between
// processes.
#pragma once

#include <functional>
#include <sys/epoll.h>
#include <thread>

#include <doctest/doctest.h>

#include "../child.h"
#include "ipc/supervisor_end.h"
#include "ipc/worker_end.h"

namespace skep::test {

// A wake-up that takes longer than this was lost. It ends a failing test; no passing one waits.
inline constexpr int lost_after_ms = 20'000;

class TwoEnds {
 public:
  TwoEnds() : end_(make_end()), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    // Edge-triggered and never read, as in the supervisor's loop.
    epoll_event event = {};
    event.events = EPOLLIN | EPOLLET;
    REQUIRE(::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, end_.doorbell().get(), &event) == 0);
  }

  SupervisorEnd& supervisor() { return end_; }

  // Sleeps until the doorbell rings. False: it never did.
  bool wait_for_doorbell() {
    ++sleeps_;
    epoll_event event;
    int count;
    do {
      count = ::epoll_wait(epoll_.get(), &event, 1, lost_after_ms);
    } while (count < 0 && errno == EINTR);
    return count == 1;
  }

  // How often the supervisor went to sleep.
  int sleeps() const { return sleeps_; }

  // Whether the doorbell has rung since the last look.
  bool doorbell_rang() {
    epoll_event event;
    return ::epoll_wait(epoll_.get(), &event, 1, 0) == 1;
  }

  WorkerEnd worker() {
    Result<Segment> view = Segment::map_for_worker(end_.memfd());
    if (!view) std::abort();
    return WorkerEnd(std::move(*view), end_.doorbell().get());
  }

 private:
  static SupervisorEnd make_end() {
    Result<SupervisorEnd> end = SupervisorEnd::create();
    REQUIRE(end.has_value());
    return std::move(*end);
  }

  SupervisorEnd end_;
  Fd epoll_;
  int sleeps_ = 0;
};

using WorkerBody = std::function<void(WorkerEnd&)>;
using SupervisorBody = std::function<void(TwoEnds&)>;

inline void run_as_threads(const WorkerBody& worker, const SupervisorBody& supervisor) {
  TwoEnds ends;
  std::thread thread([&] {
    WorkerEnd end = ends.worker();
    worker(end);
  });
  supervisor(ends);
  thread.join();
}

inline void run_as_processes(const WorkerBody& worker, const SupervisorBody& supervisor) {
  TwoEnds ends;
  const pid_t pid = fork_child([&] {
    WorkerEnd end = ends.worker();
    worker(end);
  });
  supervisor(ends);
  CHECK(reap(pid) == 0);
}

// A payload that says which record it is, with a length that differs from record to record.
inline std::span<const std::byte> numbered_payload(uint64_t number, std::span<std::byte> room) {
  const size_t length = sizeof number + number % 61;
  for (size_t i = 0; i < length; i += sizeof number) {
    std::memcpy(room.data() + i, &number, sizeof number);
  }
  return room.first(length);
}
inline constexpr size_t numbered_room = 80;

inline bool is_numbered(std::span<const std::byte> payload, uint64_t number) {
  std::byte room[numbered_room];
  const auto expected = numbered_payload(number, room);
  return payload.size() == expected.size() &&
         std::memcmp(payload.data(), expected.data(), expected.size()) == 0;
}

inline constexpr RecordHeader whole_message = {0, 1, flag_first | flag_last, 0, 0, 0};

#ifdef __SANITIZE_THREAD__
inline constexpr uint64_t under_test = 20;  // TSan is that much slower
#else
inline constexpr uint64_t under_test = 1;
#endif

}  // namespace skep::test
