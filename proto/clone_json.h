// Structured clones as JSON, and JSON as structured clones: how values cross between workers and
// clients of the control socket. Pure functions; docs/values.md has the two forms.
//
// Clones come from hostile workers, JSON from clients. Either direction is bounded in depth, time
// and memory by what it was given, and refuses with a sentence.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "proto/control_json.h"

namespace skep::control {

// plain: what JSON.stringify would make. tagged: nothing is lost, by objects with a key like $map.
enum class ValueForm : uint8_t { plain, tagged };

// "plain", "tagged"; nothing for any other word.
std::optional<ValueForm> value_form(std::string_view name);

// Arrays and objects in each other, in the clone and in the JSON made of it or given.
inline constexpr size_t max_value_nesting = 256;
// What the JSON made of one clone may take, in memory and about so on a line; less for a small one.
inline constexpr size_t max_value_bytes = 64u << 20;

struct JsonValue {
  Json data;
  bool lossy = false;  // plain only: something in it is not what the worker posted
};

// Nothing when `clone` is malformed, too deep, or too large as JSON; `problem` says which.
std::optional<JsonValue> json_of_clone(std::span<const std::byte> clone, ValueForm form,
                                       std::string& problem);

// Nothing when `value` is too deep, or not in the tagged form though it should be; `problem` says
// what is wrong. What comes out is accepted by every worker.
std::optional<std::string> clone_of_json(const Json& value, ValueForm form, std::string& problem);

// The clone of an Error: what a host function that failed throws into the worker. A name that is
// not one of the engine's own becomes the object's `name` all the same. UTF-8; what is not becomes
// U+FFFD.
std::string clone_of_error(std::string_view name, std::string_view message, std::string_view stack);

}  // namespace skep::control
