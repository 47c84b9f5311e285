#include "daemon/system/listen_fds.h"

#include <cstdlib>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <doctest/doctest.h>

#include "tests/harness/temporary_directory.h"
#include "tests/unit/child.h"

namespace skep {
namespace {

Fd unix_socket(const std::string& path, bool listening) {
  Fd socket = adopt_fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)).value();
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  REQUIRE(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  if (listening) REQUIRE(::listen(socket.get(), 1) == 0);
  return socket;
}

// In a process that was started as a service manager does it: the sockets lie from descriptor 3 on.
// Gives the exit status of `body`.
template <class Body>
int in_service(std::vector<int> sockets, const char* names, Body body) {
  const pid_t pid = test::fork_child([&] {
    // First out of the way of the numbers that they shall have.
    for (int& socket : sockets) socket = ::fcntl(socket, F_DUPFD, 100);
    for (size_t i = 0; i < sockets.size(); ++i) ::dup2(sockets[i], 3 + static_cast<int>(i));
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
    ::setenv("LISTEN_FDS", std::to_string(sockets.size()).c_str(), 1);
    ::setenv("LISTEN_FDNAMES", names, 1);
    ::_exit(body());
  });
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_CASE("inherited sockets come with their names, ready for a loop and for nobody else") {
  const harness::TemporaryDirectory directory;
  const Fd control = unix_socket(directory / "control", true);
  const Fd metrics = unix_socket(directory / "metrics", true);
  CHECK(in_service({control.get(), metrics.get()}, "control:metrics", [] {
          const auto sockets = take_inherited_sockets();
          if (!sockets || sockets->size() != 2) return 1;
          if ((*sockets)[0].name != "control" || (*sockets)[1].name != "metrics") return 2;
          for (const InheritedSocket& inherited : *sockets) {
            if ((::fcntl(inherited.socket.get(), F_GETFL) & O_NONBLOCK) == 0) return 3;
            if ((::fcntl(inherited.socket.get(), F_GETFD) & FD_CLOEXEC) == 0) return 4;
          }
          return std::getenv("LISTEN_FDS") == nullptr ? 0 : 5;
        }) == 0);
}

TEST_CASE("what is no listening socket is refused") {
  const harness::TemporaryDirectory directory;
  const Fd deaf = unix_socket(directory / "deaf", false);
  const Fd file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const auto refused = [] { return take_inherited_sockets().has_error() ? 0 : 1; };
  CHECK(in_service({deaf.get()}, "control", refused) == 0);
  CHECK(in_service({file.get()}, "control", refused) == 0);
}

TEST_CASE("a process that was started otherwise inherits nothing") {
  const auto sockets = take_inherited_sockets();
  REQUIRE(sockets.has_value());
  CHECK(sockets->empty());
}

}  // namespace
}  // namespace skep
