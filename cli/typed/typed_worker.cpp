#include "cli/typed/typed_worker.h"

#include <csignal>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "cli/json_member.h"
#include "cli/show/code_frame.h"
#include "cli/standard_output.h"
#include "cli/typed/evaluation.h"
#include "cli/typed/script_outline.h"
#include "proto/control.h"

namespace skep::cli {

namespace method = control::method;
namespace event = control::event;

TypedWorker::TypedWorker(ControlClient& client, Json limits, int signals)
    : client_(client),
      limits_(std::move(limits)),
      signals_(signals),
      together_(::isatty(STDOUT_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1) {}

void TypedWorker::spawn() {
  const Json result = client_.call(
      method::spawn,
      {{"source", evaluate_many()},
       {"name", "repl"},
       {"limits", limits_},
       {"keep_alive", true},
       {"subscribe",
        {{"types",
          {event::console, event::console_lost, event::message, event::error, event::exit}}}}});
  worker_ = number_of(result, "worker");
}

// It may have ended without our having read so yet, as by close().
void TypedWorker::post(const std::string& text) {
  const Json data = {{"id", ++id_}, {"forms", forms_json(text)}};
  begun_ = false;
  if (worker_ == 0) spawn();
  try {
    client_.call(method::post, {{"worker", worker_}, {"data", data}});
  } catch (const CommandFailure& failure) {
    if (failure.status() != ExitStatus::not_found) throw;
    while (worker_ != 0) {
      std::string shown;
      take(*client_.next_event(), shown);
      print_out(shown);
    }
    spawn();
    client_.call(method::post, {{"worker", worker_}, {"data", data}});
  }
}

Evaluated TypedWorker::evaluate(const std::string& text) {
  interrupted_ = false;
  post(text);
  answer_ = Json();
  bool again = true;
  while (true) {
    while (const auto event = client_.take_event()) {
      std::string shown;
      const bool answered = take(*event, shown);
      print_out(shown);
      if (answered) return judge(text, answer_);
      if (worker_ != 0) continue;
      // One that was closing already took the text and never looked at it.
      if (begun_ || interrupted_ || !std::exchange(again, false)) return Evaluated::ended;
      post(text);
    }
    if (!wait()) return Evaluated::stopped;
  }
}

bool TypedWorker::wait() {
  pollfd polled[2] = {{client_.descriptor(), client_.wanted(), 0}, {signals_, POLLIN, 0}};
  if (::poll(polled, 2, -1) < 0) return true;
  if (polled[0].revents != 0) client_.on_ready(polled[0].revents);
  if (polled[1].revents == 0) return true;
  signalfd_siginfo signal;
  if (::read(signals_, &signal, sizeof signal) != sizeof signal) return true;
  if (signal.ssi_signo != SIGINT) {
    signal_ = static_cast<int>(signal.ssi_signo);
    return false;
  }
  // Nothing in a script can refuse this.
  interrupted_ = true;
  client_.send(method::terminate, {{"worker", worker_}});
  return true;
}

void TypedWorker::complain(const std::string& words, std::string& text) const {
  if (together_) {
    text += words;
    return;
  }
  // In order with what is printed already.
  print_out(std::exchange(text, {}));
  fmt::print(stderr, "{}", words);
}

bool TypedWorker::take(const Json& happened, std::string& text) {
  const std::string type = text_of(happened, "type");
  const bool own = number_of(happened, "worker") == worker_;
  if (type == event::console) {
    const std::string line = with_typed_places(text_of(happened, "text")) + "\n";
    const std::string level = text_of(happened, "level");
    if (level == "warn" || level == "error") {
      complain(line, text);
    } else {
      text += line;
    }
  } else if (type == event::console_lost) {
    complain(fmt::format("skep: {} lines were dropped\n", number_of(happened, "lines")), text);
  } else if (type == event::error) {
    complain(with_typed_places(text_of(happened, "message")) + "\n", text);
  } else if (type == event::exit && own) {
    worker_ = 0;
    const std::string how = interrupted_ ? std::string("interrupted")
                                         : "the worker ended: " + text_of(happened, "reason");
    complain(fmt::format("skep: {}; a fresh worker has nothing defined\n", how), text);
  } else if (type == event::message && own) {
    const Json data = object_of(happened, "data");
    if (number_of(data, "id") != id_) return false;
    if (data.contains("begun")) {
      begun_ = true;
      return false;
    }
    answer_ = object_of(data, "problem");
    return true;
  }
  return false;
}

Evaluated TypedWorker::judge(const std::string& text, const Json& problem) const {
  const std::string message = text_of(problem, "message");
  if (message.empty()) return Evaluated::done;
  // The compiler stopped at the very end, or inside of what is still open: more is to come.
  const bool at_end = number_of(problem, "column") == 0;
  const ScriptOutline outlined = outline(text);
  if (at_end || outlined.open) return Evaluated::incomplete;
  // The first line of a form is ours.
  const auto line = static_cast<uint32_t>(number_of(problem, "line") - 1);
  const auto column = static_cast<uint32_t>(number_of(problem, "column"));
  fmt::print(stderr, "Uncaught SyntaxError: {}\n{}", message, code_frame(text, line, column));
  return Evaluated::refused;
}

std::string TypedWorker::take_events() {
  client_.on_ready(POLLIN);
  std::string text;
  while (const auto event = client_.take_event()) take(*event, text);
  return text;
}

void TypedWorker::forget() {
  if (worker_ == 0) return;
  client_.call(method::terminate, {{"worker", worker_}});
  worker_ = 0;
}

}  // namespace skep::cli
