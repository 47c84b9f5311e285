// WORKER on the command line: an id, or the name of exactly one worker that lives.
#pragma once

#include <cstdint>
#include <string>

#include "cli/control_client.h"

namespace skep::cli {

// Asks the daemon only when the word is not a number. Throws CommandFailure when no worker, or more
// than one, has the name.
uint64_t find_worker(ControlClient& client, const std::string& word);

}  // namespace skep::cli
