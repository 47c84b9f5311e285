// What `skep run` and `skep spawn` were asked to do.
#pragma once

#include <string>
#include <vector>

#include "cli/commands/command_line.h"
#include "cli/script_place.h"
#include "proto/control_limits.h"
#include "proto/limits.h"

namespace skep::cli {

struct RunOptions {
  ScriptPlace script;
  std::string name;
  std::vector<std::string> arguments;
  WorkerLimits limits;  // those that are not given are the defaults of this release
  std::vector<const control::Limit*> given_limits;
  bool json = false;
  bool keep_alive = false;
  bool module = false;
  bool exec_per_worker = false;
};

// The options that both have.
inline constexpr Option root_option = {
    .names = "--root",
    .value = "DIR",
    .meaning = "the script root: nothing outside it is read; default: the directory of FILE",
    .offers = Offers::directories};
inline constexpr Option name_option = {
    .names = "--name", .value = "NAME", .meaning = "self.name of the root worker"};
inline constexpr Option module_option = {
    .names = "--module", .value = "", .meaning = "FILE is a module, as every .mjs and .mts is"};
inline constexpr Option limit_option = {
    .names = "--limit",
    .value = "KEY=VALUE",
    .meaning = "what one worker may use; may be repeated, see below",
    .repeatable = true};

// What help says of --limit.
std::string limits_and_defaults();

// From the words of either command. Throws UsageError or LoadError.
RunOptions read_run_options(const CommandLine& line);

// From the words after `skep run`; false when they ask for help.
bool parse_run_options(const std::vector<std::string>& words, RunOptions& options);

}  // namespace skep::cli
