#include "sandbox/builtins/array_iterator.h"

#include <cmath>
#include <cstdlib>

#include "engine/engine_extras.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/builtins/intrinsics.h"
#include "sandbox/builtins/iteration.h"
#include "sandbox/define.h"

namespace skep {
namespace {

// The iterator forgets its target: it stays finished whatever becomes of that.
duk_ret_t finish(duk_context* ctx, Cursor& cursor) {
  cursor.done = true;
  engine_delete_own(ctx, 0, intrinsics_of(ctx).target_key);
  push_end(ctx);
  return 1;
}

// LengthOfArrayLike, of what is an array as a rule.
double length_of(duk_context* ctx, duk_idx_t index) {
  if (duk_is_array(ctx, index)) return static_cast<double>(duk_get_length(ctx, index));
  duk_get_prop_literal(ctx, index, "length");
  const double length = duk_to_number(ctx, -1);
  duk_pop(ctx);
  // ToLength: what is no number is 0.
  return length > 0 ? std::floor(length) : 0;
}

duk_ret_t string_iterator(duk_context* ctx) {
  duk_push_this(ctx);
  if (duk_is_null_or_undefined(ctx, -1)) {
    (void)duk_type_error(ctx, "String.prototype[Symbol.iterator] called on null or undefined");
  }
  duk_to_string(ctx, -1);
  push_iterator(ctx, intrinsics_of(ctx).string_iterator_prototype, -1, string_cursor,
                IterationKind::values);
  return 1;
}

bool is_high(duk_codepoint_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low(duk_codepoint_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

duk_ret_t string_iterator_next(duk_context* ctx) {
  Cursor& cursor = receiver_cursor(ctx, string_cursor, "String Iterator");
  if (cursor.done) {
    push_end(ctx);
    return 1;
  }
  const uint64_t length = duk_get_length(ctx, -1);
  if (cursor.at >= length) return finish(ctx, cursor);
  const auto at = static_cast<duk_size_t>(cursor.at);
  const bool pair = at + 1 < length && is_high(duk_char_code_at(ctx, -1, at)) &&
                    is_low(duk_char_code_at(ctx, -1, at + 1));
  cursor.at += pair ? 2 : 1;
  duk_dup(ctx, -1);
  duk_substring(ctx, -1, at, static_cast<duk_size_t>(cursor.at));
  wrap_result(ctx);
  return 1;
}

}  // namespace

duk_ret_t array_iterator(duk_context* ctx) {
  duk_push_this(ctx);
  duk_to_object(ctx, -1);
  push_iterator(ctx, intrinsics_of(ctx).array_iterator_prototype, -1, array_cursor,
                static_cast<IterationKind>(duk_get_current_magic(ctx)));
  return 1;
}

duk_ret_t array_iterator_next(duk_context* ctx) {
  Cursor& cursor = receiver_cursor(ctx, array_cursor, "Array Iterator");
  if (cursor.done) {
    push_end(ctx);
    return 1;
  }
  if (static_cast<double>(cursor.at) >= length_of(ctx, -1)) return finish(ctx, cursor);
  const auto at = static_cast<double>(cursor.at++);
  if (cursor.kind == IterationKind::keys) {
    duk_push_number(ctx, at);
  } else if (at < 4294967295.0) {
    duk_get_prop_index(ctx, 1, static_cast<duk_uarridx_t>(at));
  } else {
    duk_push_number(ctx, at);
    duk_get_prop(ctx, 1);
  }
  if (cursor.kind == IterationKind::entries) {
    duk_push_number(ctx, at);
    duk_insert(ctx, -2);
    wrap_pair(ctx);
  }
  wrap_result(ctx);
  return 1;
}

void define_array_iterator(duk_context* ctx) {
  Intrinsics& known = intrinsics_of(ctx);
  // [… %IteratorPrototype%]
  duk_push_object(ctx);
  duk_dup(ctx, -2);
  duk_set_prototype(ctx, -2);
  define_method(ctx, -1, {"next", "next", array_iterator_next, 0, 0});
  define_tag(ctx, -1, "Array Iterator");
  known.array_iterator_prototype = keep_intrinsic(ctx);
  duk_pop(ctx);

  duk_push_object(ctx);
  duk_dup(ctx, -2);
  duk_set_prototype(ctx, -2);
  define_method(ctx, -1, {"next", "next", string_iterator_next, 0, 0});
  define_tag(ctx, -1, "String Iterator");
  known.string_iterator_prototype = keep_intrinsic(ctx);
  duk_pop(ctx);

  duk_push_heapptr(ctx, known.array_prototype);
  define_method(ctx, -1, {"keys", "keys", array_iterator, 0, 0, 1});
  define_method(ctx, -1, {"entries", "entries", array_iterator, 0, 0, 2});
  define_method(ctx, -1, {"values", "values", array_iterator, 0, 0, 0});
  duk_get_prop_literal(ctx, -1, "values");
  define_builtin(ctx, -2, DUK_WELLKNOWN_SYMBOL("Symbol.iterator"));
  duk_pop(ctx);

  duk_eval_string(ctx, "String.prototype");
  define_method(
      ctx, -1,
      {DUK_WELLKNOWN_SYMBOL("Symbol.iterator"), "[Symbol.iterator]", string_iterator, 0, 0});
  duk_pop(ctx);
}

}  // namespace skep
