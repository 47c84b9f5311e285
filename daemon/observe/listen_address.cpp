#include "daemon/observe/listen_address.h"

#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <fmt/format.h>

namespace skep {
namespace {

constexpr std::string_view unix_prefix = "unix:";
constexpr uint32_t loopback_network = 127;  // the first byte of 127.0.0.0/8
constexpr int backlog = 16;

bool parse_port(std::string_view text, uint16_t& port) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

Result<Fd> bound(int family, const sockaddr* address, socklen_t length) {
  TRY(Fd socket, adopt_fd(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)));
  if (family != AF_UNIX) {
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  }
  if (::bind(socket.get(), address, length) != 0) return last_error();
  return socket;
}

// Only a socket that refuses connections is known to be left over.
bool is_left_over(const sockaddr_un& address) {
  struct stat about;
  if (::lstat(address.sun_path, &about) != 0 || !S_ISSOCK(about.st_mode)) return false;
  const Fd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!probe) return false;
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  return ::connect(probe.get(), generic, sizeof address) != 0 && errno == ECONNREFUSED;
}

Result<Fd> bind_unix(const UnixAddress& where) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, where.path.data(), where.path.size());
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  Result<Fd> socket = bound(AF_UNIX, generic, sizeof address);
  if (!socket && socket.error() == errno_error(EADDRINUSE) && is_left_over(address)) {
    ::unlink(address.sun_path);
    socket = bound(AF_UNIX, generic, sizeof address);
  }
  // Nobody can connect before listen(), so nobody meets it under the mode of the umask.
  if (socket && ::chmod(address.sun_path, 0660) != 0) return last_error();
  return socket;
}

Result<Fd> bind_loopback(const LoopbackAddress& where) {
  if (where.version_6) {
    sockaddr_in6 address = {};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    address.sin6_port = htons(where.port);
    return bound(AF_INET6, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(where.address_4);
  address.sin_port = htons(where.port);
  return bound(AF_INET, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

}  // namespace

bool parse_listen_address(std::string_view text, ListenAddress& address, std::string& problem) {
  if (text.starts_with(unix_prefix)) {
    const std::string_view path = text.substr(unix_prefix.size());
    if (!path.starts_with('/') || path.size() >= sizeof(sockaddr_un::sun_path) ||
        path.find('\0') != std::string_view::npos) {
      problem = fmt::format("\"{}\" needs an absolute path of at most {} bytes after unix:", text,
                            sizeof(sockaddr_un::sun_path) - 1);
      return false;
    }
    address = UnixAddress{std::string(path)};
    return true;
  }
  const size_t colon = text.rfind(':');
  LoopbackAddress loopback;
  if (colon == std::string_view::npos || !parse_port(text.substr(colon + 1), loopback.port)) {
    problem = fmt::format("\"{}\" is neither unix:PATH nor ADDRESS:PORT", text);
    return false;
  }
  const std::string host(text.substr(0, colon));
  in_addr parsed;
  if (host == "[::1]") {
    loopback.version_6 = true;
  } else if (::inet_pton(AF_INET, host.c_str(), &parsed) == 1 &&
             ntohl(parsed.s_addr) >> 24 == loopback_network) {
    loopback.address_4 = ntohl(parsed.s_addr);
  } else {
    problem = fmt::format(
        "\"{}\" is not an address of this machine alone: metrics are served on unix:PATH, "
        "127.0.0.1:PORT or [::1]:PORT only",
        text);
    return false;
  }
  address = loopback;
  return true;
}

Result<Fd> listen_on(const ListenAddress& address) {
  const auto* local = std::get_if<UnixAddress>(&address);
  TRY(Fd socket,
      local != nullptr ? bind_unix(*local) : bind_loopback(std::get<LoopbackAddress>(address)));
  if (::listen(socket.get(), backlog) != 0) return last_error();
  return socket;
}

}  // namespace skep
