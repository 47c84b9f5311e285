// Methods of arrays and strings that the engine lacks and script calls in loops.
// https://tc39.es/ecma262/#sec-properties-of-the-array-prototype-object
#pragma once

#include <duktape.h>

namespace skep {

void define_array_methods(duk_context* ctx);
void define_array_from(duk_context* ctx);  // array_from.cpp: Array.from, flat, flatMap
void define_string_methods(duk_context* ctx);

// LengthOfArrayLike of the object at `index`.
double length_of_array_like(duk_context* ctx, duk_idx_t index);
// Pushes the element.
void push_element(duk_context* ctx, duk_idx_t object, double index);
// ToIntegerOrInfinity of the value at `index`.
double to_integer(duk_context* ctx, duk_idx_t index);

}  // namespace skep
