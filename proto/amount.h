// An amount as a person writes it and as the protocol counts it: "64MiB", "1.5s", "16".
//
// The command line's --limit and the daemon's configuration file read amounts with the same
// parser, so that what one takes the other does too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "proto/control_limits.h"

namespace skep {

// The amount in bytes, milliseconds, or things. Sizes take K, M, G (of 1024; KB and KiB are the
// same) or nothing for bytes; times take ms, s, m, h and need one; counts are plain numbers.
// Fractions are allowed before a unit. "0" needs none. Nothing if the text is no such amount.
std::optional<uint64_t> parse_amount(std::string_view text, control::Unit unit);

// What to write instead: "a time with its unit, for example 500ms, 2s, 5m or 1h".
std::string_view amount_advice(control::Unit unit);

// The amount as a person would write it: "64 MiB", "2 s", "16".
std::string show_amount(control::Unit unit, uint64_t amount);

}  // namespace skep
