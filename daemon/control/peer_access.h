// What the process at the other end of a socket may do: by who it was when it connected.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "daemon/control/caller.h"

namespace skep {

// The groups of the configuration whose members are let in; empty: none.
struct AccessGroups {
  std::string admin;
  std::string read_only;
};

// Who connected, as the kernel says it (SO_PEERCRED), and what it may do. Root and the daemon's own
// user administrate. Supplementary groups come from the user database, never from the process.
struct Peer {
  uint32_t uid = 0;
  int pid = 0;
  std::optional<control::Access> access;  // nothing: it is not let in
};
Result<Peer> peer_of(int socket, const AccessGroups& groups);

}  // namespace skep
