// Finds what stands outside quotes and comments of a TOML text but is not ASCII.
//
// No TOML has that, and toml++ asks of such characters in a way that is undefined behaviour, so it
// is never shown them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace skep {

// Bytes from the start to the first such character. A byte-order mark at the start is none.
std::optional<size_t> first_bare_character_beyond_ascii(std::string_view text);

}  // namespace skep
