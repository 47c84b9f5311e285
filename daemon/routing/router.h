// Reads what workers write and carries messages from one to another.
//
// Fair: workers that have something to say wait in one list, each turn is bounded (in records and
// in work, counted as bytes), what is left goes to the tail; and everybody who rang meanwhile is
// in the list before anybody has a second turn. Bounded: a receiver whose queue is full stops its
// senders, and nobody else. Blind: what a message says is copied from ring to ring and never looked
// at.
#pragma once

#include <deque>
#include <span>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/observe/counters.h"
#include "daemon/routing/ring_pages.h"
#include "daemon/worker.h"

namespace skep {

class Router {
 public:
  // What the router cannot decide by itself. Calls may end any worker, and remove any but `worker`.
  class Client {
   public:
    virtual ~Client() = default;
    // A whole message for the supervisor. `bytes` is a private copy.
    virtual void on_request(Worker& worker, const RecordHeader& header,
                            std::span<const std::byte> bytes) = 0;
    virtual void on_violation(Worker& worker, std::string_view what) = 0;
    // Some of what the worker wrote was taken. One that fell asleep before does not ring for it.
    virtual void on_taken(Worker& worker) = 0;
    // Its queue stayed full, and it took nothing, for its stall limit.
    virtual void on_unresponsive(Worker& worker) = 0;
    // Somebody waits for a limit of this worker. Ends nobody.
    virtual void on_limit_met(Worker& worker, SoftLimit limit, uint64_t times) = 0;
    // What a worker says to the outside cannot be passed on for now; resume() follows.
    virtual bool congested(WorkerId worker) const = 0;
    // Somebody outside wants what this root posts to its inside port.
    virtual bool wants_messages(WorkerId root) const = 0;
    // A message of a root that is wanted, whole. One of more than max_whole_clone_bytes is told by
    // its size alone.
    virtual void on_posted_outside(Worker& root, uint64_t size,
                                   std::span<const std::byte> clone) = 0;
  };

  Router(boost::asio::io_context& io, WorkerTable& workers, Client& client, Counters& counters);

  // The worker's doorbell rang, or something it waited for happened.
  void wake(Worker& worker);

  // A message of the supervisor's own to a worker.
  void send(Worker& worker, DownType type, PortHandle channel, std::span<const std::byte> bytes);

  // The same for a message from outside of the tree, from a channel, or that brings ports or goes
  // to one, which is counted as one.
  void deliver(Worker& receiver, DownType type, SharedMessage& message,
               PortHandle channel = inside_port);
  void deliver(Worker& receiver, DownType type, std::span<const std::byte> bytes,
               PortHandle channel = inside_port) {
    SharedMessage message(bytes);
    deliver(receiver, type, message, channel);
  }
  // The receiver's queue takes a message of so many bytes: one that is larger than the whole queue
  // may go when nothing else waits.
  bool has_room(const Worker& receiver, size_t bytes) const;
  // Which one is in the way where it does not.
  static SoftLimit limit_in_the_way(const Worker& receiver);

  // An encoded Broadcast, to all members of its channel but the sender. Whoever is in the way of it
  // because its queue is full: null if nobody is.
  void broadcast(const Tree& tree, std::string_view channel, WorkerId sender,
                 std::span<const std::byte> bytes);
  Worker* full_member(const Tree& tree, std::string_view channel, WorkerId sender,
                      size_t bytes) const;

  // Messages may wait at ports that nobody has started, or that are on their way: so many bytes in
  // one tree together as may wait for one of its workers.
  static bool ports_have_room(const Worker& sender, size_t bytes);
  // Call when some of what waits at the ports of a tree was taken, or is gone.
  void release_port_senders(Tree& tree);

  // It takes messages.
  static bool is_there(const Worker& receiver);

  // What a worker asked for took as much work as to carry so many bytes: it counts for its turn.
  void charge(size_t bytes) { carried_ += bytes; }
  // The work of a request that makes or ends a worker, reads a file, or is written as JSON.
  static constexpr size_t large_request = 16 * 1024;
  static constexpr size_t small_request = 2 * 1024;

  // What was held back because the client said so can be passed on again.
  void resume();

  // Everything that the worker has committed is read now, whoever's queue is full: before its
  // segment goes. At most one ring full.
  void drain_all(Worker& worker);

  // A worker that waits for its rate is heard now: what it says does not count any more.
  void stop_pacing(Worker& worker);

  // Nothing is read from, queued for, or waiting on this worker any more.
  void forget(Worker& worker);

  // Cuts the port between a worker and whoever posts to it from `sender`: what waits is purged.
  // Returns the MessagePorts that it would have brought: the receiver has them and will never know.
  std::vector<PortHandle> purge_from(Worker& receiver, PortHandle channel, Worker& sender);

 private:
  enum class Taken { yes, later, violation };
  struct Published {
    WorkerId receiver;
    RecordHeader last;
  };

  // One turn of one worker.
  static constexpr int records_per_turn = 64;
  static constexpr size_t bytes_per_turn = 128 * 1024;
  // What leaves a tree is written once more, as JSON: no more than so many times in one turn.
  static constexpr size_t outward_cost = large_request;
  // To wake one more receiver.
  static constexpr size_t delivery_cost = 512;

  void schedule(Worker& worker);
  // Has run() called soon, if there is anything to do: for callers in the middle of something.
  void kick();
  void run();
  // One turn. True if the worker has more to say at once.
  bool turn(Worker& worker);
  bool take_turn(Worker& worker);
  Taken take(Worker& worker, const RecordHeader& header, std::span<const std::byte> payload,
             bool wait);
  Taken forward(Worker& worker, const RecordHeader& header, std::span<const std::byte> payload,
                bool wait);
  Taken assemble(Worker& worker, const RecordHeader& header, std::span<const std::byte> payload,
                 bool wait);
  // A receiver is woken once in a turn, at its end: what is a wake-up to it is a system call here.
  void wake_later(Worker& receiver, const RecordHeader& last);
  void wake_receivers();
  // outward.cpp
  static void note_woken(Worker& receiver);
  bool may_broadcast(Worker& sender, std::span<const std::byte> bytes);
  bool holds_back(Worker& sender, WorkerId subject);
  Taken to_outside(Worker& root, const RecordHeader& header, std::span<const std::byte> payload,
                   bool wait);
  // pacing.cpp
  static bool is_paced(const Worker& worker, const RecordHeader& header);
  bool may_send(Worker& worker);
  static void charge_message(Worker& worker);
  // port_room.cpp
  bool may_post(Worker& sender, const RecordHeader& header, size_t bytes);
  void stall_on_ports(Worker& sender);
  void watch_ports(const std::shared_ptr<Tree>& tree, uint64_t stall_ms);

  // patience.cpp
  void hold(Worker& sender, Worker& receiver);
  void watch_holders();

  void stall(Worker& sender, Worker& receiver);
  void watch_stall(Worker& receiver);
  void release_senders(Worker& receiver);
  void flush(Worker& worker);
  void violation(Worker& worker, std::string_view what);

  boost::asio::io_context& io_;
  WorkerTable& workers_;
  Client& client_;
  Counters& counters_;
  std::deque<WorkerId> ready_;
  std::vector<WorkerId> congested_;
  std::vector<WorkerId> holders_;  // receivers whose ring is full, and who have senders waiting
  boost::asio::steady_timer patience_timer_;
  bool patience_running_ = false;
  std::vector<Published> published_;  // in this turn; whoever is in here twice is so in a row
  size_t carried_ = 0;                // the work of this turn besides the bytes of its records
  bool running_ = false;              // run() is on the stack or posted
  RingPages ring_pages_;
};

}  // namespace skep
