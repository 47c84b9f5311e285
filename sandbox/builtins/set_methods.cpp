// union, intersection and the others of ES2025: https://tc39.es/ecma262/#sec-set.prototype.union
//
// The other set is anything with a size and the methods `has` and `keys`, which may change either
// set while they run; iteration by order number takes that as the standard does.
#include <cmath>
#include <initializer_list>

#include "sandbox/builtins/definitions.h"
#include "sandbox/builtins/iteration.h"
#include "sandbox/builtins/map_set.h"

namespace skep {
namespace {

// Where things lie on the stack of each method.
enum Place : duk_idx_t { other_place, this_place, list_place, has_place, keys_place, result_place };
constexpr duk_idx_t result_list_place = result_place + 1;

OpenCollection own_set(duk_context* ctx) {
  OpenCollection opened;
  open_collection(ctx, this_place, opened);
  duk_pop(ctx);
  opened.list = list_place;
  return opened;
}

// https://tc39.es/ecma262/#sec-getsetrecord — pushes `has` and `keys`, gives the size.
double open_record(duk_context* ctx) {
  if (!duk_is_object(ctx, other_place)) (void)duk_type_error(ctx, "the other set is not an object");
  duk_get_prop_literal(ctx, other_place, "size");
  double size = duk_to_number(ctx, -1);
  duk_pop(ctx);
  if (std::isnan(size)) (void)duk_type_error(ctx, "the other set's size is not a number");
  size = std::trunc(size);
  if (size < 0) (void)duk_range_error(ctx, "the other set's size is negative");
  duk_get_prop_literal(ctx, other_place, "has");
  if (!duk_is_callable(ctx, -1)) (void)duk_type_error(ctx, "the other set's has is not a function");
  duk_get_prop_literal(ctx, other_place, "keys");
  if (!duk_is_callable(ctx, -1)) {
    (void)duk_type_error(ctx, "the other set's keys is not a function");
  }
  return size;
}

// Opens receiver and argument; gives whether the receiver is the smaller one.
struct Sizes {
  double own;
  double other;
};
Sizes open_both(duk_context* ctx) {
  receiver_collection(ctx, CollectionKind::set);
  const double other = open_record(ctx);
  return {static_cast<double>(own_set(ctx).table->live()), other};
}

// The iteration of the other's keys. Pushes two values.
Iteration begin_keys(duk_context* ctx) {
  duk_require_stack(ctx, 16);
  const Iteration iteration{duk_get_top(ctx), false, 0};
  duk_dup(ctx, keys_place);
  duk_dup(ctx, other_place);
  duk_call_method(ctx, 0);
  if (!duk_is_object(ctx, -1)) (void)duk_type_error(ctx, "iterator is not an object");
  duk_get_prop_literal(ctx, -1, "next");
  return iteration;
}

// The key at the top of the stack is asked of the other set.
bool other_has(duk_context* ctx) {
  duk_dup(ctx, has_place);
  duk_dup(ctx, other_place);
  duk_dup(ctx, -3);
  duk_call_method(ctx, 1);
  const bool is = duk_to_boolean(ctx, -1) != 0;
  duk_pop(ctx);
  return is;
}

bool own_has(duk_context* ctx) {
  return own_set(ctx).table->find(identity_of(ctx, -1)) != CollectionTable::none;
}

// Pushes the receiver's next value; false at the end.
bool next_own(duk_context* ctx, uint64_t& order) {
  const OpenCollection own = own_set(ctx);
  const uint32_t at = next_entry(own, order);
  if (at == CollectionTable::none) return false;
  duk_get_prop_index(ctx, list_place, own.key_place(at));
  return true;
}

OpenCollection result_set(duk_context* ctx) {
  OpenCollection opened;
  open_collection(ctx, result_place, opened);
  duk_pop(ctx);
  opened.list = result_list_place;
  return opened;
}

void add_to_result(duk_context* ctx) {
  OpenCollection result = result_set(ctx);
  const duk_idx_t value = duk_get_top_index(ctx);
  put_entry(ctx, result, value, value);
}

void remove_from_result(duk_context* ctx) {
  OpenCollection result = result_set(ctx);
  remove_entry(ctx, result, duk_get_top_index(ctx));
}

// A copy of the receiver becomes the result, at result_place.
void copy_own(duk_context* ctx) {
  push_collection(ctx, CollectionKind::set);
  for (uint64_t order = 0; next_own(ctx, order); duk_pop(ctx)) add_to_result(ctx);
}

duk_ret_t give_result(duk_context* ctx) {
  duk_dup(ctx, result_place);
  return 1;
}

duk_ret_t answer(duk_context* ctx, bool is) {
  duk_push_boolean(ctx, is);
  return 1;
}

duk_ret_t set_union(duk_context* ctx) {
  open_both(ctx);
  push_collection(ctx, CollectionKind::set);
  Iteration keys = begin_keys(ctx);
  for (uint64_t order = 0; next_own(ctx, order); duk_pop(ctx)) add_to_result(ctx);
  for (; step_iteration(ctx, keys); duk_pop(ctx)) add_to_result(ctx);
  return give_result(ctx);
}

duk_ret_t intersection(duk_context* ctx) {
  const Sizes sizes = open_both(ctx);
  push_collection(ctx, CollectionKind::set);
  if (sizes.own <= sizes.other) {
    for (uint64_t order = 0; next_own(ctx, order); duk_pop(ctx)) {
      if (other_has(ctx)) add_to_result(ctx);
    }
  } else {
    Iteration keys = begin_keys(ctx);
    for (; step_iteration(ctx, keys); duk_pop(ctx)) {
      if (own_has(ctx)) add_to_result(ctx);
    }
  }
  return give_result(ctx);
}

duk_ret_t difference(duk_context* ctx) {
  const Sizes sizes = open_both(ctx);
  copy_own(ctx);
  if (sizes.own <= sizes.other) {
    for (uint64_t order = 0; next_own(ctx, order); duk_pop(ctx)) {
      if (other_has(ctx)) remove_from_result(ctx);
    }
  } else {
    Iteration keys = begin_keys(ctx);
    for (; step_iteration(ctx, keys); duk_pop(ctx)) remove_from_result(ctx);
  }
  return give_result(ctx);
}

duk_ret_t symmetric_difference(duk_context* ctx) {
  open_both(ctx);
  push_collection(ctx, CollectionKind::set);
  Iteration keys = begin_keys(ctx);
  for (uint64_t order = 0; next_own(ctx, order); duk_pop(ctx)) add_to_result(ctx);
  for (; step_iteration(ctx, keys); duk_pop(ctx)) {
    if (own_has(ctx))
      remove_from_result(ctx);
    else
      add_to_result(ctx);
  }
  return give_result(ctx);
}

duk_ret_t is_subset_of(duk_context* ctx) {
  const Sizes sizes = open_both(ctx);
  if (sizes.own > sizes.other) return answer(ctx, false);
  for (uint64_t order = 0; next_own(ctx, order); duk_pop(ctx)) {
    if (!other_has(ctx)) return answer(ctx, false);
  }
  return answer(ctx, true);
}

duk_ret_t is_superset_of(duk_context* ctx) {
  const Sizes sizes = open_both(ctx);
  if (sizes.own < sizes.other) return answer(ctx, false);
  Iteration keys = begin_keys(ctx);
  for (; step_iteration(ctx, keys); duk_pop(ctx)) {
    if (own_has(ctx)) continue;
    close_iteration(ctx, keys);
    return answer(ctx, false);
  }
  return answer(ctx, true);
}

duk_ret_t is_disjoint_from(duk_context* ctx) {
  const Sizes sizes = open_both(ctx);
  if (sizes.own <= sizes.other) {
    for (uint64_t order = 0; next_own(ctx, order); duk_pop(ctx)) {
      if (other_has(ctx)) return answer(ctx, false);
    }
    return answer(ctx, true);
  }
  Iteration keys = begin_keys(ctx);
  for (; step_iteration(ctx, keys); duk_pop(ctx)) {
    if (!own_has(ctx)) continue;
    close_iteration(ctx, keys);
    return answer(ctx, false);
  }
  return answer(ctx, true);
}

}  // namespace

void define_set_methods(duk_context* ctx, duk_idx_t prototype) {
  prototype = duk_normalize_index(ctx, prototype);
  for (const Method& method : {
           Method{"union", "union", set_union, 1, 1},
           Method{"intersection", "intersection", intersection, 1, 1},
           Method{"difference", "difference", difference, 1, 1},
           Method{"symmetricDifference", "symmetricDifference", symmetric_difference, 1, 1},
           Method{"isSubsetOf", "isSubsetOf", is_subset_of, 1, 1},
           Method{"isSupersetOf", "isSupersetOf", is_superset_of, 1, 1},
           Method{"isDisjointFrom", "isDisjointFrom", is_disjoint_from, 1, 1},
       }) {
    define_method(ctx, prototype, method);
  }
}

}  // namespace skep
