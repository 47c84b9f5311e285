// The control protocol on any bytes: a whole session on a socket, before a supervisor that only
// remembers. Each line is answered in lines of JSON that name the protocol, or says nothing; the
// session never closes because of what a client sent.
//
// Input: one byte (who the client is, and into how many pieces the rest is cut), then what the
// client sends.
#include <cstdlib>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include "base/fd.h"
#include "daemon/control/session.h"
#include "tests/unit/daemon/control_target_fake.h"

namespace skep::control {
namespace {

void check(bool held) {
  if (!held) std::abort();
}

struct Client {
  boost::asio::io_context io;
  FakeTarget target;
  Fd end;
  std::shared_ptr<Session> session;
  bool closed = false;
  std::string received;

  explicit Client(Access access) {
    int ends[2];
    check(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0);
    end.reset(ends[0]);
    Session::Socket socket(io);
    socket.assign(boost::asio::local::stream_protocol(), ends[1]);
    Session::Options options;
    options.id = ClientId{1};
    options.access = access;
    target.workers = {running_worker(1), running_worker(2)};
    Target& interface = target;
    session = std::make_shared<Session>(std::move(socket), interface, options);
    session->start([this] { closed = true; }, [] {});
  }

  void turn() {
    io.restart();
    io.poll();
  }
  void listen() {
    char buffer[65536];
    for (;;) {
      turn();
      const ssize_t count = ::read(end.get(), buffer, sizeof buffer);
      if (count <= 0) return;
      received.append(buffer, static_cast<size_t>(count));
    }
  }
  void say(std::string_view text) {
    while (!text.empty()) {
      const ssize_t count = ::write(end.get(), text.data(), text.size());
      if (count > 0) text.remove_prefix(static_cast<size_t>(count));
      listen();
    }
  }
};

void check_answers(std::string_view lines) {
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    check(end != std::string_view::npos);
    const Json answer = Json::parse(lines.substr(0, end), nullptr, false);
    check(answer.is_object() || answer.is_array());
    for (const Json& one : answer.is_array() ? answer : Json::array({answer})) {
      check(one.at("jsonrpc") == "2.0");
      check(one.contains("method") || one.contains("result") != one.contains("error"));
    }
    lines.remove_prefix(end + 1);
  }
}

}  // namespace
}  // namespace skep::control

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* input, size_t size) {
  using namespace skep::control;
  if (size == 0) return 0;
  std::string_view rest(reinterpret_cast<const char*>(input) + 1, size - 1);
  Client client((input[0] & 1) != 0 ? Access::read_only : Access::admin);
  const size_t piece = rest.size() / (1 + (input[0] >> 1) % 8) + 1;
  while (!rest.empty()) {
    const size_t length = std::min(piece, rest.size());
    client.say(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  // What follows must still be understood.
  client.say("\n{\"jsonrpc\":\"2.0\",\"id\":\"the last\",\"method\":\"worker.list\"}\n");
  client.listen();
  check(!client.closed);
  check(client.received.find("\"the last\"") != std::string::npos);
  check_answers(client.received);
  client.session->close_when_sent();
  client.listen();
  check(client.closed);
  return 0;
}
