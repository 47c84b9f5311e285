// Regular expression literals: checked when a script is loaded, and made ours where the engine
// takes less than the standard.
//
// The engine keeps the literals it can run. Others (flags, named groups, look-behind, what its
// dialect lacks) become `__swc._regexp("pattern", "flags")`, which makes a new object each time as
// a literal does. Lines are never added or removed.
#pragma once

#include <string>
#include <string_view>

#include <duktape.h>

namespace skep {

// What is wrong with a pattern and its flags, by the standard; empty if nothing is.
std::string regexp_complaint(std::string_view pattern, std::string_view flags);

// The value of a string literal as swc prints it.
std::string string_literal_value(std::string_view literal);

std::string replace_regexp_literals(std::string code, duk_context* heap);

}  // namespace skep
