// skep completion: what a shell needs to complete our command line, made from the table.
#include "cli/completion.h"

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/limit_option.h"
#include "cli/standard_output.h"

namespace skep::cli {
namespace {

ExitStatus run(const CommandLine& line) {
  const std::string& shell = line.arguments()[0];
  if (shell == "bash") {
    print_out(bash_completion());
  } else if (shell == "zsh") {
    print_out(zsh_completion());
  } else {
    throw UsageError(fmt::format("there is completion for bash and zsh, not for \"{}\".", shell));
  }
  return ExitStatus::done;
}

}  // namespace

constinit const Command completion_command = {
    .name = "completion",
    .summary = "print completion for bash or zsh",
    .description =
        "Prints a script that makes the shell complete commands, options and workers. "
        "The Debian package installs both.",
    .examples =
        "skep completion bash > ~/.local/share/bash-completion/completions/skep\n"
        "skep completion zsh > ~/.zfunc/_skep\n",
    .arguments = {.shown = "SHELL",
                  .least = 1,
                  .most = 1,
                  .offers = Offers::choices,
                  .choices = "bash zsh",
                  .when_missing = "name the shell: skep completion bash, or zsh."},
    .options = {},
    .common = only_help,
    .more = nullptr,
    .run = run,
};

}  // namespace skep::cli
