// Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace skep {

// Offset of the first byte that is not part of a well-formed sequence; npos when all is well.
size_t find_invalid_utf8(std::string_view text);

// The number of UTF-16 code units of well-formed `text`: columns are counted in them.
size_t count_utf16_units(std::string_view text);

}  // namespace skep
