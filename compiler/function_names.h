// Gives functions the names that the standard infers and swc's output lost.
//
// `f = () => 1`, a default value or a class field names an anonymous function. The engine does not;
// swc names what `var` initializes and what stands in an object literal, and where that name would
// hide one that the body uses, it appends a number (`var f = function f1() { f(); }`). Such a
// function becomes `__swc._name("f", function …)`, which sets the property `name` and nothing else:
// a name in the function itself would be a binding of its own.
//
// Lines are never added or removed.
#pragma once

#include <string>
#include <string_view>

namespace skep {

// `code` is swc's output, tidied; `source` is what it was made from.
std::string infer_function_names(std::string code, std::string_view source);

}  // namespace skep
