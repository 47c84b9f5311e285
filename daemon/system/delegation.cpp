#include "daemon/system/delegation.h"

#include <fcntl.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/log.h"

namespace skep {
namespace {

// The line of the unified hierarchy is "0::/path".
Result<std::string> own_group(const CgroupPlace& place) {
  const size_t slash = place.membership.rfind('/');
  const ControlGroup directory(place.membership.substr(0, slash));
  TRY(const std::string text, directory.get(place.membership.c_str() + slash + 1));
  constexpr std::string_view start = "0::/";
  size_t at = text.starts_with(start) ? 0 : text.find("\n0::/");
  if (at == std::string::npos) return errno_error(ENOENT);
  if (at != 0) ++at;
  at += start.size() - 1;
  const std::string path = text.substr(at, text.find('\n', at) - at);
  return place.mount + (path == "/" ? "" : path);
}

bool has_word(std::string_view list, std::string_view word) {
  const std::string padded = " " + std::string(list) + " ";
  return padded.find(" " + std::string(word) + " ") != std::string::npos;
}

// systemd 251 and later marks what it delegates so that everybody can read it; before, only root.
bool is_delegated(const std::string& path) {
  for (const char* mark : {"user.delegate", "trusted.delegate"}) {
    char value = 0;
    if (::getxattr(path.c_str(), mark, &value, 1) == 1 && value == '1') return true;
  }
  return false;
}

std::nullopt_t without(std::string_view why) {
  log::notice("workers get no control groups: {}", why);
  return std::nullopt;
}

}  // namespace

std::optional<Delegation> take_over_delegation(const CgroupPlace& place) {
  const Result<std::string> path = own_group(place);
  if (!path) return without("there is no unified hierarchy");
  if (!is_delegated(*path)) return without(*path + " is not delegated to this service");
  Delegation delegation{ControlGroup(*path)};
  const std::string given = value_or(delegation.group.get("cgroup.controllers"), std::string());
  if (!has_word(given, "memory") || !has_word(given, "pids")) {
    return without(fmt::format("{} has not the controllers memory and pids", *path));
  }
  delegation.cpu = has_word(given, "cpu");

  const ControlGroup supervisor = delegation.group.below("supervisor");
  const auto failed = [](std::string_view what, const Error& error) {
    return without(fmt::format("cannot {}: {}", what, error.message()));
  };
  if (const auto made = supervisor.make(); !made && made.error() != errno_error(EEXIST)) {
    return failed("make " + supervisor.path(), made.error());
  }
  if (const auto moved = supervisor.set("cgroup.procs", "0"); !moved) {
    return failed("move to " + supervisor.path(), moved.error());
  }
  const char* wanted = delegation.cpu ? "+memory +pids +cpu" : "+memory +pids";
  if (const auto set = delegation.group.set("cgroup.subtree_control", wanted); !set) {
    return failed("enable controllers in " + *path, set.error());
  }
  return delegation;
}

}  // namespace skep
