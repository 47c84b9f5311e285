// Single layers, put on by a plain process: what in a worker is hidden behind the others.
#include <arpa/inet.h>
#include <cstring>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "confine/identity.h"
#include "confine/landlock.h"
#include "confine/namespaces.h"
#include "confine/process_flags.h"
#include "ipc/segment.h"

namespace skep::escape {
namespace {

// The exit status of `body` in a child: 0 where everything it asked for was refused.
template <class Body>
int in_a_child(Body body) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(body());
  int status = -1;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int try_landlock() {
  const auto rules = make_landlock_rules();
  if (!rules) return 0;
  if (!set_no_new_privs() || !enter_landlock(*rules)) return 1;
  if (::open("/etc/passwd", O_RDONLY) >= 0 || errno != EACCES) return 2;
  if (::open("/tmp", O_RDONLY | O_DIRECTORY) >= 0 || errno != EACCES) return 3;
  if (::mkdir("/tmp/skep-escape", 0700) == 0 || errno != EACCES) return 4;
  if (::execl("/bin/true", "true", nullptr) == 0 || errno != EACCES) return 5;
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(9);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket >= 0 &&
      ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    return 6;
  }
  if (rules->scoped && (::kill(::getppid(), 0) == 0 || errno != EPERM)) return 7;
  return 0;
}

int count_interfaces_up() {
  if (!drop_root()) return 100;
  const auto got = leave_namespaces();
  if (!got) return 101;
  if (!got->net) return 0;
  const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
  if (socket < 0) return 102;
  int up = 0;
  struct if_nameindex* all = ::if_nameindex();
  for (auto* one = all; one != nullptr && one->if_index != 0; ++one) {
    ifreq request = {};
    std::strncpy(request.ifr_name, one->if_name, sizeof request.ifr_name - 1);
    if (std::strcmp(one->if_name, "lo") != 0) return 103;
    if (::ioctl(socket, SIOCGIFFLAGS, &request) == 0 && (request.ifr_flags & IFF_UP) != 0) ++up;
  }
  return up;
}

}  // namespace

TEST_CASE("Landlock alone refuses files, programs, connections and signals") {
  CHECK(in_a_child(try_landlock) == 0);
}

TEST_CASE("the network namespace has no interface that is up") {
  CHECK(in_a_child(count_interfaces_up) == 0);
}

TEST_CASE("a worker's segment cannot be truncated, whoever holds its descriptor") {
  const Fd memfd = Segment::create().value();
  CHECK(::ftruncate(memfd.get(), 0) != 0);
  CHECK(errno == EPERM);
  CHECK(::ftruncate(memfd.get(), 1 << 30) != 0);
  CHECK(errno == EPERM);
}

TEST_CASE("root is left for good") {
  if (::getuid() != 0) return;
  CHECK(in_a_child([] { return drop_root() && ::setuid(0) != 0 && ::getgid() != 0 ? 0 : 1; }) == 0);
}

}  // namespace skep::escape
