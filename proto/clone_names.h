// The words that the tagged form of values has for parts of a structured clone.
#pragma once

#include <array>
#include <string_view>

#include "proto/value_tags.h"

namespace skep::control {

// By ViewKind.
inline constexpr std::array<std::string_view, 10> view_names = {
    "DataView",    "Int8Array",  "Uint8Array",  "Uint8ClampedArray", "Int16Array",
    "Uint16Array", "Int32Array", "Uint32Array", "Float32Array",      "Float64Array",
};
// Bytes of one element, by ViewKind.
inline constexpr std::array<uint32_t, 10> view_element_bytes = {1, 1, 1, 1, 2, 2, 4, 4, 4, 8};

// By ErrorName.
inline constexpr std::array<std::string_view, 7> error_names = {
    "Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError",
};

// A platform object that only the supervisor writes: an Error whose name is none of those.
inline constexpr std::string_view named_error_kind = "NamedError";

// The largest time that a Date holds, in milliseconds either side of 1970.
inline constexpr double max_date_ms = 8.64e15;

}  // namespace skep::control
