// Top-level lexical names that are also read-only attributes of the global scope.
//
// `const location = …` makes a binding of its own in the standard. Lowered to `var`, it would be an
// assignment to the global's accessor, which ignores it: a wrong result without any error. So such
// a script first turns that one attribute into a plain, writable property of the same value.
#pragma once

#include <string>
#include <string_view>

namespace skep {

// `code`, lowered from `source`, with what it takes to let it declare such names. Line numbers
// stay.
std::string allow_shadowed_globals(std::string code, std::string_view source);

}  // namespace skep
