#include "cli/socket_place.h"

#include <cstdlib>
#include <cstring>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace skep::cli {
namespace {

constexpr const char* system_socket = "/run/skep/control.sock";

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// Empty when nobody can tell.
std::string group_of(const std::string& socket) {
  struct stat about;
  if (::stat(socket.c_str(), &about) != 0) {
    // A directory on the way may be closed to us; it has the same group.
    const std::string directory = socket.substr(0, socket.rfind('/') + 1);
    if (directory.empty() || ::stat(directory.c_str(), &about) != 0) return {};
  }
  const group* found = ::getgrgid(about.st_gid);
  return found != nullptr ? std::string(found->gr_name) : fmt::format("{}", about.st_gid);
}

}  // namespace

std::string find_socket(const std::string& option) {
  if (!option.empty()) return option;
  if (std::string named = variable("SKEP_SOCKET"); !named.empty()) return named;
  if (::access(system_socket, F_OK) == 0) return system_socket;
  const std::string runtime = variable("XDG_RUNTIME_DIR");
  // The specification: a relative path is to be ignored.
  if (runtime.starts_with('/')) return runtime + "/skep/control.sock";
  return system_socket;
}

CommandFailure unreachable(const std::string& socket, int error) {
  const std::string how = socket == system_socket ? std::string("systemctl start skepd.socket")
                                                  : fmt::format("skepd --socket {}", socket);
  return {ExitStatus::supervisor_lost, fmt::format("no daemon answers at {} ({}). Start it: {}",
                                                   socket, std::strerror(error), how)};
}

CommandFailure permission_denied(const std::string& socket, const std::string& told) {
  std::string sentence = fmt::format("permission denied at {}", socket);
  if (!told.empty()) sentence += ": " + told;
  if (const std::string group = group_of(socket); !group.empty()) {
    sentence += fmt::format(
        "\nskep: the socket's group is {0}; to join it: sudo adduser $USER {0}, "
        "then log in again",
        group);
  }
  return {ExitStatus::permission_denied, sentence};
}

}  // namespace skep::cli
