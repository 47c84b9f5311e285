#include "cli/run.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <optional>
#include <poll.h>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/event_printer.h"
#include "cli/output.h"
#include "cli/supervisor_process.h"
#include "proto/control.h"
#include "proto/control_json.h"
#include "proto/control_limits.h"
#include "proto/control_lines.h"

namespace skep::cli {
namespace {

using control::Json;
namespace method = control::method;

// After an interrupt a reader that takes nothing for so long does not keep us.
constexpr int interrupted_patience_ms = 1000;

// What the user of a run is told of.
constexpr std::string_view shown_events[] = {
    control::event::started, control::event::console, control::event::console_lost,
    control::event::error,   control::event::exit,    control::event::zygote};

enum RequestId : uint64_t { hello_id = 1, subscribe_id, spawn_id, terminate_id };

Json request(RequestId id, std::string_view name, Json params) {
  return {{"jsonrpc", "2.0"}, {"id", id}, {"method", name}, {"params", std::move(params)}};
}

Json spawn_params(const RunOptions& options) {
  Json limits = Json::object();
  for (const control::Limit& limit : control::limits()) {
    limits[std::string(limit.name)] = limit.get(options.limits);
  }
  Json params = {{"root", options.script.root},
                 {"file", options.script.file},
                 {"name", options.name},
                 {"limits", std::move(limits)},
                 {"keep_alive", options.keep_alive}};
  if (!options.arguments.empty()) params["arguments"] = options.arguments;
  return params;
}

// One conversation with a private supervisor. The three requests go out together; what comes back
// is taken only while the user's side takes what we print, so a slow pipe slows the workers down.
class Run {
 public:
  Run(const RunOptions& options, SupervisorProcess supervisor, Fd signals)
      : printer_(options, output_),
        supervisor_(std::move(supervisor)),
        signals_(std::move(signals)) {
    send(request(hello_id, method::hello, Json::object()));
    send(request(subscribe_id, method::subscribe, {{"types", shown_events}}));
    send(request(spawn_id, method::spawn, spawn_params(options)));
  }

  ExitStatus until_the_end() {
    while (!status_) turn();
    // The supervisor ends while we print what is left.
    supervisor_.hang_up();
    finish_output();
    supervisor_.wait();
    return *status_;
  }

 private:
  void send(const Json& message) { requests_ += control::to_line(message); }

  void turn() {
    pollfd polled[3] = {};
    polled[0] = {supervisor_.socket().get(), 0, 0};
    // An interrupt must be able to end everything even when nobody reads our output: what is left
    // in the supervisor's bounded queue is taken then, and nothing more is produced.
    if (!output_.full() || interrupt_ != 0) polled[0].events |= POLLIN;
    if (!requests_.empty()) polled[0].events |= POLLOUT;
    polled[1] = {signals_.get(), POLLIN, 0};
    polled[2] = {output_.waiting_for(), POLLOUT, 0};
    // A hang-up cannot be masked: while its last words have to wait, do not look at the socket.
    if (polled[0].events == 0) polled[0].fd = -1;
    if (::poll(polled, 3, -1) < 0) return;
    if (polled[1].revents != 0) on_signal();
    if (polled[2].revents != 0) write_output();
    if (status_) return;
    if ((polled[0].revents & POLLOUT) != 0) write_requests();
    if (status_) return;
    if ((polled[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0) read_answers();
  }

  void write_requests() {
    const ssize_t count = ::write(supervisor_.socket().get(), requests_.data(), requests_.size());
    if (count >= 0) {
      requests_.erase(0, static_cast<size_t>(count));
    } else if (errno != EAGAIN && errno != EINTR) {
      // Its last words may still be there to read; the end of them tells that it is gone.
      requests_.clear();
    }
  }

  void read_answers() {
    const ssize_t count = ::read(supervisor_.socket().get(), input_, sizeof input_);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
      on_supervisor_lost();
      return;
    }
    lines_.append({input_, static_cast<size_t>(count)});
    while (!status_) {
      const auto line = lines_.next();
      if (!line) return;
      std::string problem;
      const auto message = control::parse_line(line->text, problem);
      if (line->too_long || !message || !message->is_object()) {
        lose("the supervisor said what is not in the protocol");
        return;
      }
      on_message(*message);
    }
  }

  void on_message(const Json& message) {
    if (message.value("method", std::string()) == method::event) {
      const auto params = message.find("params");
      if (params != message.end() && params->is_object()) on_event(*params);
      return;
    }
    const auto id = message.find("id");
    if (id == message.end() || !id->is_number_unsigned()) return;
    if (const auto error = message.find("error"); error != message.end()) {
      on_refusal(id->get<uint64_t>(), *error);
    } else if (const auto result = message.find("result"); result != message.end()) {
      on_result(id->get<uint64_t>(), *result);
    }
  }

  void on_result(uint64_t id, const Json& result) {
    if (id == hello_id) {
      if (result.value("protocol", 0) != control::protocol_version) {
        lose("the supervisor is of another version");
        return;
      }
      const Json sandbox = result.value("sandbox", Json::object());
      printer_.warn_of_missing_layers(sandbox.value("missing", Json::array()));
    } else if (id == spawn_id) {
      root_ = result.value("worker", uint64_t{0});
      if (interrupt_ != 0) terminate_root();
    }
  }

  void on_refusal(uint64_t id, const Json& error) {
    // The root may be gone already when we ask to terminate it: its exit event is on the way.
    if (id == terminate_id) return;
    const std::string sentence = error.value("message", std::string("the supervisor refused"));
    printer_.say(sentence);
    const int code = error.value("code", 0);
    const bool load = code == static_cast<int>(control::ErrorCode::spawn_refused);
    status_ = load ? ExitStatus::load_error : ExitStatus::supervisor_lost;
  }

  void on_event(const Json& event) {
    printer_.print(event);
    if (event.value("type", std::string()) != control::event::exit) return;
    if (interrupt_ != 0) ++terminated_;
    // A private supervisor runs one tree, and the root's end is the last event of it.
    if (event.value("parent", uint64_t{1}) == 0) on_root_exit(event);
  }

  void on_root_exit(const Json& event) {
    if (interrupt_ != 0) {
      printer_.say(fmt::format("{}: terminated {} worker{}",
                               interrupt_ == SIGINT ? "interrupted" : "asked to end", terminated_,
                               terminated_ == 1 ? "" : "s"));
      status_ = static_cast<ExitStatus>(128 + interrupt_);
      return;
    }
    const auto reason = control::end_reason(event.value("reason", std::string()));
    if (!reason) {
      lose("the supervisor gave a reason that is not in the protocol");
      return;
    }
    printer_.explain_end(*reason, event);
    status_ = exit_status(*reason);
  }

  void on_signal() {
    signalfd_siginfo signal;
    if (::read(signals_.get(), &signal, sizeof signal) != sizeof signal) return;
    const auto number = static_cast<int>(signal.ssi_signo);
    if (interrupt_ != 0) {
      supervisor_.kill();
      printer_.say("killed the supervisor and all workers");
      status_ = static_cast<ExitStatus>(128 + number);
      return;
    }
    interrupt_ = number;
    if (root_ != 0) terminate_root();
  }

  void terminate_root() { send(request(terminate_id, method::terminate, {{"worker", root_}})); }

  void write_output() {
    if (output_.write_some()) return;
    const int error = errno;
    // A closed pipe is the reader's way to say enough; anything else is worth a word.
    output_.forget_stdout();
    if (error != EPIPE)
      printer_.say(fmt::format("cannot write to stdout: {}", std::strerror(error)));
    status_ = ExitStatus::output_closed;
  }

  // What was printed before the end still reaches a slow reader; signals still end us.
  void finish_output() {
    while (!output_.empty()) {
      pollfd polled[2] = {{output_.waiting_for(), POLLOUT, 0}, {signals_.get(), POLLIN, 0}};
      const int ready = ::poll(polled, 2, interrupt_ != 0 ? interrupted_patience_ms : -1);
      if (ready == 0) {
        if (output_.waiting_for() != STDOUT_FILENO) return;
        output_.forget_stdout();
        continue;
      }
      if (ready < 0) continue;
      if (polled[1].revents != 0) {
        signalfd_siginfo signal;
        if (::read(signals_.get(), &signal, sizeof signal) != sizeof signal) continue;
        status_ = static_cast<ExitStatus>(128 + static_cast<int>(signal.ssi_signo));
        if (interrupt_ != 0) return;
        interrupt_ = static_cast<int>(signal.ssi_signo);
      }
      if (polled[0].revents != 0) write_output();
    }
  }

  void on_supervisor_lost() {
    const int how = supervisor_.wait();
    if (interrupt_ != 0) {
      status_ = static_cast<ExitStatus>(128 + interrupt_);
      return;
    }
    lose(fmt::format(
        "the supervisor {}{}", show_wait_status(how),
        root_ == 0 ? " before it could start the script" : "; all workers ended with it"));
  }

  void lose(const std::string& sentence) {
    printer_.say(sentence);
    status_ = ExitStatus::supervisor_lost;
  }

  Output output_;
  EventPrinter printer_;
  SupervisorProcess supervisor_;
  Fd signals_;
  control::LineCutter lines_{control::max_answer_bytes};
  std::string requests_;     // not yet sent
  uint64_t root_ = 0;        // its worker id, once spawn is answered
  int interrupt_ = 0;        // the first signal that asked us to end
  uint64_t terminated_ = 0;  // workers that ended since
  std::optional<ExitStatus> status_;
  char input_[64 * 1024];
};

// Blocks the signals that end us and makes them readable. A SIGHUP that our caller ignores (nohup)
// stays ignored.
Fd take_signals(sigset_t& before) {
  sigset_t mask;
  ::sigemptyset(&mask);
  ::sigaddset(&mask, SIGINT);
  ::sigaddset(&mask, SIGTERM);
  struct sigaction hang_up;
  ::sigaction(SIGHUP, nullptr, &hang_up);
  if (hang_up.sa_handler != SIG_IGN) ::sigaddset(&mask, SIGHUP);
  ::sigprocmask(SIG_BLOCK, &mask, &before);
  ::signal(SIGPIPE, SIG_IGN);
  const int number = ::signalfd(-1, &mask, SFD_CLOEXEC);
  if (number < 0) throw std::system_error(errno, std::system_category(), "signalfd");
  return Fd(number);
}

}  // namespace

ExitStatus run_script(const RunOptions& options) {
  sigset_t before;
  Fd signals = take_signals(before);
  auto supervisor = SupervisorProcess::start(before);
  if (!supervisor) {
    fmt::print(stderr, "skep: the supervisor (skepd) cannot be started: {}\n",
               supervisor.error().message());
    return ExitStatus::supervisor_lost;
  }
  const auto run = std::make_unique<Run>(options, std::move(*supervisor), std::move(signals));
  return run->until_the_end();
}

}  // namespace skep::cli
