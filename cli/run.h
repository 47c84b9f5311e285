// `skep run`: one script, its own supervisor, until the root of the tree is gone.
#pragma once

#include "cli/run_options.h"
#include "proto/exit_status.h"

namespace skep::cli {

ExitStatus run_script(const RunOptions& options);

}  // namespace skep::cli
