// A supervisor in the test's own process, with real sealed workers: for what a client of its C++
// interface sees before there is a control protocol around it.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "daemon/supervisor.h"
#include "proto/clone_json.h"
#include "proto/wire.h"
#include "tests/harness/failure.h"
#include "tests/harness/patience.h"
#include "tests/harness/temporary_directory.h"

namespace skep::harness {

// The clone of a JSON text, and the JSON text of a clone.
inline std::string clone(const std::string& json) {
  std::string problem;
  return control::clone_of_json(control::Json::parse(json), control::ValueForm::tagged, problem)
      .value();
}
inline std::string json(std::span<const std::byte> bytes) {
  std::string problem;
  const auto value = control::json_of_clone(bytes, control::ValueForm::tagged, problem);
  return value ? value->data.dump() : problem;
}

class SupervisorHere final : private EventSink, private HostCalls {
 public:
  explicit SupervisorHere(SupervisorOptions options = {})
      : supervisor(io, std::move(options), *this) {}

  // Writes the scripts, and starts main.js. What happens to it shows in `log`.
  WorkerId spawn(const std::map<std::string, std::string>& scripts, RootRequest request = {}) {
    for (const auto& [name, text] : scripts) request.file = directory.write(name, text);
    request.directory = directory.path();
    request.file = request.directory + "/main.js";
    wanted.insert(WorkerId{1});
    return supervisor.spawn_root(request).value();
  }

  // Lets things happen until `there` holds.
  void until(const std::function<bool()>& there, const std::string& meaning) {
    const auto give_up = give_up_time();
    while (!there()) {
      if (Clock::now() > give_up) throw Failure("waited in vain for " + meaning + text());
      io.run_one_for(std::chrono::milliseconds(100));
    }
  }
  bool has(const std::string& line) const {
    return std::find(log.begin(), log.end(), line) != log.end();
  }
  void until(const std::string& line) {
    until([&] { return has(line); }, line);
  }
  // Everything that is ready now has happened.
  void settle() {
    while (io.poll() != 0) {
    }
  }
  std::string text() const {
    std::string all;
    for (const std::string& line : log) all += "\n  " + line;
    return all;
  }
  void end() {
    bool over = false;
    supervisor.shutdown([&] { over = true; });
    until([&] { return over; }, "the end of all workers");
  }

  // "console TEXT", "message JSON", "refused BYTES", "broadcast CHANNEL JSON", "exit REASON" (of
  // the root), "call N FUNCTION JSON", "forget".
  std::vector<std::string> log;
  // Of every worker, in the order of their ends: "REASON: DETAIL".
  std::vector<std::string> ends;
  std::set<WorkerId> wanted;  // roots whose messages are published
  bool held = false;          // congested
  // Answers a call at once where it gives something.
  std::function<void(WorkerId, uint32_t)> on_call;

  boost::asio::io_context io{1};
  TemporaryDirectory directory;
  Supervisor supervisor;

  void answer_calls() { supervisor.set_host_calls(this); }

 private:
  void publish(const Event& event) override {
    if (const auto* line = std::get_if<ConsoleEvent>(&event)) {
      log.push_back("console " + std::string(line->text));
    } else if (const auto* message = std::get_if<MessageEvent>(&event)) {
      log.push_back("message " + json(message->clone));
    } else if (const auto* refused = std::get_if<MessageRefusedEvent>(&event)) {
      log.push_back("refused " + std::to_string(refused->bytes));
    } else if (const auto* broadcast = std::get_if<BroadcastEvent>(&event)) {
      log.push_back("broadcast " + std::string(broadcast->channel) + " " + json(broadcast->clone) +
                    (broadcast->from_outside ? " from outside" : ""));
    } else if (const auto* error = std::get_if<ErrorEvent>(&event)) {
      log.push_back("error " + std::string(error->report.message));
    } else if (const auto* exit = std::get_if<ExitEvent>(&event)) {
      ends.push_back(std::string(name(exit->reason)) + ": " + std::string(exit->detail));
      if (exit->parent == WorkerId::none) log.push_back("exit " + std::string(name(exit->reason)));
    }
  }
  bool congested(WorkerId) const override { return held; }
  bool wants_messages(WorkerId root) const override { return wanted.contains(root); }

  void call(WorkerId worker, uint32_t number, std::string_view function,
            std::span<const std::byte> arguments) override {
    log.push_back("call " + std::to_string(number) + " " + std::string(function) + " " +
                  json(arguments));
    if (on_call) on_call(worker, number);
  }
  void forget(WorkerId) override { log.push_back("forget"); }
};

}  // namespace skep::harness
