// JSON that the user gives on the command line.
#pragma once

#include <string>

#include "cli/commands/command.h"
#include "proto/control_json.h"

namespace skep::cli {

inline constexpr Option tagged_option = {
    .names = "--tagged",
    .value = "",
    .meaning = "values are in the tagged form, which has dates, maps, undefined and more"};

// One JSON value; "-" reads it from standard input, of which at most one request's worth is taken.
// Throws UsageError that says where it breaks.
control::Json read_json_argument(const std::string& word);

// Standard input up to its end, at most `most` bytes of it. Throws UsageError that names `what`.
std::string read_standard_input(size_t most, std::string_view what);

}  // namespace skep::cli
