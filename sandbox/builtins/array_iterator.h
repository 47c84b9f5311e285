// The iterators of arrays, typed arrays and strings.
// https://tc39.es/ecma262/#sec-array-iterator-objects, #sec-string-iterator-objects
#pragma once

#include <duktape.h>

namespace skep {

// values(), keys() and entries() of arrays; the magic is an IterationKind.
duk_ret_t array_iterator(duk_context* ctx);
duk_ret_t array_iterator_next(duk_context* ctx);

// Both prototypes, and the methods of Array.prototype and String.prototype that make iterators.
void define_array_iterator(duk_context* ctx);

}  // namespace skep
