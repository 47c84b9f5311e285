// Capabilities, and the functions that executors get.
#include "engine/engine_extras.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/builtins/intrinsics.h"
#include "sandbox/builtins/promise.h"

namespace skep {
namespace {

enum Settle : int16_t { to_resolve = 0, to_reject = 1 };

// A promise resolve function or promise reject function. Both share a cell that holds the promise
// until one of them was called: its alreadyResolved record.
duk_ret_t settle(duk_context* ctx) {
  push_own_target(ctx);
  duk_get_prop_index(ctx, -1, 0);
  if (duk_is_undefined(ctx, -1)) return 0;
  duk_push_undefined(ctx);
  duk_put_prop_index(ctx, -3, 0);
  const duk_idx_t promise = duk_get_top_index(ctx);
  duk_dup(ctx, 0);
  if (duk_get_current_magic(ctx) == to_resolve) {
    resolve_promise(ctx, promise);
  } else {
    reject_promise(ctx, promise);
  }
  return 0;
}

// https://tc39.es/ecma262/#sec-getcapabilitiesexecutor-functions
duk_ret_t capability_executor(duk_context* ctx) {
  push_own_target(ctx);
  for (duk_uarridx_t i = 1; i <= 2; i++) {
    duk_get_prop_index(ctx, 2, i);
    if (!duk_is_undefined(ctx, -1)) (void)duk_type_error(ctx, "the executor was called twice");
    duk_pop(ctx);
  }
  duk_dup(ctx, 0);
  duk_put_prop_index(ctx, 2, 1);
  duk_dup(ctx, 1);
  duk_put_prop_index(ctx, 2, 2);
  return 0;
}

bool is_plain(duk_context* ctx, duk_idx_t capability) {
  return !duk_is_array(ctx, capability);
}

void call_capability(duk_context* ctx, duk_idx_t capability, duk_uarridx_t which) {
  capability = duk_normalize_index(ctx, capability);
  duk_get_prop_index(ctx, capability, which);
  duk_push_undefined(ctx);
  duk_pull(ctx, -3);
  duk_call_method(ctx, 1);
  duk_pop(ctx);
}

}  // namespace

// It lies under the hidden target key.
void push_own_target(duk_context* ctx) {
  duk_push_current_function(ctx);
  engine_get_own(ctx, -1, intrinsics_of(ctx).target_key);
  duk_remove(ctx, -2);
}

void push_function_on(duk_context* ctx, duk_c_function function, duk_idx_t arguments, int16_t magic,
                      duk_idx_t target) {
  target = duk_normalize_index(ctx, target);
  push_method(ctx, {"", "", function, arguments, static_cast<int32_t>(arguments), magic});
  duk_dup(ctx, target);
  engine_set_own(ctx, -2, intrinsics_of(ctx).target_key);
}

void push_resolving_functions(duk_context* ctx, duk_idx_t promise) {
  promise = duk_normalize_index(ctx, promise);
  duk_push_bare_array(ctx);
  duk_dup(ctx, promise);
  duk_put_prop_index(ctx, -2, 0);
  push_function_on(ctx, settle, 1, to_resolve, -1);
  push_function_on(ctx, settle, 1, to_reject, -2);
  duk_remove(ctx, -3);
}

void new_capability(duk_context* ctx) {
  if (duk_get_heapptr(ctx, -1) == intrinsics_of(ctx).promise) {
    duk_pop(ctx);
    push_promise(ctx);
    return;
  }
  if (!duk_is_function(ctx, -1)) (void)duk_type_error(ctx, "not a constructor");
  duk_push_bare_array(ctx);
  for (duk_uarridx_t i = 0; i <= 2; i++) {
    duk_push_undefined(ctx);
    duk_put_prop_index(ctx, -2, i);
  }
  duk_insert(ctx, -2);
  push_function_on(ctx, capability_executor, 2, 0, -2);
  duk_new(ctx, 1);
  // [capability promise]
  for (duk_uarridx_t i = 1; i <= 2; i++) {
    duk_get_prop_index(ctx, -2, i);
    if (!duk_is_callable(ctx, -1)) {
      (void)duk_type_error(ctx, "the constructor gave no function to settle its promise");
    }
    duk_pop(ctx);
  }
  duk_put_prop_index(ctx, -2, 0);
}

void push_capability_promise(duk_context* ctx, duk_idx_t capability) {
  if (is_plain(ctx, capability)) {
    duk_dup(ctx, capability);
  } else {
    duk_get_prop_index(ctx, capability, 0);
  }
}

void resolve_capability(duk_context* ctx, duk_idx_t capability) {
  if (is_plain(ctx, capability)) return resolve_promise(ctx, capability);
  call_capability(ctx, capability, 1);
}

void reject_capability(duk_context* ctx, duk_idx_t capability) {
  if (is_plain(ctx, capability)) return reject_promise(ctx, capability);
  call_capability(ctx, capability, 2);
}

void push_capability_record(duk_context* ctx) {
  new_capability(ctx);
  if (!is_plain(ctx, -1)) return;
  const duk_idx_t promise = duk_get_top_index(ctx);
  duk_push_bare_array(ctx);
  push_resolving_functions(ctx, promise);
  duk_put_prop_index(ctx, -3, 2);
  duk_put_prop_index(ctx, -2, 1);
  duk_insert(ctx, promise);
  duk_put_prop_index(ctx, -2, 0);
}

duk_ret_t library_new_capability(duk_context* ctx) {
  push_capability_record(ctx);
  return 1;
}

}  // namespace skep
