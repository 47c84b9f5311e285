// One request for each WORKER of the command line: the others are asked also when one fails.
#pragma once

#include <functional>

#include "cli/commands/commands.h"

namespace skep::cli {

// Calls `ask` with each worker's id. What fails is told on stderr as it happens; the status is the
// last failure's, or 0.
ExitStatus for_each_worker(const CommandLine& line,
                           const std::function<void(ControlClient&, uint64_t)>& ask);

}  // namespace skep::cli
