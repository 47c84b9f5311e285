// A supervisor for one test: a real skepd with real sealed workers, and its control protocol.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "tests/harness/child_process.h"
#include "tests/harness/event_log.h"
#include "tests/harness/pattern.h"

namespace skep::harness {

using Worker = uint64_t;

struct SupervisorSetup {
  // A file: a shared daemon with this configuration, listening beside it. Empty: a private one.
  std::string config = {};
  std::vector<std::string> arguments = {};              // more of skepd's
  std::vector<std::string> environment = {};            // "NAME=value"
  std::vector<std::function<int()>> preparations = {};  // run in the child before exec
};

struct SpawnOptions {
  std::string root = {};  // the script root; empty: the script's directory
  std::string name = {};
  Json limits = Json::object();  // {"memory_bytes": …}
  bool keep_alive = false;
};

class Supervisor {
 public:
  // Starts it, says hello and subscribes: no event is missed.
  explicit Supervisor(const SupervisorSetup& setup = {});
  ~Supervisor();

  pid_t pid() const { return process_.pid(); }
  const Json& hello() const { return hello_; }

  // --- methods; a refusal is a Failure ---
  Worker spawn(const std::string& script, const SpawnOptions& options = {});
  void terminate(Worker worker);
  Json list();
  Json inspect(Worker worker);
  // Any request; gives {"result": …} or {"error": …}.
  Json call(const std::string& method, const Json& params = Json::object());

  // --- events; each waits for the next one that fits, in the order of the calls ---
  Json expect(const Json& pattern);
  Json expect(const Condition& fits, const std::string& meaning);
  // All of these, in any order among themselves.
  void expect_all(std::vector<Json> patterns);
  Json expect_console(const std::string& text) {
    return expect({{"type", "console"}, {"text", text}});
  }
  Json expect_started(const std::string& name) {
    return expect({{"type", "started"}, {"name", name}});
  }
  Json expect_exit(Worker worker, const std::string& reason);
  // Fails when an event that has come until now fits.
  void expect_never(const Json& pattern) const;
  const EventLog& log() const { return log_; }

  // Shuts it down, waits for its end, and fails if it left a process or an error status behind.
  void expect_nothing_left();

  // Waits until neither the supervisor nor anything below it holds a segment, though they live on;
  // but for those of the processes that wait for a worker, which both ends hold.
  void expect_no_segments();

  // The process whose death is the zygote's: a child of the supervisor, above all workers.
  pid_t zygote() const;

  // Asks it to end as the service manager does, and waits for its end; its exit status.
  int end_by_signal(int number);

  // What it wrote to its error output until now.
  std::string err();

 private:
  // Takes in what has arrived; waits until `give_up` for at least something.
  void receive(std::chrono::steady_clock::time_point give_up, const std::string& awaited);
  void take_line(const std::string& line);
  void drain_pipes();
  void connect(const std::string& path);
  int await_end();
  [[noreturn]] void fail(const std::string& what);

  Fd socket_;
  ChildProcess process_;
  Json hello_;
  EventLog log_;
  std::deque<Json> answers_;
  std::string unread_;
  std::string out_;
  std::string err_;
  int last_id_ = 0;
  bool ended_ = false;
};

}  // namespace skep::harness
