// Ends programs that the supervisor started, and reaps them when they are dead.
//
// Nobody waits for a process here: one that is told to die may take its time (a zygote lives until
// the kernel has ended all of its workers), or be held by a debugger. Only the destructor waits,
// for all at once and not for ever, so that a daemon that ends leaves nothing behind.
#pragma once

#include <list>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/result.h"
#include "daemon/system/program.h"

namespace skep {

class Reaper {
 public:
  // `io` must outlive it.
  explicit Reaper(boost::asio::io_context& io) : io_(io) {}
  ~Reaper();

  // Kills the program, and reaps it later. Its socket is closed at once.
  void end(Program program);

  // Killed and not reaped yet.
  size_t dying() const { return dying_.size(); }

 private:
  struct Dying {
    pid_t pid;
    boost::asio::posix::stream_descriptor death;  // its pidfd: readable when it is dead
    boost::asio::steady_timer again;
  };
  using Place = std::list<Dying>::iterator;

  void watch(Place place);
  void reap(Place place);

  boost::asio::io_context& io_;
  std::list<Dying> dying_;
};

}  // namespace skep
