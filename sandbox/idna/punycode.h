// Punycode, as RFC 3492 has it: a label of any characters as one of ASCII letters, digits and
// hyphens.
#pragma once

#include <string>
#include <string_view>

namespace skep {

// Adds the encoding to `out`. False if a number overflows: the label is then far too long.
bool punycode_encode(std::u32string_view label, std::string& out);

// False if `encoded` is not the encoding of anything. Letters count in either case.
bool punycode_decode(std::string_view encoded, std::u32string& out);

}  // namespace skep
