// skep run: one script, its own supervisor, until the root of the tree is gone.
#include "cli/run.h"

#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"

namespace skep::cli {
namespace {

constexpr Option options[] = {
    root_option,
    name_option,
    module_option,
    limit_option,
    {.names = "--keep-alive",
     .value = "",
     .meaning = "do not end when no worker can ever do anything again",
     .may_be_negated = true},
    {.names = "--exec-per-worker",
     .value = "",
     .meaning = "an address-space layout of its own for each worker; slower to start"},
};
constexpr Option common[] = {json_option, help_option};

ExitStatus run(const CommandLine& line) {
  RunOptions chosen = read_run_options(line);
  chosen.exec_per_worker = line.has("--exec-per-worker");
  return run_tree(chosen, {.spawn = spawn_params(chosen)});
}

}  // namespace

constinit const Command run_command = {
    .name = "run",
    .summary = "run a script and the workers it makes",
    .description =
        "Runs FILE as the root worker of a tree, under a supervisor of its own, and "
        "prints its console. It ends when the root is gone, with a status that says "
        "how.",
    .examples =
        "skep run main.js\n"
        "skep run --root . src/main.ts          scripts may be read anywhere below .\n"
        "skep run --limit memory=32M --limit wall=10s main.js\n"
        "skep run --json main.js | jq -c 'select(.type == \"exit\")'\n",
    .arguments = {.shown = "FILE [-- ARGS...]",
                  .least = 1,
                  .most = any_number,
                  .offers = Offers::files,
                  .choices = {},
                  .when_missing = "name the script to run: skep run FILE."},
    .options = options,
    .common = common,
    .more = limits_and_defaults,
    .run = run,
};

}  // namespace skep::cli
