// What the service manager is told: ready, status, reloading, stopping, and that the loop still
// turns. Without one (NOTIFY_SOCKET is not set) nothing is sent and no timer runs.
//
// The ticks for the watchdog come from a timer of the event loop itself, never from a thread or a
// signal: a loop that hangs is silent, and the manager replaces the process (WatchdogSec=).
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace skep {

class Notify {
 public:
  // `status` makes the line that `systemctl status` shows; it is asked at every tick, in the loop.
  // Takes its environment from the variables, and leaves them: our programs are started with an
  // environment of their own (program.h).
  Notify(boost::asio::io_context& io, std::function<std::string()> status);

  // The socket is served. The ticks begin.
  void ready();
  // The configuration is being read again; ready_again() must follow, whatever came of it.
  void reloading();
  void ready_again();
  // The last workers are ending. The ticks go on: a hung shutdown is a hang too.
  void stopping();

 private:
  void arm();
  void tick();
  void send(const std::string& state);

  boost::asio::steady_timer timer_;
  std::function<std::string()> status_;
  std::string told_;  // the last status
  bool managed_ = false;
  bool watched_ = false;
  std::chrono::microseconds interval_{};
};

}  // namespace skep
