// Async functions, lowered to generators: https://tc39.es/ecma262/#sec-async-function-objects
//
// One under way is a record, [promise, generator's state], which stands in the reactions of what it
// awaits as the handler of both kinds: no function is made for an await.
#pragma once

#include <duktape.h>

namespace skep {

// (body, receiver, arguments) → promise. `body` gives the generator.
duk_ret_t start_async_function(duk_context* ctx);

// (resume): how the library's generators are driven. resume(state, opcode, value) gives what was
// yielded or returned; state.done says which.
duk_ret_t set_generator_resume(duk_context* ctx);

// [… record, undefined, value] → […]: goes on after an await.
void resume_async_function(duk_context* ctx, bool rejected);

}  // namespace skep
