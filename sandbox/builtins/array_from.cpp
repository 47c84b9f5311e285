// Array.from, flat and flatMap: what makes an array of something else.
#include <cmath>

#include "sandbox/builtins/array_methods.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/builtins/intrinsics.h"
#include "sandbox/builtins/iteration.h"

namespace skep {
namespace {

// An array under way. One of ours has no prototype until it is done, so that no setter can meet an
// index; another constructor's object gets its elements defined.
struct Target {
  duk_idx_t place;
  bool ours;
  double length = 0;
};

void append(duk_context* ctx, Target& target) {
  if (target.length >= 9007199254740991.0) (void)duk_type_error(ctx, "too many elements");
  if (target.ours && target.length < 4294967295.0) {
    duk_put_prop_index(ctx, target.place, static_cast<duk_uarridx_t>(target.length));
  } else {
    duk_push_number(ctx, target.length);
    duk_insert(ctx, -2);
    duk_def_prop(ctx, target.place,
                 DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_ENUMERABLE |
                     DUK_DEFPROP_SET_CONFIGURABLE);
  }
  target.length++;
}

Target push_own_target(duk_context* ctx) {
  return {duk_push_bare_array(ctx), true};
}

// Pushes the finished array.
duk_ret_t give(duk_context* ctx, const Target& target) {
  duk_dup(ctx, target.place);
  if (!target.ours) return 1;
  duk_push_heapptr(ctx, intrinsics_of(ctx).array_prototype);
  duk_set_prototype(ctx, -2);
  return 1;
}

// https://tc39.es/ecma262/#sec-arrayspeciescreate of the object at `original`, with length 0.
Target push_species(duk_context* ctx, duk_idx_t original) {
  if (!duk_is_array(ctx, original)) return push_own_target(ctx);
  duk_get_prop_literal(ctx, original, "constructor");
  if (duk_is_object(ctx, -1)) {
    if (duk_get_heapptr(ctx, -1) == intrinsics_of(ctx).array) {
      duk_pop(ctx);
      return push_own_target(ctx);
    }
    duk_get_prop_literal(ctx, -1, DUK_WELLKNOWN_SYMBOL("Symbol.species"));
    duk_remove(ctx, -2);
    if (duk_is_null(ctx, -1)) {
      duk_pop(ctx);
      duk_push_undefined(ctx);
    }
  }
  if (duk_is_undefined(ctx, -1)) {
    duk_pop(ctx);
    return push_own_target(ctx);
  }
  if (!duk_is_constructable(ctx, -1)) (void)duk_type_error(ctx, "species is not a constructor");
  duk_push_uint(ctx, 0);
  duk_new(ctx, 1);
  return {duk_get_top_index(ctx), false};
}

bool has_element(duk_context* ctx, duk_idx_t object, double index) {
  duk_push_number(ctx, index);
  return duk_has_prop(ctx, object) != 0;
}

// https://tc39.es/ecma262/#sec-flattenintoarray — of the object at the top of the stack.
void flatten(duk_context* ctx, Target& target, double depth, uint32_t level) {
  // An array may contain itself.
  constexpr uint32_t deepest = 5000;
  if (level > deepest) (void)duk_range_error(ctx, "arrays are nested too deeply");
  duk_require_stack(ctx, 8);
  const duk_idx_t source = duk_get_top_index(ctx);
  const double length = length_of_array_like(ctx, source);
  for (double at = 0; at < length; at++) {
    push_element(ctx, source, at);
    if (duk_is_undefined(ctx, -1) && !has_element(ctx, source, at)) {
      duk_pop(ctx);
    } else if (depth > 0 && duk_is_array(ctx, -1)) {
      flatten(ctx, target, depth - 1, level + 1);
      duk_pop(ctx);
    } else {
      append(ctx, target);
    }
  }
}

duk_ret_t flat(duk_context* ctx) {
  duk_push_this(ctx);
  duk_to_object(ctx, -1);
  length_of_array_like(ctx, 1);
  const double depth = duk_is_undefined(ctx, 0) ? 1 : to_integer(ctx, 0);
  Target target = push_species(ctx, 1);
  duk_dup(ctx, 1);
  flatten(ctx, target, depth, 0);
  return give(ctx, target);
}

duk_ret_t flat_map(duk_context* ctx) {
  duk_push_this(ctx);
  duk_to_object(ctx, -1);
  const double length = length_of_array_like(ctx, 2);
  if (!duk_is_callable(ctx, 0)) (void)duk_type_error(ctx, "the callback is not a function");
  Target target = push_species(ctx, 2);
  for (double at = 0; at < length; at++) {
    if (!has_element(ctx, 2, at)) continue;
    duk_dup(ctx, 0);
    duk_dup(ctx, 1);
    push_element(ctx, 2, at);
    duk_push_number(ctx, at);
    duk_dup(ctx, 2);
    duk_call_method(ctx, 3);
    if (duk_is_array(ctx, -1)) {
      flatten(ctx, target, 0, 0);
      duk_pop(ctx);
    } else {
      append(ctx, target);
    }
  }
  return give(ctx, target);
}

// Array.from: [items map receiver constructor target …]
constexpr duk_idx_t constructor_place = 3;

// The value at the top of the stack goes through the map function into the target.
duk_ret_t map_and_append(duk_context* ctx, void* place) {
  auto& target = *static_cast<Target*>(place);
  if (!duk_is_undefined(ctx, 1)) {
    duk_dup(ctx, 1);
    duk_dup(ctx, 2);
    duk_pull(ctx, -3);
    duk_push_number(ctx, target.length);
    duk_call_method(ctx, 2);
  }
  append(ctx, target);
  return 0;
}

// What the receiver constructs, with `length` if there is one (-1: none).
Target push_constructed(duk_context* ctx, double length) {
  duk_push_this(ctx);
  if (duk_get_heapptr(ctx, constructor_place) == intrinsics_of(ctx).array ||
      !duk_is_constructable(ctx, constructor_place)) {
    return push_own_target(ctx);
  }
  duk_dup(ctx, constructor_place);
  if (length >= 0) duk_push_number(ctx, length);
  duk_new(ctx, length >= 0 ? 1 : 0);
  return {duk_get_top_index(ctx), false};
}

duk_ret_t finish(duk_context* ctx, const Target& target) {
  if (!target.ours) {
    // Set(A, "length", k, true)
    duk_push_literal(ctx, "length");
    duk_push_number(ctx, target.length);
    duk_put_prop(ctx, target.place);
  }
  return give(ctx, target);
}

duk_ret_t from(duk_context* ctx) {
  if (!duk_is_undefined(ctx, 1) && !duk_is_callable(ctx, 1)) {
    (void)duk_type_error(ctx, "the map function is not a function");
  }
  if (duk_is_null_or_undefined(ctx, 0)) (void)duk_type_error(ctx, "Array.from of nothing");
  duk_get_prop_literal(ctx, 0, DUK_WELLKNOWN_SYMBOL("Symbol.iterator"));
  const bool iterable = !duk_is_null_or_undefined(ctx, -1);
  duk_pop(ctx);
  if (iterable) {
    Target target = push_constructed(ctx, -1);
    iterate(ctx, 0, map_and_append, &target);
    return finish(ctx, target);
  }
  duk_to_object(ctx, 0);
  const double length = length_of_array_like(ctx, 0);
  Target target = push_constructed(ctx, length);
  while (target.length < length) {
    push_element(ctx, 0, target.length);
    map_and_append(ctx, &target);
  }
  return finish(ctx, target);
}

}  // namespace

void define_array_from(duk_context* ctx) {
  duk_push_heapptr(ctx, intrinsics_of(ctx).array_prototype);
  define_method(ctx, -1, {"flat", "flat", flat, 1, 0});
  define_method(ctx, -1, {"flatMap", "flatMap", flat_map, 2, 1});
  duk_push_heapptr(ctx, intrinsics_of(ctx).array);
  define_method(ctx, -1, {"from", "from", from, 3, 1});
  duk_pop_2(ctx);
}

}  // namespace skep
