// One client of the control protocol, over a stream socket. Where the socket came from is not known
// here: a pair made by `skep run`, or a listening socket.
//
//   socket → LineCutter → answer_line() ┐
//                                       ├→ pending → (one write at a time) → socket
//   publish(event) → event_line() ──────┘
//
// At any moment it holds at most `queue_bytes` plus one line of what it may drop or can hold back:
//   a shared daemon drops console output for a client that is too slow, and tells it how much;
//   a lossless session drops nothing, and asks the supervisor to hold back while it is congested.
// Answers are never dropped: while many wait to be read, no more requests are read.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/local/stream_protocol.hpp>

#include "daemon/control_methods.h"
#include "daemon/events.h"
#include "proto/control_lines.h"

namespace skep::control {

class Session : public Caller, public std::enable_shared_from_this<Session> {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;

  struct Options {
    bool lossless = false;
    size_t queue_bytes = 1u << 20;
    // A client that leaves even exits and errors unread up to here is cut off. Not when lossless.
    size_t most_queue_bytes = 32u << 20;
  };

  // `target` must outlive the session.
  Session(Socket socket, Target& target, Options options);

  // Starts to read. `on_closed` is called once, from the event loop, when the client is gone or
  // close_when_sent() has finished; `on_relieved` whenever congestion ends.
  void start(std::function<void()> on_closed, std::function<void()> on_relieved);

  // Queues the event if the client subscribed. Never calls anything back from inside.
  void publish(const Event& event);

  // More than queue_bytes wait to be sent; true until half of that is gone.
  bool congested() const { return congested_; }

  // Takes no more requests and events, sends what is queued, then closes.
  void close_when_sent();

  bool closed() const { return closed_; }

  void subscribe() override { subscribed_ = true; }

 private:
  void read();
  void on_read(const boost::system::error_code& error, size_t count);
  void answer_lines();
  void queue(std::string_view line);
  void write();
  void on_written(const boost::system::error_code& error);
  void tell_lost();
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
  uint64_t lost_ = 0;           // events dropped since the client was last told
  bool subscribed_ = false;
  bool congested_ = false;
  bool ending_ = false;  // no more input, no more events
  bool closed_ = false;
};

}  // namespace skep::control
