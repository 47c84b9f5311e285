// UTF-8 of sources: decoded as the Encoding Standard does it, and well-formed from then on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace skep {

// "UTF-8 decode", as UTF-8: without the byte-order mark that may stand in front, and with U+FFFD
// for each maximal piece that is malformed: overlong forms, surrogates, what is above U+10FFFF.
// https://encoding.spec.whatwg.org/#utf-8-decode
std::string decode_utf8(std::string_view bytes);

// The number of UTF-16 code units of well-formed `text`: columns are counted in them.
size_t count_utf16_units(std::string_view text);

}  // namespace skep
