#include "cli/control_client.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/json_member.h"
#include "cli/socket_place.h"
#include "proto/control.h"

namespace skep::cli {
namespace {

// What poll wants: rounded up, so that it never returns just before.
int milliseconds_until(std::optional<ControlClient::Clock::time_point> until) {
  if (!until) return -1;
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(*until - ControlClient::Clock::now());
  return left.count() < 0 ? 0 : static_cast<int>(std::min<int64_t>(left.count(), 1 << 30));
}

}  // namespace

ExitStatus status_of_refusal(std::string_view kind) {
  if (kind == "no-such-worker" || kind == "no-such-service" || kind == "no-such-stream") {
    return ExitStatus::not_found;
  }
  if (kind == "timeout") return ExitStatus::timed_out;
  if (kind == "permission-denied") return ExitStatus::permission_denied;
  if (kind == "spawn-refused") return ExitStatus::load_error;
  if (kind == "invalid-params" || kind == "config-invalid") return ExitStatus::usage;
  if (kind == "queue-full" || kind == "too-many") return ExitStatus::limit;
  // Shutting down, of another version, or broken: it does not do what it is there for.
  return ExitStatus::supervisor_lost;
}

Fd connect_to_daemon(const std::string& socket) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (socket.size() >= sizeof address.sun_path) throw unreachable(socket, ENAMETOOLONG);
  std::memcpy(address.sun_path, socket.data(), socket.size());
  Fd descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!descriptor) throw unreachable(socket, errno);
  if (::connect(descriptor.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
      0) {
    const int error = errno;
    if (error == EACCES || error == EPERM) throw permission_denied(socket, {});
    throw unreachable(socket, error);
  }
  if (::fcntl(descriptor.get(), F_SETFL, O_NONBLOCK) != 0) throw unreachable(socket, errno);
  return descriptor;
}

ControlClient ControlClient::connect(const std::string& socket) {
  return ControlClient(connect_to_daemon(socket), socket);
}

ControlClient::ControlClient(Fd socket, std::string name)
    : socket_(std::move(socket)), name_(std::move(name)), lines_(control::max_answer_bytes) {}

Json ControlClient::call(std::string_view method, Json params) {
  const uint64_t id = send(method, std::move(params));
  while (true) {
    if (const auto answer = take_answer(id)) return result_of(*answer);
    turn(std::nullopt);
  }
}

uint64_t ControlClient::send(std::string_view method, Json params) {
  const uint64_t id = ++last_id_;
  std::string line = control::to_line(
      {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}});
  if (line.size() > control::max_request_bytes) {
    throw CommandFailure(ExitStatus::limit,
                         fmt::format("this is more than the {} bytes that one request may have",
                                     control::max_request_bytes));
  }
  unsent_ += line;
  return id;
}

std::optional<Json> ControlClient::take_answer(uint64_t id) {
  const auto found = answers_.find(id);
  if (found == answers_.end()) return std::nullopt;
  Json answer = std::move(found->second);
  answers_.erase(found);
  return answer;
}

Json ControlClient::result_of(const Json& answer) const {
  if (const auto error = answer.find("error"); error != answer.end()) throw refusal(*error);
  return answer.value("result", Json::object());
}

CommandFailure ControlClient::refusal(const Json& error) const {
  const Json data = object_of(error, "data");
  const std::string kind = text_of(data, "kind");
  std::string sentence = text_of(error, "message");
  if (kind == "permission-denied") return permission_denied(name_, sentence);
  if (kind == "unknown-method") sentence += " The daemon is of another version than skep.";
  if (const std::string file = text_of(data, "file"); kind == "config-invalid" && !file.empty()) {
    sentence = fmt::format("{}:{}:{}: {}", file, number_of(data, "line"), number_of(data, "column"),
                           sentence);
  }
  if (sentence.empty()) sentence = "the daemon refused, and did not say why";
  return {status_of_refusal(kind), sentence};
}

std::optional<Json> ControlClient::take_event() {
  if (events_.empty()) return std::nullopt;
  Json event = std::move(events_.front());
  events_.pop_front();
  return event;
}

std::optional<Json> ControlClient::next_event(std::optional<Clock::time_point> until) {
  while (events_.empty()) {
    if (!turn(until)) return std::nullopt;
  }
  return take_event();
}

short ControlClient::wanted() const {
  return static_cast<short>(unsent_.empty() ? POLLIN : POLLIN | POLLOUT);
}

void ControlClient::on_ready(short events) {
  // Reading tells of a lost daemon, with its last words if it said any.
  if ((events & (POLLIN | POLLHUP | POLLERR)) != 0) read_some();
  if ((events & POLLOUT) != 0) write_some();
}

bool ControlClient::turn(std::optional<Clock::time_point> until) {
  pollfd polled = {socket_.get(), wanted(), 0};
  const int ready = ::poll(&polled, 1, milliseconds_until(until));
  if (ready > 0) on_ready(polled.revents);
  return ready != 0;
}

void ControlClient::write_some() {
  const ssize_t count = ::send(socket_.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
  if (count >= 0) {
    unsent_.erase(0, static_cast<size_t>(count));
  } else if (errno != EAGAIN && errno != EINTR) {
    unsent_.clear();
  }
}

void ControlClient::read_some() {
  constexpr size_t piece = 256 * 1024;
  const auto buffer = std::make_unique_for_overwrite<char[]>(piece);
  const ssize_t count = ::read(socket_.get(), buffer.get(), piece);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) lost(count == 0 ? "ended the conversation" : std::strerror(errno));
  lines_.append({buffer.get(), static_cast<size_t>(count)});
  while (const auto line = lines_.next()) {
    std::string problem;
    auto message = control::parse_line(line->text, problem);
    if (line->too_long || !message || !message->is_object()) {
      lost("said what is not in the protocol");
    }
    take_message(std::move(*message));
  }
}

void ControlClient::take_message(Json message) {
  if (text_of(message, "method") == control::method::event) {
    if (const auto params = message.find("params"); params != message.end()) {
      events_.push_back(std::move(*params));
    }
    return;
  }
  if (const uint64_t id = number_of(message, "id"); id != 0) {
    answers_[id] = std::move(message);
    return;
  }
  // An answer to nobody: the daemon refuses the whole conversation, or did not understand a line.
  if (const auto error = message.find("error"); error != message.end()) throw refusal(*error);
}

void ControlClient::lost(const std::string& how) const {
  throw CommandFailure(ExitStatus::supervisor_lost, fmt::format("the daemon at {} {}", name_, how));
}

}  // namespace skep::cli
