// Promise: https://tc39.es/ecma262/#sec-promise-objects
//
// An instance has one hidden property: its record, an array of the engine's without a prototype.
// Element 0 says its state, element 1 is its value or reason; while it is pending its reactions
// follow, three elements each: handler for fulfilment, handler for rejection, capability.
//
// A capability is a promise of the intrinsic constructor itself, which is resolved without any
// function in between; or an array [promise, resolve, reject] of a foreign constructor; or
// undefined. A handler is a function, undefined, or the record of an async function that goes on
// (async_function.h).
#pragma once

#include <cstdint>

#include <duktape.h>

namespace skep {

enum PromiseState : uint32_t {
  promise_pending = 0,
  promise_fulfilled = 1,
  promise_rejected = 2,
  promise_handled = 4,  // added to the others: [[PromiseIsHandled]]
};

// Pushes a pending promise of the intrinsic constructor.
void push_promise(duk_context* ctx);

// Is the value at `index` a promise? Pushes its record if so, and nothing otherwise.
bool open_promise(duk_context* ctx, duk_idx_t index);

// Take the value at the top of the stack. The promise at `promise` must be pending, and nothing
// else may settle it: that is for the caller to know.
// https://tc39.es/ecma262/#sec-promise-resolve-functions
void resolve_promise(duk_context* ctx, duk_idx_t promise);
void reject_promise(duk_context* ctx, duk_idx_t promise);

// https://tc39.es/ecma262/#sec-performpromisethen — takes two handlers and a capability off the
// stack, in this order.
void perform_promise_then(duk_context* ctx, duk_idx_t promise);

// https://tc39.es/ecma262/#sec-promise-resolve with the intrinsic constructor: replaces the value
// at the top of the stack by a promise of it. Throws what a getter named "constructor" throws.
void to_promise(duk_context* ctx);

// Jobs. Take three values off the stack (see JobKind).
void run_reaction_job(duk_context* ctx, bool rejected);
void run_thenable_job(duk_context* ctx);

// Promise and the methods that are in C++; the library adds the others. `track_rejection` is called
// as HostPromiseRejectionTracker is: (operation, promise, reason).
void define_promise(duk_context* ctx, duk_c_function track_rejection);

// promise_functions.cpp

// Pushes the two functions that settle the promise at `promise`.
// https://tc39.es/ecma262/#sec-createresolvingfunctions
void push_resolving_functions(duk_context* ctx, duk_idx_t promise);

// https://tc39.es/ecma262/#sec-newpromisecapability — takes the constructor at the top of the
// stack; pushes a capability.
void new_capability(duk_context* ctx);
// Pushes its promise.
void push_capability_promise(duk_context* ctx, duk_idx_t capability);
// Take the value at the top of the stack: Call(capability.[[Resolve]], …), [[Reject]].
void resolve_capability(duk_context* ctx, duk_idx_t capability);
void reject_capability(duk_context* ctx, duk_idx_t capability);

// Takes the constructor at the top of the stack; pushes an array [promise, resolve, reject]
// whatever the constructor.
void push_capability_record(duk_context* ctx);
// The same for the library: (constructor).
duk_ret_t library_new_capability(duk_context* ctx);

// A function without a name that has the value at `target` to work on, and how it gets at that.
void push_function_on(duk_context* ctx, duk_c_function function, duk_idx_t arguments, int16_t magic,
                      duk_idx_t target);
void push_own_target(duk_context* ctx);

// promise_combinators.cpp: all, allSettled, any, race.
void define_promise_combinators(duk_context* ctx, duk_idx_t promise);

}  // namespace skep
