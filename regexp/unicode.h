// What Unicode says of characters, as far as regular expressions ask: the sets behind \p{…} and
// which characters differ in case only. The tables are made at build time
// (tools/unicode-tables.js).
#pragma once

#include <optional>
#include <string_view>

#include "regexp/character_set.h"

namespace skep::regexp {

// The set of \p{NAME} or \p{NAME=VALUE}, the text between the braces; none if there is no such.
std::optional<CharacterSet> unicode_property(std::string_view expression);

// The character that stands for all that are the same without regard to case: the standard's
// Canonicalize. With flag u by simple case folding, without it by the upper case of UTF-16 units.
uint32_t canonicalize(uint32_t point, bool unicode);

// Adds to a set in order every character whose canonical one is that of a member.
CharacterSet close_over_case(const CharacterSet& set, bool unicode);

}  // namespace skep::regexp
