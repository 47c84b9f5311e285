// Where the shared daemon's socket lies, and what to say when it cannot be used.
#pragma once

#include <string>

#include "cli/command_failure.h"

namespace skep::cli {

// `option`: what --socket said, or nothing. Then $SKEP_SOCKET, then the system's daemon if its
// socket exists, then the user's own.
std::string find_socket(const std::string& option);

// Status 3, how to start it included. `error` is an errno.
CommandFailure unreachable(const std::string& socket, int error);

// Status 4, with the socket and the group that it belongs to. `told`: the daemon's own words, if it
// said any.
CommandFailure permission_denied(const std::string& socket, const std::string& told);

}  // namespace skep::cli
