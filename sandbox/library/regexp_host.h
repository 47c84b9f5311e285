// The two functions behind the library's RegExp (sandbox/library/regexp.js): regexp/ for the
// engine.
#pragma once

#include <duktape.h>

namespace skep {

// (pattern, flags): {program, groups, names}: the program as a buffer, the number of groups, and
// each named group's name and number in turn. `flags` is a sum of regexp::Flag values. Throws a
// SyntaxError.
duk_ret_t regexp_compile(duk_context* heap);

// (program, text, start, search): where each group begins and ends, one after the other, -1 for
// what caught nothing; null when there is no match.
duk_ret_t regexp_match(duk_context* heap);

}  // namespace skep
