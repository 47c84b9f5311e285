// What `skep run` was asked to do.
#pragma once

#include <string>
#include <vector>

#include "cli/script_place.h"
#include "proto/limits.h"

namespace skep::cli {

struct RunOptions {
  ScriptPlace script;
  std::string name;
  std::vector<std::string> arguments;
  WorkerLimits limits;
  bool json = false;
  bool keep_alive = false;
};

// Reads the words after `skep run`. Nothing when they asked for help, which is printed then. Throws
// UsageError or LoadError.
bool parse_run_options(const std::vector<std::string>& words, RunOptions& options);

}  // namespace skep::cli
