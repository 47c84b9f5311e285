// One client of the control protocol, over a stream socket. Where the socket came from is not known
// here: a pair made by `skep run`, or a listening socket.
//
//   socket → LineCutter → answer_line() ┐
//                                       ├→ pending → (one write at a time) → socket
//   publish(event) → Streams ───────────┘
//
// At any moment it holds at most `queue_bytes` plus one line of what it may drop or can hold back:
//   a shared daemon drops events for a client that is too slow, and tells it how many;
//   messages of the workers that the client owns are not dropped: they are held back;
//   a lossless session drops nothing, and holds back whatever any worker says.
// Answers are never dropped: while many wait to be read, no more requests are read.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <boost/asio/local/stream_protocol.hpp>

#include "daemon/control/caller.h"
#include "daemon/control/target.h"
#include "daemon/events.h"
#include "proto/control_lines.h"

namespace skep::control {

class Session : public Caller, public std::enable_shared_from_this<Session> {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;

  struct Options {
    ClientId id = ClientId::none;
    Access access = Access::admin;
    bool lossless = false;
    size_t queue_bytes = 1u << 20;
    // A client that leaves even exits and errors unread up to here is cut off. Not when lossless.
    size_t most_queue_bytes = 128u << 20;
  };

  // `target` must outlive the session.
  Session(Socket socket, Target& target, Options options);

  // Starts to read. `on_closed` is called once, from the event loop, when the client is gone or
  // close_when_sent() has finished; `on_relieved` whenever congestion ends.
  void start(std::function<void()> on_closed, std::function<void()> on_relieved);

  // Queues the event for each stream that it fits. Never calls anything back from inside.
  void publish(const Event& event);

  // What this worker says to the outside has to wait for this client: it reads too slowly, more
  // than queue_bytes wait to be sent (until half of that is gone), and it must not miss anything.
  bool holds_back(WorkerId worker) const {
    return congested_ && (options_.lossless || owned_.contains(worker));
  }

  // The client listens to what this root posts.
  bool wants_messages(WorkerId root) const;

  // Takes no more requests and events, sends what is queued, then closes.
  void close_when_sent();

  bool closed() const { return closed_; }

  // Roots of the trees that end with this client.
  const std::unordered_set<WorkerId>& owned() const { return owned_; }
  uint64_t events_lost() const { return events_lost_; }

  // --- Caller ---
  ClientId id() const override { return options_.id; }
  Access access() const override { return options_.access; }
  Streams& streams() override { return streams_; }
  void own(WorkerId root) override { owned_.insert(root); }
  LaterAnswer answer_later(const Json& id) override;
  void request(const std::string& id, std::string_view method, Json params,
               std::function<void(Reply)> replied) override;
  void forget_request(const std::string& id) override { requests_.erase(id); }
  bool takes_requests() const override {
    return options_.lossless || (!ending_ && queued() <= options_.most_queue_bytes / 4);
  }
  void take_reply(const std::string& id, Reply reply) override;
  void notify(std::string_view method, Json params) override;

 private:
  void read();
  void on_read(const boost::system::error_code& error, size_t count);
  void answer_lines();
  void answer(std::string_view line);
  void queue(std::string_view line);
  // A slow client may miss this event.
  bool droppable(const Event& event) const;
  void write();
  void on_written(const boost::system::error_code& error);
  void tell_lost();
  // The client sends nothing more: it gets the answers that it waits for, then the end.
  void on_input_over();
  void watch_for_hang_up();
  bool hung_up();
  void close_if_answered();
  void close();
  size_t queued() const { return pending_.size() + writing_.size(); }

  Socket socket_;
  Target& target_;
  const Options options_;
  std::function<void()> on_closed_;
  std::function<void()> on_relieved_;

  LineCutter lines_;
  std::array<char, 16 * 1024> input_;
  bool reading_ = false;

  std::string pending_;         // whole lines, not yet given to the kernel
  std::string writing_;         // what the one write in flight sends
  size_t pending_answers_ = 0;  // bytes of pending_ that answer requests
  size_t writing_answers_ = 0;  // the same of writing_
  Streams streams_;
  std::unordered_set<WorkerId> owned_;
  size_t later_answers_ = 0;  // promised, and neither given nor dropped
  // Our requests to the client, by their ids.
  std::unordered_map<std::string, std::function<void(Reply)>> requests_;
  uint64_t lost_ = 0;  // events dropped since the client was last told
  uint64_t events_lost_ = 0;
  bool congested_ = false;
  bool ending_ = false;    // no more input, no more events
  bool awaiting_ = false;  // ending, but not before the answers that come later
  bool cut_off_ = false;   // it left too much unread; nothing is queued any more
  bool closed_ = false;
};

}  // namespace skep::control
