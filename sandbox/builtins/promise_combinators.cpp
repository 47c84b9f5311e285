// Promise.all, allSettled, any and race: https://tc39.es/ecma262/#sec-promise.all
//
// What they share is a collector, an array [values, how many are still out, capability, which]. An
// element function has a cell, [collector or undefined once it was called, index], which both
// functions of allSettled have in common.
#include <cstdlib>

#include "sandbox/builtins/aggregate_error.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/builtins/intrinsics.h"
#include "sandbox/builtins/iteration.h"
#include "sandbox/builtins/promise.h"
#include "sandbox/define.h"

namespace skep {
namespace {

enum Which : int16_t { all, all_settled, any, race };
enum Element : int16_t { as_it_is, of_fulfilled, of_rejected };
enum CollectorPart : duk_uarridx_t { values_part, left_part, capability_part, which_part };

// Where things lie on the stack of the method: (iterable)
enum Place : duk_idx_t {
  iterable_place,
  receiver_place,
  capability_place,
  collector_place,
  resolve_place
};

Which which_of(duk_context* ctx, duk_idx_t collector) {
  duk_get_prop_index(ctx, collector, which_part);
  const auto which = static_cast<Which>(duk_get_int(ctx, -1));
  duk_pop(ctx);
  return which;
}

// Adds `change` to how many are out; at none, settles the whole.
void count(duk_context* ctx, duk_idx_t collector, int change) {
  collector = duk_normalize_index(ctx, collector);
  duk_get_prop_index(ctx, collector, left_part);
  const int left = duk_get_int(ctx, -1) + change;
  duk_pop(ctx);
  duk_push_int(ctx, left);
  duk_put_prop_index(ctx, collector, left_part);
  if (left != 0) return;
  duk_get_prop_index(ctx, collector, capability_part);
  const bool rejects = which_of(ctx, collector) == any;
  duk_get_prop_index(ctx, -1, rejects ? 2 : 1);
  duk_push_undefined(ctx);
  duk_get_prop_index(ctx, collector, values_part);
  duk_push_heapptr(ctx, intrinsics_of(ctx).array_prototype);
  duk_set_prototype(ctx, -2);
  if (rejects) {
    push_aggregate_error(ctx, "All promises were rejected");
    duk_remove(ctx, -2);
  }
  duk_call_method(ctx, 1);
  duk_pop_2(ctx);
}

// Takes the value at the top: { status, value } or { status, reason }.
void wrap_outcome(duk_context* ctx, bool rejected) {
  duk_push_bare_object(ctx);
  duk_push_string(ctx, rejected ? "rejected" : "fulfilled");
  duk_put_prop_literal(ctx, -2, "status");
  duk_pull(ctx, -2);
  duk_put_prop_string(ctx, -2, rejected ? "reason" : "value");
  duk_push_heapptr(ctx, intrinsics_of(ctx).object_prototype);
  duk_set_prototype(ctx, -2);
}

// https://tc39.es/ecma262/#sec-promise.all-resolve-element-functions and its like
duk_ret_t element(duk_context* ctx) {
  push_own_target(ctx);
  duk_get_prop_index(ctx, 1, 0);
  if (duk_is_undefined(ctx, 2)) return 0;
  duk_push_undefined(ctx);
  duk_put_prop_index(ctx, 1, 0);
  duk_get_prop_index(ctx, 1, 1);
  const duk_uint_t index = duk_get_uint(ctx, -1);
  duk_get_prop_index(ctx, 2, values_part);
  duk_dup(ctx, 0);
  const auto how = static_cast<Element>(duk_get_current_magic(ctx));
  if (how != as_it_is) wrap_outcome(ctx, how == of_rejected);
  duk_put_prop_index(ctx, -2, index);
  count(ctx, 2, -1);
  return 0;
}

void push_capability_function(duk_context* ctx, duk_uarridx_t which) {
  duk_get_prop_index(ctx, capability_place, which);
}

// [… item]: asks it for its outcome.
duk_ret_t watch(duk_context* ctx, void* place) {
  auto& index = *static_cast<duk_uarridx_t*>(place);
  const Which which = which_of(ctx, collector_place);
  duk_dup(ctx, resolve_place);
  duk_dup(ctx, receiver_place);
  duk_pull(ctx, -3);
  duk_call_method(ctx, 1);
  // Invoke(nextPromise, "then", …)
  duk_get_prop_literal(ctx, -1, "then");
  duk_insert(ctx, -2);
  if (which == race) {
    push_capability_function(ctx, 1);
    push_capability_function(ctx, 2);
    duk_call_method(ctx, 2);
    return 0;
  }
  duk_get_prop_index(ctx, collector_place, values_part);
  duk_push_undefined(ctx);
  duk_put_prop_index(ctx, -2, index);
  duk_pop(ctx);
  duk_push_bare_array(ctx);
  duk_dup(ctx, collector_place);
  duk_put_prop_index(ctx, -2, 0);
  duk_push_uint(ctx, index++);
  duk_put_prop_index(ctx, -2, 1);
  // [… then promise cell]
  const duk_idx_t cell = duk_get_top_index(ctx);
  if (which == any) {
    push_capability_function(ctx, 1);
  } else {
    push_function_on(ctx, element, 1, which == all ? as_it_is : of_fulfilled, cell);
  }
  if (which == all) {
    push_capability_function(ctx, 2);
  } else {
    push_function_on(ctx, element, 1, which == any ? as_it_is : of_rejected, cell);
  }
  duk_remove(ctx, cell);
  count(ctx, collector_place, 1);
  duk_call_method(ctx, 2);
  return 0;
}

// What may throw, and then rejects the whole.
duk_ret_t collect(duk_context* ctx, void*) {
  duk_get_prop_literal(ctx, receiver_place, "resolve");
  if (!duk_is_callable(ctx, -1)) (void)duk_type_error(ctx, "resolve is not a function");
  duk_uarridx_t index = 0;
  iterate(ctx, iterable_place, watch, &index);
  if (which_of(ctx, collector_place) != race) count(ctx, collector_place, -1);
  return 0;
}

duk_ret_t combine(duk_context* ctx) {
  duk_push_this(ctx);
  duk_dup(ctx, receiver_place);
  push_capability_record(ctx);
  duk_push_bare_array(ctx);
  duk_push_bare_array(ctx);
  duk_put_prop_index(ctx, collector_place, values_part);
  duk_push_int(ctx, 1);
  duk_put_prop_index(ctx, collector_place, left_part);
  duk_dup(ctx, capability_place);
  duk_put_prop_index(ctx, collector_place, capability_part);
  duk_push_int(ctx, duk_get_current_magic(ctx));
  duk_put_prop_index(ctx, collector_place, which_part);
  if (duk_safe_call(ctx, collect, nullptr, 0, 1) != DUK_EXEC_SUCCESS) {
    push_capability_function(ctx, 2);
    duk_push_undefined(ctx);
    duk_pull(ctx, -3);
    duk_call_method(ctx, 1);
  }
  duk_get_prop_index(ctx, capability_place, 0);
  return 1;
}

}  // namespace

void define_promise_combinators(duk_context* ctx, duk_idx_t promise) {
  promise = duk_normalize_index(ctx, promise);
  define_method(ctx, promise, {"all", "all", combine, 1, 1, all});
  define_method(ctx, promise, {"allSettled", "allSettled", combine, 1, 1, all_settled});
  define_method(ctx, promise, {"any", "any", combine, 1, 1, any});
  define_method(ctx, promise, {"race", "race", combine, 1, 1, race});
}

}  // namespace skep
