#include "daemon/system/reaper.h"

#include <algorithm>
#include <chrono>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"

namespace skep {
namespace {

// For all of them together, when the daemon ends.
constexpr std::chrono::seconds patience{5};

// A process that is dead but traced is its tracer's to reap first, and nothing tells when it did.
constexpr std::chrono::milliseconds traced_pause{100};

// Whether there is nothing left to reap.
bool is_reaped(pid_t pid) {
  return ::waitpid(pid, nullptr, WNOHANG) != 0;
}

}  // namespace

void Reaper::end(Program program) {
  ::syscall(SYS_pidfd_send_signal, program.pidfd.get(), SIGKILL, nullptr, 0);
  dying_.push_back({program.pid,
                    boost::asio::posix::stream_descriptor(io_, program.pidfd.release()),
                    boost::asio::steady_timer(io_)});
  watch(std::prev(dying_.end()));
}

void Reaper::watch(Place place) {
  place->death.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                          [this, place](const Error& error) {
                            if (!error) reap(place);
                          });
}

void Reaper::reap(Place place) {
  if (is_reaped(place->pid)) {
    dying_.erase(place);
    return;
  }
  place->again.expires_after(traced_pause);
  place->again.async_wait([this, place](const Error& error) {
    if (!error) reap(place);
  });
}

Reaper::~Reaper() {
  const auto give_up = std::chrono::steady_clock::now() + patience;
  for (Dying& one : dying_) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        give_up - std::chrono::steady_clock::now());
    pollfd death = {one.death.native_handle(), POLLIN, 0};
    ::poll(&death, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
    if (!is_reaped(one.pid)) log::error("process {} was killed and does not end", one.pid);
  }
}

}  // namespace skep
