// Standard output for commands that print and end: everything arrives, or the command says why not.
#pragma once

#include <string_view>

#include "proto/control_json.h"

namespace skep::cli {

// Writes all of it now. A reader that closed the pipe ends the command silently with status 141,
// anything else with a sentence: thrown as a CommandFailure.
void print_out(std::string_view text);

// One value on one line.
void print_json(const control::Json& value);

}  // namespace skep::cli
