#include "cli/tree_session.h"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/control_client.h"
#include "cli/json_member.h"
#include "cli/socket_place.h"
#include "proto/control.h"
#include "proto/control_limits.h"

namespace skep::cli {

using control::Json;
namespace method = control::method;

namespace {

// After an interrupt a reader that takes nothing for so long does not keep us.
constexpr int interrupted_patience_ms = 1000;

// What the owner of a tree is told of.
constexpr std::string_view shown_events[] = {control::event::started,      control::event::console,
                                             control::event::console_lost, control::event::error,
                                             control::event::exit,         control::event::zygote};

}  // namespace

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

Json spawn_params(const RunOptions& options) {
  Json limits = Json::object();
  for (const control::Limit* limit : options.given_limits) {
    limits[std::string(limit->name)] = limit->get(options.limits);
  }
  Json params = {{"root", options.script.root},
                 {"file", options.script.file},
                 {"name", options.name},
                 {"limits", std::move(limits)},
                 {"keep_alive", options.keep_alive}};
  if (options.module) params["module"] = true;
  if (!options.arguments.empty()) params["arguments"] = options.arguments;
  return params;
}

TreeSession::TreeSession(const RunOptions& options, TreeRequest request,
                         SupervisorProcess supervisor, Fd signals)
    : printer_(options, output_),
      json_(options.json),
      announced_(request.announced),
      rewrite_(request.rewrite),
      supervisor_(std::move(supervisor)),
      signals_(std::move(signals)),
      lines_(control::max_answer_bytes) {
  start(std::move(request));
}

TreeSession::TreeSession(const RunOptions& options, TreeRequest request, Fd daemon,
                         const std::string& name, Fd signals)
    : printer_(options, output_),
      json_(options.json),
      announced_(request.announced),
      rewrite_(request.rewrite),
      daemon_(std::move(daemon)),
      daemon_name_(name),
      signals_(std::move(signals)),
      lines_(control::max_answer_bytes) {
  start(std::move(request));
}

// The requests go out together; nothing of the tree can be missed.
void TreeSession::start(TreeRequest request) {
  Json types = shown_events;
  if (request.messages) types.push_back(control::event::message);
  send(hello_id, method::hello, Json::object());
  if (supervisor_) {
    // All that it tells is about our tree or the sandbox.
    send(subscribe_id, method::subscribe, {{"types", std::move(types)}});
  } else {
    request.spawn["subscribe"] = {{"types", std::move(types)}};
  }
  send(spawn_id, method::spawn, std::move(request.spawn));
}

void TreeSession::send(RequestId id, std::string_view method, Json params) {
  requests_ += control::to_line(
      {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}});
}

ExitStatus TreeSession::until_the_end() {
  while (!status_) turn();
  // The supervisor ends while we print what is left.
  if (supervisor_) supervisor_->hang_up();
  daemon_.reset();
  finish_output();
  if (supervisor_) supervisor_->wait();
  return *status_;
}

void TreeSession::turn() {
  pollfd polled[3] = {};
  polled[0] = {socket(), 0, 0};
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

void TreeSession::write_requests() {
  const ssize_t count = ::write(socket(), requests_.data(), requests_.size());
  if (count >= 0) {
    requests_.erase(0, static_cast<size_t>(count));
  } else if (errno != EAGAIN && errno != EINTR) {
    // Its last words may still be there to read; the end of them tells that it is gone.
    requests_.clear();
  }
}

void TreeSession::read_answers() {
  const ssize_t count = ::read(socket(), input_, sizeof input_);
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

void TreeSession::on_message(const Json& message) {
  if (text_of(message, "method") == method::event) {
    const auto params = message.find("params");
    if (params != message.end() && params->is_object()) on_event(*params);
    return;
  }
  // A refusal without an id is of the whole conversation.
  const uint64_t id = number_of(message, "id");
  if (const auto error = message.find("error"); error != message.end()) {
    on_refusal(id, *error);
  } else if (const auto result = message.find("result"); result != message.end()) {
    on_result(id, *result);
  }
}

void TreeSession::on_result(uint64_t id, const Json& result) {
  if (id == hello_id) {
    if (number_of(result, "protocol") != control::protocol_version) {
      lose("the supervisor is of another version");
      return;
    }
    printer_.warn_of_missing_layers(list_of(object_of(result, "sandbox"), "missing"));
  } else if (id == spawn_id) {
    on_spawned(number_of(result, "worker"));
  }
}

void TreeSession::on_spawned(uint64_t worker) {
  root_ = worker;
  if (announced_ && json_) {
    output_.to_stdout(control::to_line({{"type", "spawned"}, {"worker", worker}}));
  } else if (announced_) {
    printer_.say(fmt::format("worker {}; an interrupt terminates it", worker));
  }
  if (interrupt_ != 0) terminate_root();
}

void TreeSession::on_refusal(uint64_t id, const Json& error) {
  // The root may be gone already when we ask to terminate it: its exit event is on the way.
  if (id == terminate_id) return;
  const std::string kind = text_of(object_of(error, "data"), "kind");
  std::string sentence = text_of(error, "message");
  if (sentence.empty()) sentence = "the supervisor refused";
  if (kind == "permission-denied") sentence = permission_denied(daemon_name_, sentence).what();
  printer_.say(sentence);
  status_ = status_of_refusal(kind);
}

void TreeSession::on_event(const Json& event) {
  printer_.print(rewrite_ ? rewrite_(event) : event);
  if (text_of(event, "type") != control::event::exit) return;
  if (interrupt_ != 0) ++terminated_;
  // The root's end is the last event of a tree.
  if (number_of(event, "worker") == root_ && root_ != 0) on_root_exit(event);
}

void TreeSession::on_root_exit(const Json& event) {
  if (interrupt_ != 0) {
    printer_.say(fmt::format("{}: terminated {} worker{}",
                             interrupt_ == SIGINT ? "interrupted" : "asked to end", terminated_,
                             terminated_ == 1 ? "" : "s"));
    status_ = static_cast<ExitStatus>(128 + interrupt_);
    return;
  }
  const auto reason = control::end_reason(text_of(event, "reason"));
  if (!reason) {
    lose("the supervisor gave a reason that is not in the protocol");
    return;
  }
  printer_.explain_end(*reason, event);
  status_ = exit_status(*reason);
}

void TreeSession::on_signal() {
  signalfd_siginfo signal;
  if (::read(signals_.get(), &signal, sizeof signal) != sizeof signal) return;
  const auto number = static_cast<int>(signal.ssi_signo);
  if (interrupt_ != 0) {
    // A shared daemon ends the tree when its owner is gone.
    if (supervisor_) {
      supervisor_->kill();
      printer_.say("killed the supervisor and all workers");
    }
    status_ = static_cast<ExitStatus>(128 + number);
    return;
  }
  interrupt_ = number;
  if (root_ != 0) terminate_root();
}

void TreeSession::terminate_root() {
  send(terminate_id, method::terminate, {{"worker", root_}});
}

void TreeSession::write_output() {
  if (output_.write_some()) return;
  const int error = errno;
  // A closed pipe is the reader's way to say enough; anything else is worth a word.
  output_.forget_stdout();
  if (error != EPIPE) {
    printer_.say(fmt::format("cannot write to stdout: {}", std::strerror(error)));
  }
  status_ = ExitStatus::output_closed;
}

void TreeSession::finish_output() {
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

void TreeSession::on_supervisor_lost() {
  if (!supervisor_) {
    lose(fmt::format("the daemon at {} ended the conversation; the worker ended with it",
                     daemon_name_));
    return;
  }
  const int how = supervisor_->wait();
  if (interrupt_ != 0) {
    status_ = static_cast<ExitStatus>(128 + interrupt_);
    return;
  }
  lose(fmt::format(
      "the supervisor {}{}", show_wait_status(how),
      root_ == 0 ? " before it could start the script" : "; all workers ended with it"));
}

void TreeSession::lose(const std::string& sentence) {
  printer_.say(sentence);
  status_ = ExitStatus::supervisor_lost;
}

}  // namespace skep::cli
