#include "daemon/observe/metrics_listener.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <doctest/doctest.h>

namespace skep {
namespace {

constexpr std::string_view get_metrics = "GET /metrics HTTP/1.1\r\nHost: skepd\r\n\r\n";

// A listener on a port that the kernel chose, and an event loop turned by hand.
struct Served {
  explicit Served(MetricsListener::Bounds bounds = {})
      : listener(io, LoopbackAddress{.address_4 = INADDR_LOOPBACK},
                 {.metrics =
                      [](MetricsFormat format) {
                        return format == MetricsFormat::open_metrics ? "open\n# EOF\n" : "plain\n";
                      },
                  .trouble = [this] { return trouble; }},
                 bounds) {}

  Fd connect() {
    Fd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(listener.port());
    REQUIRE(::connect(client.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    return client;
  }
  void say(const Fd& client, std::string_view text) {
    while (!text.empty()) {
      const ssize_t count = ::send(client.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (count < 0) return;  // it was cut off
      text.remove_prefix(static_cast<size_t>(count));
    }
  }
  // Everything until the server closes, while the server runs.
  std::string hear(const Fd& client) {
    std::string heard;
    char buffer[4096];
    for (;;) {
      io.poll();
      const ssize_t count = ::recv(client.get(), buffer, sizeof buffer, MSG_DONTWAIT);
      if (count > 0) heard.append(buffer, static_cast<size_t>(count));
      if (count == 0 || (count < 0 && errno != EAGAIN)) return heard;
      if (count < 0) {
        pollfd ready{client.get(), POLLIN, 0};
        ::poll(&ready, 1, 1);
      }
    }
  }
  std::string ask(std::string_view request) {
    const Fd client = connect();
    say(client, request);
    return hear(client);
  }

  boost::asio::io_context io;
  std::string trouble;
  MetricsListener listener;
};

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("metrics come as plain Prometheus text, or OpenMetrics for who accepts it") {
  Served served;
  const std::string plain = served.ask(get_metrics);
  CHECK(plain.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(contains(plain, "Content-Type: text/plain; version=0.0.4"));
  CHECK(plain.ends_with("\r\n\r\nplain\n"));
  const std::string open = served.ask(
      "GET /metrics?x=1 HTTP/1.1\r\nHost: skepd\r\n"
      "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5\r\n\r\n");
  CHECK(contains(open, "Content-Type: application/openmetrics-text; version=1.0.0"));
  CHECK(open.ends_with("open\n# EOF\n"));
}

TEST_CASE("healthz says ok, or what is wrong") {
  Served served;
  CHECK(served.ask("GET /healthz HTTP/1.0\r\n\r\n").starts_with("HTTP/1.0 200"));
  served.trouble = "no zygote is ready";
  const std::string ill = served.ask("GET /healthz HTTP/1.1\r\nHost: skepd\r\n\r\n");
  CHECK(ill.starts_with("HTTP/1.1 503"));
  CHECK(ill.ends_with("no zygote is ready\n"));
}

TEST_CASE("other paths, other methods and other protocols are refused by name") {
  Served served;
  CHECK(served.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 404"));
  const std::string post = served.ask("POST /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(post.starts_with("HTTP/1.1 405"));
  CHECK(contains(post, "Allow: GET\r\n"));
  CHECK(served.ask("{\"jsonrpc\":\"2.0\"}\r\n\r\n").starts_with("HTTP/1.1 400"));
  CHECK(served.ask("POST /metrics HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello")
            .starts_with("HTTP/1.1 4"));
}

TEST_CASE("a request that is too large is refused") {
  Served served;
  const std::string large = "GET /metrics HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n";
  const std::string heard = served.ask(large);
  // The rest of what it sent may cut the answer off on its way.
  CHECK((heard.empty() || heard.starts_with("HTTP/1.1 431")));
  CHECK(!contains(heard, "plain\n"));
  CHECK(served.listener.connections() == 0);
}

TEST_CASE("a client that says nothing is cut off when its time is over") {
  Served served({.lifetime = std::chrono::milliseconds(20)});
  const Fd silent = served.connect();
  served.say(silent, "GET /metr");
  CHECK(served.hear(silent).empty());
  CHECK(served.listener.connections() == 0);
}

TEST_CASE("many slow clients wait in line, and the next one is served after them") {
  Served served({.connections = 2, .lifetime = std::chrono::milliseconds(50)});
  std::vector<Fd> slow;
  for (int i = 0; i < 6; ++i) slow.push_back(served.connect());
  const Fd honest = served.connect();
  served.say(honest, get_metrics);
  served.io.poll();
  CHECK(served.listener.connections() == 2);
  CHECK(served.hear(honest).starts_with("HTTP/1.1 200"));
}

TEST_CASE("a client that vanishes leaves nothing behind") {
  Served served;
  {
    const Fd gone = served.connect();
    served.say(gone, "GET /metrics HT");
  }
  while (served.listener.connections() == 0) served.io.run_one();
  while (served.listener.connections() != 0) served.io.run_one();
  CHECK(served.ask(get_metrics).starts_with("HTTP/1.1 200"));
}

TEST_CASE("a socket that was handed over is served, and its file left to whoever made it") {
  std::string pattern = "/tmp/skep-metrics-XXXXXX";
  const std::string directory = ::mkdtemp(pattern.data());
  const std::string path = directory + "/socket";
  boost::asio::io_context io;
  Result<Fd> listening = listen_on(UnixAddress{path});
  REQUIRE(listening.has_value());
  {
    const MetricsListener listener(io, std::move(*listening),
                                   {.metrics = [](MetricsFormat) { return std::string("given\n"); },
                                    .trouble = [] { return std::string(); }});
    const Fd client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size());
    REQUIRE(::connect(client.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::send(client.get(), get_metrics.data(), get_metrics.size(), MSG_NOSIGNAL) > 0);
    std::string heard;
    char buffer[4096];
    ssize_t count = -1;
    while (count != 0) {
      io.poll();
      count = ::recv(client.get(), buffer, sizeof buffer, MSG_DONTWAIT);
      if (count > 0) heard.append(buffer, static_cast<size_t>(count));
    }
    CHECK(heard.ends_with("given\n"));
  }
  CHECK(::access(path.c_str(), F_OK) == 0);
  ::unlink(path.c_str());
  ::rmdir(directory.c_str());
}

TEST_CASE("the Unix socket is removed with its listener") {
  std::string pattern = "/tmp/skep-metrics-XXXXXX";
  const std::string directory = ::mkdtemp(pattern.data());
  const std::string path = directory + "/socket";
  boost::asio::io_context io;
  {
    const MetricsListener listener(io, UnixAddress{path},
                                   {.metrics = [](MetricsFormat) { return std::string(); },
                                    .trouble = [] { return std::string(); }});
    CHECK(::access(path.c_str(), F_OK) == 0);
    CHECK(listener.port() == 0);
  }
  CHECK(::access(path.c_str(), F_OK) != 0);
  ::rmdir(directory.c_str());
}

}  // namespace
}  // namespace skep
