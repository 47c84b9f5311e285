// One tree of workers, from here to its end.
#pragma once

#include <string>

#include "cli/run_options.h"
#include "cli/tree_session.h"

namespace skep::cli {

// With a supervisor of its own.
ExitStatus run_tree(const RunOptions& options, TreeRequest request);

// Under the daemon at this socket. Throws CommandFailure when it cannot be reached.
ExitStatus run_tree_at(const RunOptions& options, TreeRequest request, const std::string& socket);

}  // namespace skep::cli
