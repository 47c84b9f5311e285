// A client of the control protocol for commands that ask and wait: one thread, one socket, poll.
//
// Answers are matched to requests by id; events that arrive between are kept in order until they
// are asked for. Whatever goes wrong is a CommandFailure: the daemon is gone (3), refuses us (4),
// knows no such worker (9), waited too long (10).
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/fd.h"
#include "cli/command_failure.h"
#include "proto/control_json.h"
#include "proto/control_lines.h"

namespace skep::cli {

using control::Json;

// A non-blocking stream to the daemon at this path. Throws CommandFailure.
Fd connect_to_daemon(const std::string& socket);

class ControlClient {
 public:
  using Clock = std::chrono::steady_clock;

  // Connects to the daemon at this path.
  static ControlClient connect(const std::string& socket);
  // A conversation that exists already; `name` is what messages call the other side.
  ControlClient(Fd socket, std::string name);

  // Sends a request and waits for its answer: the result. A refusal is a CommandFailure.
  Json call(std::string_view method, Json params = Json::object());

  // Sends a request and does not wait; the answer is taken by its id.
  uint64_t send(std::string_view method, Json params = Json::object());
  // {"result": …} or {"error": …}, if it is there.
  std::optional<Json> take_answer(uint64_t id);
  // The result in such an answer; a refusal is thrown.
  Json result_of(const Json& answer) const;

  // The parameters of the next event that has arrived.
  std::optional<Json> take_event();
  // The same, waiting for one. Nothing when `until` comes first.
  std::optional<Json> next_event(std::optional<Clock::time_point> until = std::nullopt);

  // For a caller that polls itself: the descriptor, what to poll it for, and what to do then.
  int descriptor() const { return socket_.get(); }
  short wanted() const;
  void on_ready(short events);

  const std::string& name() const { return name_; }

 private:
  // Waits for the socket once. False when `until` came first.
  bool turn(std::optional<Clock::time_point> until);
  void write_some();
  void read_some();
  void take_message(Json message);
  CommandFailure refusal(const Json& error) const;
  [[noreturn]] void lost(const std::string& how) const;

  Fd socket_;
  std::string name_;
  control::LineCutter lines_;
  std::string unsent_;
  std::map<uint64_t, Json> answers_;
  std::deque<Json> events_;
  uint64_t last_id_ = 0;
};

// The status that a refusal of this kind ("no-such-worker") ends a command with.
ExitStatus status_of_refusal(std::string_view kind);

}  // namespace skep::cli
