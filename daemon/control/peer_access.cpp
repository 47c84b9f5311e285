#include "daemon/control/peer_access.h"

#include <algorithm>
#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace skep {
namespace {

constexpr size_t database_buffer = 64 * 1024;

std::optional<gid_t> group_id(const std::string& name) {
  if (name.empty()) return std::nullopt;
  std::vector<char> buffer(database_buffer);
  group entry;
  group* found = nullptr;
  if (::getgrnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 ||
      found == nullptr) {
    return std::nullopt;
  }
  return entry.gr_gid;
}

// All groups of a user; only its primary one when the database does not know it.
std::vector<gid_t> groups_of(uid_t uid, gid_t primary) {
  std::vector<char> buffer(database_buffer);
  passwd entry;
  passwd* found = nullptr;
  if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) {
    return {primary};
  }
  int count = 64;
  std::vector<gid_t> groups(static_cast<size_t>(count));
  if (::getgrouplist(entry.pw_name, primary, groups.data(), &count) < 0) {
    groups.resize(static_cast<size_t>(count));
    if (::getgrouplist(entry.pw_name, primary, groups.data(), &count) < 0) return {primary};
  }
  groups.resize(static_cast<size_t>(count));
  return groups;
}

bool is_member(const std::vector<gid_t>& groups, const std::string& name) {
  const auto id = group_id(name);
  return id && std::ranges::find(groups, *id) != groups.end();
}

}  // namespace

Result<Peer> peer_of(int socket, const AccessGroups& groups) {
  ucred credentials;
  socklen_t length = sizeof credentials;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) {
    return last_error();
  }
  Peer peer = {credentials.uid, credentials.pid, std::nullopt};
  if (credentials.uid == 0 || credentials.uid == ::geteuid()) {
    peer.access = control::Access::admin;
    return peer;
  }
  const std::vector<gid_t> memberships = groups_of(credentials.uid, credentials.gid);
  if (is_member(memberships, groups.admin)) {
    peer.access = control::Access::admin;
  } else if (is_member(memberships, groups.read_only)) {
    peer.access = control::Access::read_only;
  }
  return peer;
}

}  // namespace skep
