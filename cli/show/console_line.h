// One call of console.*, as `logs` and `events` print it.
#pragma once

#include <string>

#include "cli/show/color.h"
#include "proto/control_json.h"

namespace skep::cli {

// The text of a log entry or console event, newline included. The level shows as colour; `times`
// puts the clock before it. The worker's text is printed as it is, as `run` does.
std::string console_line(const control::Json& entry, bool times, const Colors& colors);

}  // namespace skep::cli
