// Which events a test means.
#pragma once

#include <functional>
#include <string>

#include <nlohmann/json.hpp>

namespace skep::harness {

using Json = nlohmann::json;

// Some of the members that an event must have: {{"type", "console"}, {"text", "hello"}}. Members
// that are not named may be anything. A string that starts with '~' stands for every string that
// contains the rest: {{"message", "~boom"}}.
bool matches(const Json& value, const Json& pattern);

// For what members cannot say.
using Condition = std::function<bool(const Json&)>;

}  // namespace skep::harness
