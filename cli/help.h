// What --help prints, made from the table of commands: examples first.
#pragma once

#include <string>

#include "cli/commands/command.h"

namespace skep::cli {

// `skep --help`.
std::string help_text();

// `skep COMMAND --help`.
std::string help_text(const Command& command);

// "skep ps [OPTIONS]": the usage line.
std::string usage_line(const Command& command);

// The exit statuses: the number, and when the command ends with it.
struct StatusMeaning {
  std::string_view status;
  std::string_view meaning;
};
std::span<const StatusMeaning> exit_statuses();

}  // namespace skep::cli
