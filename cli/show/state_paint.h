// How states, reasons and scripts look in tables: `ps`, `top`, `events`.
#pragma once

#include <string>
#include <string_view>

#include "cli/show/color.h"

namespace skep::cli {

Paint paint_of_state(std::string_view state);

// Green for an end that nobody needs to look at, yellow for one that was asked for, red else.
Paint paint_of_reason(std::string_view reason);

// A script URL without the origin that all of them share.
std::string shown_script(std::string_view url);

}  // namespace skep::cli
