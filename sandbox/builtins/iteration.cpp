#include "sandbox/builtins/iteration.h"

#include <cstdlib>

#include "engine/engine_extras.h"
#include "sandbox/builtins/array_iterator.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/builtins/intrinsics.h"

namespace skep {
namespace {

duk_ret_t iterator_itself(duk_context* ctx) {
  duk_push_this(ctx);
  return 1;
}

// The array at `iterable` would be walked by %ArrayIteratorPrototype% as it was made.
bool is_plain_array(duk_context* ctx, duk_idx_t iterable) {
  if (!duk_is_array(ctx, iterable)) return false;
  duk_get_prop_literal(ctx, iterable, DUK_WELLKNOWN_SYMBOL("Symbol.iterator"));
  bool plain = duk_get_c_function(ctx, -1) == array_iterator &&
               duk_get_magic(ctx, -1) == static_cast<int16_t>(IterationKind::values);
  duk_pop(ctx);
  if (!plain) return false;
  duk_push_heapptr(ctx, intrinsics_of(ctx).array_iterator_prototype);
  duk_get_prop_literal(ctx, -1, "next");
  plain = duk_get_c_function(ctx, -1) == array_iterator_next;
  duk_pop_2(ctx);
  return plain;
}

}  // namespace

// The object has no prototype while it is filled: no setter can meet a key.
void wrap_result(duk_context* ctx) {
  duk_push_bare_object(ctx);
  duk_pull(ctx, -2);
  duk_put_prop_literal(ctx, -2, "value");
  duk_push_false(ctx);
  duk_put_prop_literal(ctx, -2, "done");
  duk_push_heapptr(ctx, intrinsics_of(ctx).object_prototype);
  duk_set_prototype(ctx, -2);
}

void push_end(duk_context* ctx) {
  duk_push_bare_object(ctx);
  duk_push_undefined(ctx);
  duk_put_prop_literal(ctx, -2, "value");
  duk_push_true(ctx);
  duk_put_prop_literal(ctx, -2, "done");
  duk_push_heapptr(ctx, intrinsics_of(ctx).object_prototype);
  duk_set_prototype(ctx, -2);
}

void wrap_pair(duk_context* ctx) {
  duk_push_bare_array(ctx);
  duk_insert(ctx, -3);
  duk_put_prop_index(ctx, -3, 1);
  duk_put_prop_index(ctx, -2, 0);
  duk_push_heapptr(ctx, intrinsics_of(ctx).array_prototype);
  duk_set_prototype(ctx, -2);
}

void push_iterator(duk_context* ctx, void* prototype, duk_idx_t target, CursorType type,
                   IterationKind kind) {
  target = duk_normalize_index(ctx, target);
  const Intrinsics& known = intrinsics_of(ctx);
  duk_push_bare_object(ctx);
  auto* cursor = static_cast<Cursor*>(duk_push_fixed_buffer(ctx, sizeof(Cursor)));
  *cursor = {duk_get_heapptr(ctx, -2), 0, type, kind, false};
  engine_set_own(ctx, -2, known.cursor_key);
  duk_dup(ctx, target);
  engine_set_own(ctx, -2, known.target_key);
  duk_push_heapptr(ctx, prototype);
  duk_set_prototype(ctx, -2);
}

Cursor& receiver_cursor(duk_context* ctx, CursorType type, const char* name) {
  const Intrinsics& known = intrinsics_of(ctx);
  duk_push_this(ctx);
  if (engine_get_own(ctx, -1, known.cursor_key)) {
    auto* cursor = static_cast<Cursor*>(duk_get_buffer(ctx, -1, nullptr));
    duk_pop(ctx);
    if (cursor != nullptr && cursor->type == type) {
      // A finished iterator lets go of what it walked.
      if (!engine_get_own(ctx, -1, known.target_key)) duk_push_undefined(ctx);
      return *cursor;
    }
  }
  (void)duk_type_error(ctx, "next() of a %s called on another value", name);
  std::abort();
}

Iteration begin_iteration(duk_context* ctx, duk_idx_t iterable) {
  iterable = duk_normalize_index(ctx, iterable);
  duk_require_stack(ctx, 16);
  Iteration iteration{duk_get_top(ctx), is_plain_array(ctx, iterable), 0};
  if (iteration.plain) {
    duk_dup(ctx, iterable);
    duk_push_undefined(ctx);
    return iteration;
  }
  if (!duk_is_null_or_undefined(ctx, iterable)) {
    duk_get_prop_literal(ctx, iterable, DUK_WELLKNOWN_SYMBOL("Symbol.iterator"));
  } else {
    duk_push_undefined(ctx);
  }
  if (!duk_is_callable(ctx, -1)) (void)duk_type_error(ctx, "object is not iterable");
  duk_dup(ctx, iterable);
  duk_call_method(ctx, 0);
  if (!duk_is_object(ctx, -1)) (void)duk_type_error(ctx, "iterator is not an object");
  duk_get_prop_literal(ctx, -1, "next");
  return iteration;
}

bool step_iteration(duk_context* ctx, Iteration& iteration) {
  if (iteration.plain) {
    // The array may change under the walk, as under the iterator that it stands for.
    if (iteration.position >= duk_get_length(ctx, iteration.base)) return false;
    duk_get_prop_index(ctx, iteration.base, iteration.position++);
    return true;
  }
  duk_dup(ctx, iteration.base + 1);
  duk_dup(ctx, iteration.base);
  duk_call_method(ctx, 0);
  if (!duk_is_object(ctx, -1)) (void)duk_type_error(ctx, "iterator result is not an object");
  duk_get_prop_literal(ctx, -1, "done");
  const bool done = duk_to_boolean(ctx, -1) != 0;
  duk_pop(ctx);
  if (done) {
    duk_pop(ctx);
    return false;
  }
  duk_get_prop_literal(ctx, -1, "value");
  duk_remove(ctx, -2);
  iteration.position++;
  return true;
}

void close_iteration(duk_context* ctx, const Iteration& iteration) {
  if (iteration.plain) return;
  duk_get_prop_literal(ctx, iteration.base, "return");
  if (duk_is_null_or_undefined(ctx, -1)) {
    duk_pop(ctx);
    return;
  }
  duk_dup(ctx, iteration.base);
  duk_call_method(ctx, 0);
  if (!duk_is_object(ctx, -1)) (void)duk_type_error(ctx, "iterator result is not an object");
  duk_pop(ctx);
}

void close_and_throw(duk_context* ctx, const Iteration& iteration) {
  // What return() throws is dropped: an error is under way.
  const auto close = [](duk_context* inner, void* place) -> duk_ret_t {
    close_iteration(inner, *static_cast<const Iteration*>(place));
    return 0;
  };
  (void)duk_safe_call(ctx, close, const_cast<Iteration*>(&iteration), 0, 1);
  duk_pop(ctx);
  (void)duk_throw(ctx);
  std::abort();
}

void iterate(duk_context* ctx, duk_idx_t iterable, IterationStep step, void* place) {
  Iteration iteration = begin_iteration(ctx, iterable);
  const duk_idx_t top = duk_get_top(ctx);
  while (step_iteration(ctx, iteration)) {
    if (iteration.plain) {
      step(ctx, place);
    } else if (duk_safe_call(ctx, step, place, 1, 1) != DUK_EXEC_SUCCESS) {
      close_and_throw(ctx, iteration);
    }
    duk_set_top(ctx, top);
  }
  duk_set_top(ctx, iteration.base);
}

void define_iteration(duk_context* ctx) {
  Intrinsics& known = intrinsics_of(ctx);
  duk_push_object(ctx);
  define_method(
      ctx, -1,
      {DUK_WELLKNOWN_SYMBOL("Symbol.iterator"), "[Symbol.iterator]", iterator_itself, 0, 0});
  known.iterator_prototype = keep_intrinsic(ctx);
  define_array_iterator(ctx);
  duk_pop(ctx);
}

}  // namespace skep
