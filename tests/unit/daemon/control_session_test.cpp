#include <cstring>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/fd.h"
#include "control_target_fake.h"
#include "daemon/control/session.h"
#include "proto/clone_json.h"
#include "proto/wire.h"

namespace skep::control {
namespace {

constexpr const char* subscribe_line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscribe\"}\n";

// A session on one end of a socket pair, the test on the other, and an event loop turned by hand.
struct Client {
  boost::asio::io_context io;
  FakeTarget target;
  Fd end;
  std::shared_ptr<Session> session;
  int closed = 0;
  int relieved = 0;
  std::string received;

  explicit Client(Session::Options options) {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0);
    end.reset(ends[0]);
    Session::Socket socket(io);
    socket.assign(boost::asio::local::stream_protocol(), ends[1]);
    Target& interface = target;
    session = std::make_shared<Session>(std::move(socket), interface, options);
    session->start([this] { ++closed; }, [this] { ++relieved; });
  }

  void turn() {
    io.restart();
    io.poll();
  }
  void say(std::string_view text) {
    while (!text.empty()) {
      const ssize_t count = ::write(end.get(), text.data(), text.size());
      if (count > 0) text.remove_prefix(static_cast<size_t>(count));
      turn();
    }
  }
  // Reads until nothing more comes.
  void listen() {
    char buffer[65536];
    ssize_t count;
    do {
      turn();
      count = ::read(end.get(), buffer, sizeof buffer);
      if (count > 0) received.append(buffer, static_cast<size_t>(count));
    } while (count > 0);
  }
  size_t times(std::string_view text) const {
    size_t found = 0;
    for (size_t at = received.find(text); at != std::string::npos;
         at = received.find(text, at + 1)) {
      ++found;
    }
    return found;
  }
};

ConsoleEvent console(std::string_view text) {
  return {WorkerId{1}, "", ConsoleLevel::log, text};
}

ExitEvent exit_of(uint64_t worker) {
  ExitEvent exit = {};
  exit.worker = WorkerId{worker};
  return exit;
}

TEST_CASE("requests are answered in order, and no event comes before subscribe") {
  Client client({});
  client.session->publish(console("too early"));
  client.say("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"worker.list\"}\n");
  client.say(subscribe_line);
  client.session->publish(console("now"));
  client.listen();
  CHECK(client.times("too early") == 0);
  const size_t first = client.received.find("\"id\":0");
  const size_t second = client.received.find("\"id\":1");
  const size_t event = client.received.find("now");
  CHECK(first < second);
  CHECK(second < event);
  CHECK(event != std::string::npos);
}

TEST_CASE("a client that is too slow loses console output, is told how much, and no exit") {
  Client client({.lossless = false, .queue_bytes = 64 * 1024});
  client.say(subscribe_line);
  const std::string text(1000, 'x');
  uint64_t exits = 0;
  for (int i = 0; i < 5000; ++i) {
    client.session->publish(console(text));
    if (i % 50 == 0) client.session->publish(exit_of(++exits));
    if (i % 100 == 0) client.turn();
  }
  client.listen();
  const size_t delivered = client.times("\"type\":\"console\"");
  CHECK(delivered < 5000);
  CHECK(client.times("\"type\":\"exit\"") == exits);
  REQUIRE(client.times("\"type\":\"lost\"") >= 1);
  uint64_t lost = 0;
  const std::string_view marker = "\"count\":";
  for (size_t at = client.received.find(marker); at != std::string::npos;
       at = client.received.find(marker, at + 1)) {
    lost += std::stoull(client.received.substr(at + marker.size()));
  }
  CHECK(lost + delivered == 5000);
}

TEST_CASE("a lossless session loses nothing and says when to hold back") {
  Client client({.lossless = true, .queue_bytes = 64 * 1024});
  client.say(subscribe_line);
  const std::string text(1000, 'x');
  int published = 0;
  while (!client.session->holds_back(WorkerId{7})) {
    client.session->publish(console(text));
    client.turn();
    REQUIRE(++published < 5000);
  }
  CHECK(client.relieved == 0);
  client.session->publish(console(text));
  client.listen();
  CHECK(client.times("\"type\":\"console\"") == static_cast<size_t>(published + 1));
  CHECK(client.times("\"type\":\"lost\"") == 0);
  CHECK(!client.session->holds_back(WorkerId{7}));
  CHECK(client.relieved == 1);
}

TEST_CASE("a shared daemon cuts off a client that reads nothing at all") {
  Client client({.queue_bytes = 1024, .most_queue_bytes = 512 * 1024});
  client.say(subscribe_line);
  for (uint64_t i = 0; i < 20'000; ++i) client.session->publish(exit_of(i));
  client.turn();
  CHECK(client.closed == 1);
}

TEST_CASE("requests wait while their answers are not read") {
  Client client({.queue_bytes = 64 * 1024});
  std::string burst;
  for (int i = 0; i < 2000; ++i) burst += "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\"}\n";
  std::string_view left = burst;
  // Far from all fit: neither the socket nor the session takes more than its bound.
  for (int round = 0; round < 100 && !left.empty(); ++round) {
    const ssize_t count = ::write(client.end.get(), left.data(), left.size());
    if (count > 0) left.remove_prefix(static_cast<size_t>(count));
    client.turn();
  }
  client.listen();
  while (!left.empty()) {
    const ssize_t count = ::write(client.end.get(), left.data(), left.size());
    if (count > 0) left.remove_prefix(static_cast<size_t>(count));
    client.listen();
  }
  CHECK(client.times("\"result\":{") == 2000);
}

TEST_CASE("a line that is too long is refused and the next one is answered") {
  Client client({});
  client.say(std::string(max_request_bytes + 1, ' ') + "\n" + subscribe_line);
  client.listen();
  CHECK(client.times("\"line-too-long\"") == 1);
  CHECK(client.times("\"result\":{\"stream\":1}") == 1);
}

TEST_CASE("a client that closed its sending side still gets its answers") {
  Client client({});
  REQUIRE(::write(client.end.get(), subscribe_line, std::strlen(subscribe_line)) > 0);
  ::shutdown(client.end.get(), SHUT_WR);
  client.listen();
  CHECK(client.times("\"result\":{\"stream\":1}") == 1);
  CHECK(client.closed == 1);
}

TEST_CASE("the end of a client is told once") {
  Client client({});
  client.say(subscribe_line);
  client.end.reset();
  for (int i = 0; i < 3; ++i) {
    client.session->publish(console("to nobody"));
    client.turn();
  }
  CHECK(client.closed == 1);
}

TEST_CASE("what an owner's workers post is held back for a slow owner, and dropped for others") {
  Client client({.lossless = false, .queue_bytes = 64 * 1024});
  client.say(subscribe_line);
  client.session->own(WorkerId{1});
  const auto clone = control::clone_of_error("Error", std::string(1000, 'x'), "");
  const auto bytes = as_bytes(std::string_view(clone));
  CHECK(client.session->wants_messages(WorkerId{1}));
  size_t published = 0;
  while (!client.session->holds_back(WorkerId{1})) {
    client.session->publish(MessageEvent{WorkerId{1}, bytes});
    REQUIRE(++published < 5000);
  }
  CHECK(!client.session->holds_back(WorkerId{2}));
  client.session->publish(MessageEvent{WorkerId{1}, bytes});
  client.session->publish(MessageEvent{WorkerId{2}, bytes});
  client.listen();
  CHECK(client.times("\"type\":\"message\",\"worker\":1") == published + 1);
  CHECK(client.times("\"type\":\"message\",\"worker\":2") == 0);
  CHECK(client.session->events_lost() == 1);
  CHECK(!client.session->holds_back(WorkerId{1}));
}

TEST_CASE("a client that closed its sending side still gets the answers that come later") {
  Client client({});
  std::optional<LaterAnswer> first = client.session->answer_later("a");
  std::optional<LaterAnswer> second = client.session->answer_later("b");
  std::optional<LaterAnswer> dropped = client.session->answer_later("c");
  ::shutdown(client.end.get(), SHUT_WR);
  client.listen();
  CHECK(client.closed == 0);
  client.session->publish(console("too late"));
  (*first)(Json{{"n", 1}});
  first.reset();
  client.listen();
  CHECK(client.received == R"({"jsonrpc":"2.0","id":"a","result":{"n":1}})"
                           "\n");
  CHECK(client.closed == 0);
  dropped.reset();
  client.turn();
  CHECK(client.closed == 0);
  (*second)(Json{{"n", 2}});
  second.reset();
  client.listen();
  CHECK(client.times("\"n\":2") == 1);
  CHECK(client.closed == 1);
}

TEST_CASE("a client that has gone for good waits for nothing") {
  for (const bool first_half : {false, true}) {
    Client client({});
    const LaterAnswer later = client.session->answer_later("a");
    if (first_half) {
      ::shutdown(client.end.get(), SHUT_WR);
      client.turn();
      CHECK(client.closed == 0);
    }
    client.end.reset();
    client.turn();
    CHECK(client.closed == 1);
    later(Json{{"n", 1}});
  }
}

TEST_CASE("the end of the daemon waits for no answer that comes later") {
  Client client({});
  const LaterAnswer later = client.session->answer_later("a");
  ::shutdown(client.end.get(), SHUT_WR);
  client.turn();
  client.session->close_when_sent();
  client.turn();
  CHECK(client.closed == 1);
}

TEST_CASE("an answer that comes later is sent, and goes nowhere when the client has gone") {
  Client client({});
  const LaterAnswer first = client.session->answer_later("a");
  const LaterAnswer second = client.session->answer_later("b");
  first(Json{{"done", true}});
  client.listen();
  CHECK(client.received == R"({"jsonrpc":"2.0","id":"a","result":{"done":true}})"
                           "\n");
  client.end.reset();
  client.turn();
  client.session.reset();
  second(Json::object());
}

TEST_CASE("requests of ours are answered by the client once, or not at all") {
  Client client({});
  int replies = 0;
  client.session->request("h1", "host.call", Json::object(), [&](Reply) { ++replies; });
  client.session->request("h2", "host.call", Json::object(), [&](Reply) { ++replies; });
  client.session->forget_request("h2");
  client.listen();
  CHECK(client.times("\"method\":\"host.call\"") == 2);
  for (const char* id : {"h1", "h1", "h2"}) {
    client.say(fmt::format(R"({{"jsonrpc":"2.0","id":"{}","result":1}})"
                           "\n",
                           id));
  }
  client.listen();
  CHECK(replies == 1);
}

TEST_CASE("closing when sent loses nothing that was queued") {
  Client client({.lossless = true});
  client.say(subscribe_line);
  for (int i = 0; i < 3000; ++i) client.session->publish(console(std::string(100, 'x')));
  client.session->close_when_sent();
  client.session->publish(console("afterwards"));
  client.listen();
  CHECK(client.times("\"type\":\"console\"") == 3000);
  CHECK(client.times("afterwards") == 0);
  CHECK(client.closed == 1);
}

}  // namespace
}  // namespace skep::control
