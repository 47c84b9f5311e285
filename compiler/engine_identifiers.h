// Writes the identifiers that the engine cannot read in a way that it can.
//
// The engine takes no zero-width joiner, no character outside the basic plane (it sees two
// surrogates) and not every character inside it that the standard allows in an identifier. The name
// of a property becomes a string, which means the same: `a.𠮷` is `a["𠮷"]`. The name of a variable
// is spelled with the numbers of such characters; it is seen only as a function's name or as a
// property of the global object.
//
// Lines are never added or removed.
#pragma once

#include <string>
#include <string_view>

#include <duktape.h>

namespace skep {

// Whether the word has a character outside the basic plane.
bool has_astral_character(std::string_view word);

std::string spell_identifiers_for_engine(std::string code, duk_context* heap);

}  // namespace skep
