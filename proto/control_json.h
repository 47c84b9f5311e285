// JSON as it crosses the control socket: bounded when read, always valid UTF-8 when written.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace skep::control {

// Keeps the order of members, so that a person reads "type" before the details.
using Json = nlohmann::ordered_json;

// One value on one line, newline included. Bytes that are not UTF-8 become U+FFFD.
std::string to_line(const Json& value);

// Nothing unless `line` is exactly one JSON value, in UTF-8, nested at most max_nesting deep. The
// depth is checked first: handling a deep value needs a stack as deep. `problem` says what is
// wrong.
std::optional<Json> parse_line(std::string_view line, std::string& problem);

}  // namespace skep::control
