// One event of the daemon on one line, for a person.
#pragma once

#include <string>

#include "cli/show/color.h"
#include "proto/control_json.h"

namespace skep::cli {

// What may be asked for; `lost` comes unasked.
inline constexpr std::string_view event_types =
    "spawned started state console console-lost message message-refused error exit limit zygote "
    "service reloaded";

// "14:03:59.120  exit     7 rules  out-of-memory: …", newline included.
std::string event_line(const control::Json& event, const Colors& colors);

}  // namespace skep::cli
