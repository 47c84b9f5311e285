// Which characters names of JavaScript consist of, by their general category.
// https://www.unicode.org/reports/tr31/#Table_Lexical_Classes_for_Identifiers
#pragma once

#include <cstdint>

namespace skep {

// https://tc39.es/ecma262/#prod-IdentifierStart
bool is_identifier_start(uint32_t point);
// https://tc39.es/ecma262/#prod-IdentifierPart
bool is_identifier_part(uint32_t point);

}  // namespace skep
