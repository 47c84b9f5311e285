#include "daemon/observe/listen_address.h"

#include <fcntl.h>
#include <filesystem>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <doctest/doctest.h>

namespace skep {
namespace {

// A path for a socket, gone with the test.
class SocketPath {
 public:
  SocketPath() {
    std::string pattern = (std::filesystem::temp_directory_path() / "skep-listen-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
  }
  ~SocketPath() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  SocketPath(const SocketPath&) = delete;
  SocketPath& operator=(const SocketPath&) = delete;
  std::string path() const { return directory_ + "/metrics.sock"; }

 private:
  std::string directory_;
};

TEST_CASE("Unix paths and loopback addresses are understood") {
  ListenAddress address;
  std::string problem;
  REQUIRE(parse_listen_address("unix:/run/skep/metrics.sock", address, problem));
  CHECK(std::get<UnixAddress>(address).path == "/run/skep/metrics.sock");
  REQUIRE(parse_listen_address("127.0.0.1:9464", address, problem));
  CHECK(std::get<LoopbackAddress>(address).port == 9464);
  REQUIRE(parse_listen_address("127.9.9.9:1", address, problem));
  CHECK(std::get<LoopbackAddress>(address).address_4 == 0x7f090909);
  REQUIRE(parse_listen_address("[::1]:80", address, problem));
  CHECK(std::get<LoopbackAddress>(address).version_6);
}

TEST_CASE("an address that others could reach is refused, with a reason") {
  for (const std::string_view text : {"0.0.0.0:9464", "192.168.0.1:9464", "[::]:9464",
                                      "[fe80::1]:9464", "localhost:9464", "128.0.0.1:1"}) {
    CAPTURE(text);
    ListenAddress address;
    std::string problem;
    CHECK_FALSE(parse_listen_address(text, address, problem));
    CHECK(problem.find("this machine alone") != std::string::npos);
  }
}

TEST_CASE("what is no address is refused") {
  const std::string long_path = "unix:/" + std::string(200, 'x');
  for (const std::string_view text :
       {std::string_view(""), std::string_view("9464"), std::string_view("127.0.0.1"),
        std::string_view("127.0.0.1:"), std::string_view("127.0.0.1:65536"),
        std::string_view("127.0.0.1:80x"), std::string_view("unix:"),
        std::string_view("unix:relative.sock"), std::string_view(long_path)}) {
    CAPTURE(text);
    ListenAddress address;
    std::string problem;
    CHECK_FALSE(parse_listen_address(text, address, problem));
    CHECK(!problem.empty());
  }
}

TEST_CASE("a socket that was left over is replaced") {
  const SocketPath where;
  { REQUIRE(listen_on(UnixAddress{where.path()}).has_value()); }
  // Closed, but its name is still there.
  REQUIRE(std::filesystem::exists(where.path()));
  const Result<Fd> again = listen_on(UnixAddress{where.path()});
  REQUIRE(again.has_value());
  struct stat about;
  REQUIRE(::stat(where.path().c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0660);
}

TEST_CASE("a socket that somebody listens on is left alone") {
  const SocketPath where;
  const Result<Fd> first = listen_on(UnixAddress{where.path()});
  REQUIRE(first.has_value());
  const Result<Fd> second = listen_on(UnixAddress{where.path()});
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error() == errno_error(EADDRINUSE));
}

TEST_CASE("a file that is not a socket is left alone") {
  const SocketPath where;
  const Fd file(::open(where.path().c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  REQUIRE(file.get() >= 0);
  CHECK_FALSE(listen_on(UnixAddress{where.path()}).has_value());
  CHECK(std::filesystem::is_regular_file(where.path()));
}

}  // namespace
}  // namespace skep
