#include "daemon/system/cpu_timers.h"

#include <array>
#include <csignal>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>

namespace skep {
namespace {

int held_back_signals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGRTMIN);
  if (::sigprocmask(SIG_BLOCK, &signals, nullptr) != 0) return -1;
  return ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

}  // namespace

CpuTimer& CpuTimer::operator=(CpuTimer&& other) noexcept {
  if (this == &other) return *this;
  reset();
  timers_ = std::exchange(other.timers_, nullptr);
  timer_ = other.timer_;
  number_ = other.number_;
  return *this;
}

void CpuTimer::reset() {
  if (timers_ == nullptr) return;
  ::timer_delete(timer_);
  timers_->workers_.erase(number_);
  timers_ = nullptr;
}

Result<> CpuTimer::ring_at(uint64_t cpu_ns) const {
  itimerspec when = {};
  when.it_value.tv_sec = static_cast<time_t>(cpu_ns / 1'000'000'000);
  when.it_value.tv_nsec = static_cast<long>(cpu_ns % 1'000'000'000);
  if (::timer_settime(timer_, TIMER_ABSTIME, &when, nullptr) != 0) return last_error();
  return {};
}

CpuTimers::CpuTimers(boost::asio::io_context& io, Rang rang)
    : signals_(io), rang_(std::move(rang)) {
  const int descriptor = held_back_signals();
  if (descriptor < 0) throw std::system_error(errno, std::system_category(), "signalfd");
  signals_.assign(descriptor);
  wait();
}

Result<CpuTimer> CpuTimers::make(int pid, WorkerId worker) {
  clockid_t clock;
  if (const int failed = ::clock_getcpuclockid(pid, &clock); failed != 0) {
    return errno_error(failed);
  }
  do {
    last_number_ = last_number_ == INT32_MAX ? 1 : last_number_ + 1;
  } while (workers_.contains(last_number_));
  sigevent event = {};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = SIGRTMIN;
  event.sigev_value.sival_int = last_number_;
  timer_t timer;
  if (::timer_create(clock, &event, &timer) != 0) return last_error();
  workers_[last_number_] = worker;
  return CpuTimer(this, timer, last_number_);
}

void CpuTimers::wait() {
  signals_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this](const Error& error) {
    if (error) return;
    read_signals();
    wait();
  });
}

void CpuTimers::read_signals() {
  std::array<signalfd_siginfo, 16> read;
  const ssize_t bytes = ::read(signals_.native_handle(), read.data(), sizeof read);
  const size_t count = bytes < 0 ? 0 : static_cast<size_t>(bytes) / sizeof read[0];
  for (size_t i = 0; i < count; ++i) {
    if (read[i].ssi_code != SI_TIMER) continue;  // sent by somebody
    const auto found = workers_.find(read[i].ssi_int);
    if (found != workers_.end()) rang_(found->second);
  }
}

}  // namespace skep
