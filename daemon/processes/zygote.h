// The supervisor's side of one worker zygote: asks it for processes, hears how they end.
#pragma once

#include <deque>
#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "base/packet_socket.h"
#include "daemon/system/program.h"
#include "daemon/system/reaper.h"
#include "proto/cell.h"

namespace skep {

// What a new process is given; they stay the caller's.
struct CellDescriptors {
  const Fd& segment;
  const Fd& doorbell;
  const Fd& group;  // the entrance of its control group; empty: it gets none
};

class Zygote : public std::enable_shared_from_this<Zygote> {
 public:
  // What the owner is told. The pidfd comes with CellEvent::Kind::spawned.
  struct Listener {
    std::function<void(Zygote&, const CellEvent&, Fd pidfd)> event;
    std::function<void(Zygote&)> lost;  // its process is gone, and every worker of it with it
  };

  // Starts the program. It takes requests at once; it answers them when it is warm. `reaper` must
  // outlive it.
  static Result<std::shared_ptr<Zygote>> start(boost::asio::io_context& io, Reaper& reaper,
                                               Listener listener);

  // Asks for a worker process. The zygote has its own copies of the descriptors when this returns,
  // or they wait here, duplicated, until its socket takes the packet.
  Result<> request(const SpawnCell& cell, const CellDescriptors& descriptors);

  // Workers asked for and not known to have ended.
  uint64_t living() const { return living_; }
  // Workers asked for so far: a zygote is replaced after many, since all share its address layout.
  uint64_t asked() const { return asked_; }
  pid_t pid() const { return pid_; }

  // No event is delivered from here on, and the process ends (with all its workers), though maybe
  // not yet when this returns. Idempotent.
  void stop();

 private:
  struct Waiting {
    SpawnCell cell;
    Fd segment;
    Fd doorbell;
    Fd group;  // may be empty
  };

  Zygote(boost::asio::io_context& io, Reaper& reaper, Program program, Listener listener);
  void listen();
  void receive_all();
  void flush();
  void end();

  Reaper& reaper_;
  Program program_;  // until it is stopped
  const pid_t pid_;
  boost::asio::posix::stream_descriptor socket_;  // a duplicate of program_.socket
  Listener listener_;
  std::deque<Waiting> waiting_;
  bool flushing_ = false;
  bool stopped_ = false;
  uint64_t living_ = 0;
  uint64_t asked_ = 0;
};

}  // namespace skep
