#include "sandbox/builtins/array_methods.h"

#include <cmath>
#include <initializer_list>

#include "sandbox/builtins/definitions.h"
#include "sandbox/builtins/intrinsics.h"

namespace skep {
namespace {

enum Find : int16_t { forwards = 0, backwards = 1, give_index = 2 };

// Pushes the receiver as an object.
void push_receiver(duk_context* ctx) {
  duk_push_this(ctx);
  if (duk_is_null_or_undefined(ctx, -1)) (void)duk_type_error(ctx, "not an object");
  duk_to_object(ctx, -1);
}

bool same_value_zero(duk_context* ctx, duk_idx_t a, duk_idx_t b) {
  if (duk_strict_equals(ctx, a, b)) return true;
  return duk_is_number(ctx, a) && duk_is_number(ctx, b) && std::isnan(duk_get_number(ctx, a)) &&
         std::isnan(duk_get_number(ctx, b));
}

// find, findIndex, findLast, findLastIndex: (predicate, receiver)
duk_ret_t find(duk_context* ctx) {
  const int magic = duk_get_current_magic(ctx);
  push_receiver(ctx);
  const double length = length_of_array_like(ctx, 2);
  if (!duk_is_callable(ctx, 0)) (void)duk_type_error(ctx, "the predicate is not a function");
  const double step = (magic & backwards) != 0 ? -1 : 1;
  for (double at = step > 0 ? 0 : length - 1; at >= 0 && at < length; at += step) {
    push_element(ctx, 2, at);
    duk_dup(ctx, 0);
    duk_dup(ctx, 1);
    duk_dup(ctx, 3);
    duk_push_number(ctx, at);
    duk_dup(ctx, 2);
    duk_call_method(ctx, 3);
    const bool found = duk_to_boolean(ctx, -1) != 0;
    duk_pop(ctx);
    if (found) {
      if ((magic & give_index) != 0) duk_push_number(ctx, at);
      return 1;
    }
    duk_pop(ctx);
  }
  if ((magic & give_index) == 0) return 0;
  duk_push_int(ctx, -1);
  return 1;
}

// (value, from)
duk_ret_t includes(duk_context* ctx) {
  push_receiver(ctx);
  const double length = length_of_array_like(ctx, 2);
  bool found = false;
  if (length > 0) {
    double at = to_integer(ctx, 1);
    if (at < 0) at = at + length > 0 ? at + length : 0;
    for (; !found && at < length; at++) {
      push_element(ctx, 2, at);
      found = same_value_zero(ctx, -1, 0);
      duk_pop(ctx);
    }
  }
  duk_push_boolean(ctx, found);
  return 1;
}

duk_ret_t at(duk_context* ctx) {
  push_receiver(ctx);
  const double length = length_of_array_like(ctx, 1);
  double index = to_integer(ctx, 0);
  if (index < 0) index += length;
  if (!(index >= 0 && index < length)) return 0;
  push_element(ctx, 1, index);
  return 1;
}

}  // namespace

double length_of_array_like(duk_context* ctx, duk_idx_t index) {
  duk_get_prop_literal(ctx, index, "length");
  const double length = to_integer(ctx, -1);
  duk_pop(ctx);
  constexpr double largest = 9007199254740991.0;
  return length <= 0 ? 0 : length > largest ? largest : length;
}

void push_element(duk_context* ctx, duk_idx_t object, double index) {
  object = duk_normalize_index(ctx, object);
  if (index < 4294967295.0) {
    duk_get_prop_index(ctx, object, static_cast<duk_uarridx_t>(index));
  } else {
    duk_push_number(ctx, index);
    duk_get_prop(ctx, object);
  }
}

double to_integer(duk_context* ctx, duk_idx_t index) {
  const double number = duk_to_number(ctx, index);
  return std::isnan(number) ? 0 : std::trunc(number) + 0.0;
}

void define_array_methods(duk_context* ctx) {
  duk_push_heapptr(ctx, intrinsics_of(ctx).array_prototype);
  for (const Method& method : {
           Method{"at", "at", at, 1, 1},
           Method{"includes", "includes", includes, 2, 1},
           Method{"find", "find", find, 2, 1, forwards},
           Method{"findIndex", "findIndex", find, 2, 1, forwards | give_index},
           Method{"findLast", "findLast", find, 2, 1, backwards},
           Method{"findLastIndex", "findLastIndex", find, 2, 1, backwards | give_index},
       }) {
    define_method(ctx, -1, method);
  }
  duk_pop(ctx);
  define_array_from(ctx);
}

}  // namespace skep
