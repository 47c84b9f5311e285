// The part of the manual page that lists commands and options, made from the table.
#pragma once

#include <string>

namespace skep::cli {

// In scdoc(5), from "# COMMANDS" up to and including "# EXIT STATUS".
std::string manual_sections();

}  // namespace skep::cli
