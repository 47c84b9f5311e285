// Iteration: how C++ walks what a script hands in, and what its own iterators share.
// https://tc39.es/ecma262/#sec-operations-on-iterator-objects
#pragma once

#include <cstdint>

#include <duktape.h>

namespace skep {

// By magic of a method that makes an iterator.
enum class IterationKind : int16_t { values = 0, keys = 1, entries = 2 };

// Takes the value at the top of the stack: { value, done: false }.
void wrap_result(duk_context* ctx);
// Pushes { value: undefined, done: true }.
void push_end(duk_context* ctx);
// Takes key and value at the top of the stack: [key, value].
void wrap_pair(duk_context* ctx);

// The position of an iterator of ours, in a buffer of the engine's under its hidden cursor key.
struct Cursor {
  void* owner;  // the iterator, by its heap pointer
  uint64_t at;
  uint32_t type;  // which iterator it is
  IterationKind kind;
  bool done;
};
enum CursorType : uint32_t { array_cursor = 1, string_cursor, map_cursor, set_cursor };

// Pushes a new iterator over the value at `target`.
void push_iterator(duk_context* ctx, void* prototype, duk_idx_t target, CursorType type,
                   IterationKind kind);

// Pushes the target of the receiver, an iterator of that type, or throws a TypeError. Gives its
// cursor; when that is done, undefined was pushed.
Cursor& receiver_cursor(duk_context* ctx, CursorType type, const char* name);

// An iterable that is being walked. Its iterator, next method or array, and the value it is at, lie
// on the stack where begin_iteration() and step_iteration() put them.
struct Iteration {
  duk_idx_t base;     // of its two values on the stack
  bool plain;         // an array that nobody tampered with: walked by index
  uint32_t position;  // how many values came so far
};

// ? GetIterator(iterable, sync) of the value at `iterable`. Pushes two values.
Iteration begin_iteration(duk_context* ctx, duk_idx_t iterable);
// Pushes the next value; false at the end, and then nothing is pushed.
bool step_iteration(duk_context* ctx, Iteration& iteration);
// What was thrown is at the top of the stack. Closes the iterator and throws it on.
[[noreturn]] void close_and_throw(duk_context* ctx, const Iteration& iteration);
// IteratorClose with a normal completion: what return() throws is thrown.
void close_iteration(duk_context* ctx, const Iteration& iteration);

// Runs `step` for each value of the iterable at `iterable`, with that value at the top of the stack
// and `place` handed on. An iterator is closed if a step throws. A step leaves the stack as it was,
// or the value popped.
using IterationStep = duk_ret_t (*)(duk_context* ctx, void* place);
void iterate(duk_context* ctx, duk_idx_t iterable, IterationStep step, void* place);

void define_iteration(
    duk_context* ctx);  // %IteratorPrototype% and the iterators of arrays, strings

}  // namespace skep
