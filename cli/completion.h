// Completion scripts for shells, made from the table of commands.
#pragma once

#include <string>

namespace skep::cli {

std::string bash_completion();
std::string zsh_completion();

}  // namespace skep::cli
