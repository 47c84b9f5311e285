// Where the command keeps what should outlive it: the history of `repl`.
#pragma once

#include <string>

namespace skep::cli {

// $XDG_STATE_HOME/skep or ~/.local/state/skep, made if it is not there; only its owner can read it.
// Empty when there is no such place or it cannot be made.
std::string state_directory();

}  // namespace skep::cli
