// AggregateError: https://tc39.es/ecma262/#sec-aggregate-error-objects
#pragma once

#include <duktape.h>

namespace skep {

void define_aggregate_error(duk_context* ctx);

// Pushes a new one whose errors are the array at the top of the stack.
void push_aggregate_error(duk_context* ctx, const char* message);

}  // namespace skep
