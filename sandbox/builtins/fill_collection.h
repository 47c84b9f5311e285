// What the constructors of Map, Set, WeakMap and WeakSet do with their argument.
// https://tc39.es/ecma262/#sec-add-entries-from-iterable
#pragma once

#include <duktape.h>

namespace skep {

// The value at index 0, unless it is undefined or null, is an iterable of what the new collection
// at index 1, the top, is filled with, through its method `set` (entries) or `add` (values),
// whatever a script has made of that. `type` is its name in messages.
enum class Filling { entries, values };
void fill_collection(duk_context* ctx, Filling filling, const char* type);

}  // namespace skep
