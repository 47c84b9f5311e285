// Writes the identifiers that the engine cannot read in a way that it can.
//
// The engine takes no zero-width joiner and no character outside the basic plane in an identifier
// (it sees such a character as two surrogates). The name of a property becomes a string, which
// means the same: `a.𠮷` is `a["𠮷"]`. The name of a variable is spelled with the numbers of those
// characters; it is seen only as a function's name or as a property of the global object.
//
// Lines are never added or removed.
#pragma once

#include <string>
#include <string_view>

namespace skep {

// Whether the engine cannot read this identifier.
bool engine_refuses_identifier(std::string_view word);

std::string spell_identifiers_for_engine(std::string code);

}  // namespace skep
