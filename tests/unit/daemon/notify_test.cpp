#include "daemon/system/notify.h"

#include <cstdlib>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <doctest/doctest.h>

#include "base/fd.h"
#include "tests/harness/temporary_directory.h"

namespace skep {
namespace {

// Plays the service manager: a datagram socket, named in the environment.
class FakeManager {
 public:
  explicit FakeManager(const char* watchdog_us = nullptr) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const std::string path = directory_.path() + "/notify";
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    socket_ = adopt_fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)).value();
    REQUIRE(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    if (watchdog_us != nullptr) ::setenv("WATCHDOG_USEC", watchdog_us, 1);
  }
  ~FakeManager() {
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
  }

  bool told_something() const {
    pollfd waiting = {socket_.get(), POLLIN, 0};
    return ::poll(&waiting, 1, 0) == 1;
  }
  std::string next() const {
    char text[512];
    const ssize_t length = ::recv(socket_.get(), text, sizeof text, 0);
    return {text, static_cast<size_t>(length < 0 ? 0 : length)};
  }

 private:
  harness::TemporaryDirectory directory_;
  Fd socket_;
};

TEST_CASE("ready, reloading, stopping are told in the manager's words") {
  const FakeManager manager;
  boost::asio::io_context io;
  Notify notify(io, [] { return std::string("3 workers"); });
  notify.ready();
  CHECK(manager.next() == "READY=1\nSTATUS=3 workers");
  notify.reloading();
  CHECK(manager.next().starts_with("RELOADING=1\nMONOTONIC_USEC="));
  notify.ready_again();
  CHECK(manager.next() == "READY=1");
  notify.stopping();
  CHECK(manager.next() == "STOPPING=1");
}

TEST_CASE("a turning loop ticks, and tells a status only when it changed") {
  const FakeManager manager("3000");
  boost::asio::io_context io;
  int workers = 1;
  Notify notify(io, [&] { return std::to_string(workers) + " workers"; });
  notify.ready();
  CHECK(manager.next() == "READY=1\nSTATUS=1 workers");
  io.run_one();
  CHECK(manager.next() == "WATCHDOG=1");
  workers = 2;
  io.run_one();
  CHECK(manager.next() == "WATCHDOG=1\nSTATUS=2 workers");
}

TEST_CASE("a loop that does not turn is silent") {
  const FakeManager manager("1");
  boost::asio::io_context io;
  Notify notify(io, [] { return std::string(); });
  notify.ready();
  manager.next();
  // The time of one tick is over now, whatever the machine does; but only the loop can tell.
  boost::asio::io_context other;
  boost::asio::steady_timer timer(other, std::chrono::milliseconds(1));
  timer.wait();
  CHECK(!manager.told_something());
  io.run_one();
  CHECK(manager.next() == "WATCHDOG=1");
}

TEST_CASE("without a manager there is no timer, and nothing is asked") {
  boost::asio::io_context io;
  Notify notify(io, []() -> std::string {
    FAIL("asked");
    return {};
  });
  notify.ready();
  notify.reloading();
  notify.stopping();
  CHECK(io.run() == 0);
}

}  // namespace
}  // namespace skep
