#include "sandbox/builtins/promise.h"

#include "engine/engine_extras.h"
#include "sandbox/builtins/async_function.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/builtins/intrinsics.h"
#include "sandbox/builtins/job_queue.h"

namespace skep {
namespace {

uint32_t state_of(duk_context* ctx, duk_idx_t record) {
  duk_get_prop_index(ctx, record, 0);
  const duk_uint_t state = duk_get_uint(ctx, -1);
  duk_pop(ctx);
  return state;
}

void set_state(duk_context* ctx, duk_idx_t record, uint32_t state) {
  record = duk_normalize_index(ctx, record);
  duk_push_uint(ctx, state);
  duk_put_prop_index(ctx, record, 0);
}

// The object at the top of the stack becomes a pending promise.
void open_instance(duk_context* ctx) {
  duk_push_bare_array(ctx);
  duk_push_uint(ctx, promise_pending);
  duk_put_prop_index(ctx, -2, 0);
  duk_push_undefined(ctx);
  duk_put_prop_index(ctx, -2, 1);
  engine_set_own(ctx, -2, intrinsics_of(ctx).promise_key);
}

// HostPromiseRejectionTracker
void track(duk_context* ctx, const char* operation, duk_idx_t promise, duk_idx_t reason) {
  promise = duk_normalize_index(ctx, promise);
  if (reason != DUK_INVALID_INDEX) reason = duk_normalize_index(ctx, reason);
  duk_push_heapptr(ctx, intrinsics_of(ctx).track_rejection);
  duk_push_string(ctx, operation);
  duk_dup(ctx, promise);
  if (reason == DUK_INVALID_INDEX) {
    duk_push_undefined(ctx);
  } else {
    duk_dup(ctx, reason);
  }
  duk_call(ctx, 3);
  duk_pop(ctx);
}

// FulfillPromise and RejectPromise, with the value at the top of the stack.
void settle(duk_context* ctx, duk_idx_t promise, PromiseState state) {
  promise = duk_normalize_index(ctx, promise);
  duk_require_stack(ctx, 16);
  const duk_idx_t value = duk_get_top_index(ctx);
  open_promise(ctx, promise);
  const duk_idx_t record = value + 1;
  const uint32_t before = state_of(ctx, record);
  const auto length = static_cast<duk_uarridx_t>(duk_get_length(ctx, record));
  set_state(ctx, record, before | state);
  duk_dup(ctx, value);
  duk_put_prop_index(ctx, record, 1);
  if (state == promise_rejected && (before & promise_handled) == 0) {
    track(ctx, "reject", promise, value);
  }
  const JobKind kind = state == promise_rejected ? JobKind::rejected : JobKind::fulfilled;
  for (duk_uarridx_t at = 2; at < length; at += 3) {
    duk_get_prop_index(ctx, record, at + (state == promise_rejected ? 1 : 0));
    duk_get_prop_index(ctx, record, at + 2);
    duk_dup(ctx, value);
    queue_job(ctx, kind);
  }
  if (length > 2) {
    duk_set_length(ctx, record, 2);
    duk_compact(ctx, record);
  }
  duk_set_top(ctx, value);
}

// [… object] → [… object then], for duk_safe_call.
duk_ret_t get_then(duk_context* ctx, void*) {
  duk_get_prop_literal(ctx, -1, "then");
  return 1;
}

// Is "constructor" of the promise at `index` the intrinsic one? A getter may run.
bool is_of_intrinsic_constructor(duk_context* ctx, duk_idx_t index) {
  duk_get_prop_literal(ctx, index, "constructor");
  const bool is = duk_get_heapptr(ctx, -1) == intrinsics_of(ctx).promise;
  duk_pop(ctx);
  return is;
}

// SpeciesConstructor(promise, %Promise%): pushes the constructor.
void push_species(duk_context* ctx, duk_idx_t promise) {
  const Intrinsics& known = intrinsics_of(ctx);
  duk_get_prop_literal(ctx, promise, "constructor");
  if (!duk_is_undefined(ctx, -1)) {
    if (!duk_is_object(ctx, -1)) (void)duk_type_error(ctx, "constructor is not an object");
    duk_get_prop_literal(ctx, -1, DUK_WELLKNOWN_SYMBOL("Symbol.species"));
    duk_remove(ctx, -2);
    if (!duk_is_null_or_undefined(ctx, -1)) {
      if (!duk_is_function(ctx, -1)) (void)duk_type_error(ctx, "species is not a constructor");
      return;
    }
  }
  duk_pop(ctx);
  duk_push_heapptr(ctx, known.promise);
}

duk_ret_t get_species(duk_context* ctx, void*) {
  push_species(ctx, duk_get_top_index(ctx));
  return 1;
}

// new Promise(executor)
duk_ret_t construct(duk_context* ctx) {
  const Intrinsics& known = intrinsics_of(ctx);
  duk_push_this(ctx);
  if (!duk_is_object(ctx, -1)) (void)duk_type_error(ctx, "Constructor Promise requires 'new'");
  duk_pop(ctx);
  if (!duk_is_callable(ctx, 0)) (void)duk_type_error(ctx, "the executor is not a function");
  push_new_instance(ctx, known.promise_prototype, known.promise_key, "Promise");
  open_instance(ctx);
  push_resolving_functions(ctx, 1);
  // [executor promise resolve reject]
  duk_dup(ctx, 0);
  duk_dup(ctx, 2);
  duk_dup(ctx, 3);
  if (duk_pcall(ctx, 2) != DUK_EXEC_SUCCESS) {
    duk_dup(ctx, 3);
    duk_insert(ctx, -2);
    duk_call(ctx, 1);
  }
  return 0;
}

duk_ret_t then(duk_context* ctx) {
  duk_push_this(ctx);
  if (!open_promise(ctx, 2)) (void)duk_type_error(ctx, "then() called on another value");
  duk_pop(ctx);
  push_species(ctx, 2);
  new_capability(ctx);
  // [onFulfilled onRejected promise capability]
  for (duk_idx_t i = 0; i < 2; i++) {
    if (duk_is_callable(ctx, i)) {
      duk_dup(ctx, i);
    } else {
      duk_push_undefined(ctx);
    }
  }
  duk_dup(ctx, 3);
  perform_promise_then(ctx, 2);
  push_capability_promise(ctx, 3);
  return 1;
}

// Promise.prototype.catch
duk_ret_t catch_(duk_context* ctx) {
  duk_push_this(ctx);
  duk_get_prop_literal(ctx, 1, "then");
  duk_dup(ctx, 1);
  duk_push_undefined(ctx);
  duk_dup(ctx, 0);
  duk_call_method(ctx, 2);
  return 1;
}

// PromiseResolve(constructor, value), both on the stack; pushes the promise.
void push_resolved(duk_context* ctx, duk_idx_t constructor, duk_idx_t value) {
  if (open_promise(ctx, value)) {
    duk_pop(ctx);
    duk_get_prop_literal(ctx, value, "constructor");
    const bool same = duk_strict_equals(ctx, -1, constructor) != 0;
    duk_pop(ctx);
    if (same) return duk_dup(ctx, value);
  }
  duk_dup(ctx, constructor);
  new_capability(ctx);
  const duk_idx_t capability = duk_get_top_index(ctx);
  duk_dup(ctx, value);
  resolve_capability(ctx, capability);
  push_capability_promise(ctx, capability);
  duk_remove(ctx, capability);
}

duk_ret_t promise_resolve(duk_context* ctx) {
  duk_push_this(ctx);
  if (!duk_is_object(ctx, -1)) (void)duk_type_error(ctx, "the receiver is not an object");
  push_resolved(ctx, 1, 0);
  return 1;
}

duk_ret_t promise_reject(duk_context* ctx) {
  duk_push_this(ctx);
  new_capability(ctx);
  duk_dup(ctx, 0);
  reject_capability(ctx, 1);
  push_capability_promise(ctx, 1);
  return 1;
}

}  // namespace

void push_promise(duk_context* ctx) {
  duk_push_bare_object(ctx);
  duk_push_heapptr(ctx, intrinsics_of(ctx).promise_prototype);
  duk_set_prototype(ctx, -2);
  open_instance(ctx);
}

bool open_promise(duk_context* ctx, duk_idx_t index) {
  return duk_is_object(ctx, index) && engine_get_own(ctx, index, intrinsics_of(ctx).promise_key);
}

void reject_promise(duk_context* ctx, duk_idx_t promise) {
  settle(ctx, promise, promise_rejected);
}

void resolve_promise(duk_context* ctx, duk_idx_t promise) {
  promise = duk_normalize_index(ctx, promise);
  // 7. If SameValue(resolution, promise) is true, then …
  if (duk_strict_equals(ctx, -1, promise)) {
    duk_push_error_object(ctx, DUK_ERR_TYPE_ERROR, "a promise cannot be resolved with itself");
    settle(ctx, promise, promise_rejected);
    return duk_pop(ctx);
  }
  // 8. If resolution is not an Object, then …
  if (!duk_is_object(ctx, -1)) return settle(ctx, promise, promise_fulfilled);
  // 9. Let then be Completion(Get(resolution, "then")).
  const duk_idx_t resolution = duk_get_top_index(ctx);
  const bool got = duk_safe_call(ctx, get_then, nullptr, 0, 1) == DUK_EXEC_SUCCESS;
  // 10. If then is an abrupt completion, then …
  if (!got) {
    duk_remove(ctx, resolution);
    return settle(ctx, promise, promise_rejected);
  }
  // 12. If IsCallable(thenAction) is false, then …
  if (!duk_is_callable(ctx, -1)) {
    duk_pop(ctx);
    return settle(ctx, promise, promise_fulfilled);
  }
  // 14.–15. … HostEnqueuePromiseJob
  duk_dup(ctx, promise);
  duk_insert(ctx, resolution);
  queue_job(ctx, JobKind::thenable);
}

void perform_promise_then(duk_context* ctx, duk_idx_t promise) {
  promise = duk_normalize_index(ctx, promise);
  duk_require_stack(ctx, 16);
  const duk_idx_t base = duk_get_top(ctx) - 3;
  open_promise(ctx, promise);
  const duk_idx_t record = base + 3;
  const uint32_t state = state_of(ctx, record);
  if ((state & ~uint32_t{promise_handled}) == promise_pending) {
    const auto length = static_cast<duk_uarridx_t>(duk_get_length(ctx, record));
    for (duk_uarridx_t i = 0; i < 3; i++) {
      duk_dup(ctx, base + static_cast<duk_idx_t>(i));
      duk_put_prop_index(ctx, record, length + i);
    }
  } else {
    const bool rejected = (state & promise_rejected) != 0;
    if (rejected && (state & promise_handled) == 0) {
      track(ctx, "handle", promise, DUK_INVALID_INDEX);
    }
    duk_dup(ctx, rejected ? base + 1 : base);
    duk_dup(ctx, base + 2);
    duk_get_prop_index(ctx, record, 1);
    queue_job(ctx, rejected ? JobKind::rejected : JobKind::fulfilled);
  }
  if ((state & promise_handled) == 0) set_state(ctx, record, state | promise_handled);
  duk_set_top(ctx, base);
}

void to_promise(duk_context* ctx) {
  const duk_idx_t value = duk_get_top_index(ctx);
  if (open_promise(ctx, value)) {
    duk_pop(ctx);
    if (is_of_intrinsic_constructor(ctx, value)) return;
  }
  push_promise(ctx);
  duk_insert(ctx, value);
  resolve_promise(ctx, value);
}

// https://tc39.es/ecma262/#sec-newpromisereactionjob — [… handler capability argument]
void run_reaction_job(duk_context* ctx, bool rejected) {
  const duk_idx_t base = duk_get_top(ctx) - 3;
  const duk_idx_t capability = base + 1;
  if (duk_is_array(ctx, base)) {
    resume_async_function(ctx, rejected);
    return;
  }
  bool failed = rejected;
  if (!duk_is_undefined(ctx, base)) {
    duk_dup(ctx, base);
    duk_push_undefined(ctx);
    duk_dup(ctx, base + 2);
    failed = duk_pcall_method(ctx, 1) != DUK_EXEC_SUCCESS;
  }
  if (duk_is_undefined(ctx, capability)) {
    // Nobody waits for what it gives.
  } else if (failed) {
    reject_capability(ctx, capability);
  } else {
    resolve_capability(ctx, capability);
  }
  duk_set_top(ctx, base);
}

// https://tc39.es/ecma262/#sec-newpromiseresolvethenablejob — [… promise thenable then]
void run_thenable_job(duk_context* ctx) {
  const duk_idx_t base = duk_get_top(ctx) - 3;
  const Intrinsics& known = intrinsics_of(ctx);
  // A promise of ours with our then() needs no functions: what they would do happens when the
  // reaction runs. The constructor is asked for as then() would.
  if (duk_get_heapptr(ctx, base + 2) == known.promise_then && open_promise(ctx, base + 1)) {
    duk_pop(ctx);
    duk_dup(ctx, base + 1);
    const bool got = duk_safe_call(ctx, get_species, nullptr, 1, 1) == DUK_EXEC_SUCCESS;
    if (got && duk_get_heapptr(ctx, -1) == known.promise) {
      duk_push_undefined(ctx);
      duk_push_undefined(ctx);
      duk_dup(ctx, base);
      perform_promise_then(ctx, base + 1);
      return duk_set_top(ctx, base);
    }
    duk_pop(ctx);
  }
  push_resolving_functions(ctx, base);
  // [promise thenable then resolve reject]
  duk_dup(ctx, base + 2);
  duk_dup(ctx, base + 1);
  duk_dup(ctx, base + 3);
  duk_dup(ctx, base + 4);
  if (duk_pcall_method(ctx, 2) != DUK_EXEC_SUCCESS) {
    duk_dup(ctx, base + 4);
    duk_insert(ctx, -2);
    duk_call(ctx, 1);
  }
  duk_set_top(ctx, base);
}

void define_promise(duk_context* ctx, duk_c_function track_rejection) {
  Intrinsics& known = intrinsics_of(ctx);
  duk_push_c_function(ctx, track_rejection, 3);
  known.track_rejection = keep_intrinsic(ctx);
  duk_pop(ctx);

  push_class(ctx, "Promise", construct, 1, 1);
  known.promise_prototype = keep_intrinsic(ctx);
  define_method(ctx, -1, {"then", "then", then, 2, 2});
  duk_get_prop_literal(ctx, -1, "then");
  known.promise_then = keep_intrinsic(ctx);
  duk_pop(ctx);
  define_method(ctx, -1, {"catch", "catch", catch_, 1, 1});
  define_tag(ctx, -1, "Promise");
  duk_pop(ctx);
  known.promise = keep_intrinsic(ctx);
  define_method(ctx, -1, {"resolve", "resolve", promise_resolve, 1, 1});
  define_method(ctx, -1, {"reject", "reject", promise_reject, 1, 1});
  define_species(ctx, -1);
  define_promise_combinators(ctx, -1);
  duk_pop(ctx);
}

}  // namespace skep
