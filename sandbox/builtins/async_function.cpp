#include "sandbox/builtins/async_function.h"

#include "engine/engine_extras.h"
#include "sandbox/builtins/intrinsics.h"
#include "sandbox/builtins/job_queue.h"
#include "sandbox/builtins/promise.h"

namespace skep {
namespace {

enum Opcode : duk_int_t { go_on = 0, throw_into = 1 };

duk_ret_t awaited_promise(duk_context* ctx, void*) {
  to_promise(ctx);
  return 1;
}

// Await of the value at the top of the stack, by the record at `record`. False: that threw, and
// what it threw is there instead.
bool await_value(duk_context* ctx, duk_idx_t record) {
  if (!duk_is_object(ctx, -1)) {
    // A promise fulfilled with it would be seen by nobody: straight to its one reaction.
    duk_dup(ctx, record);
    duk_insert(ctx, -2);
    duk_push_undefined(ctx);
    duk_insert(ctx, -2);
    queue_job(ctx, JobKind::fulfilled);
    return true;
  }
  if (duk_safe_call(ctx, awaited_promise, nullptr, 1, 1) != DUK_EXEC_SUCCESS) return false;
  const duk_idx_t promise = duk_get_top_index(ctx);
  duk_dup(ctx, record);
  duk_dup(ctx, record);
  duk_push_undefined(ctx);
  perform_promise_then(ctx, promise);
  duk_pop(ctx);
  return true;
}

// Runs the generator of the record at `record` with the value at the top of the stack, as far as it
// goes, and takes the value.
void run(duk_context* ctx, duk_idx_t record, Opcode opcode) {
  const Intrinsics& known = intrinsics_of(ctx);
  duk_require_stack(ctx, 16);
  const duk_idx_t value = duk_get_top_index(ctx);
  for (;;) {
    duk_push_heapptr(ctx, known.generator_resume);
    duk_get_prop_index(ctx, record, 1);
    duk_push_int(ctx, opcode);
    duk_pull(ctx, value);
    if (duk_pcall(ctx, 3) != DUK_EXEC_SUCCESS) {
      duk_get_prop_index(ctx, record, 0);
      duk_insert(ctx, -2);
      reject_promise(ctx, -2);
      return duk_pop(ctx);
    }
    duk_get_prop_index(ctx, record, 1);
    duk_get_prop_literal(ctx, -1, "done");
    const bool done = duk_to_boolean(ctx, -1) != 0;
    duk_pop_2(ctx);
    if (done) {
      duk_get_prop_index(ctx, record, 0);
      duk_insert(ctx, -2);
      resolve_promise(ctx, -2);
      return duk_pop(ctx);
    }
    if (await_value(ctx, record)) return;
    opcode = throw_into;
  }
}

}  // namespace

duk_ret_t set_generator_resume(duk_context* ctx) {
  intrinsics_of(ctx).generator_resume = keep_intrinsic(ctx);
  return 0;
}

duk_ret_t start_async_function(duk_context* ctx) {
  // [body receiver arguments promise]
  push_promise(ctx);
  duk_dup(ctx, 0);
  duk_dup(ctx, 1);
  const auto count = static_cast<duk_idx_t>(duk_get_length(ctx, 2));
  duk_require_stack(ctx, count + 16);
  for (duk_idx_t i = 0; i < count; i++) duk_get_prop_index(ctx, 2, static_cast<duk_uarridx_t>(i));
  if (duk_pcall_method(ctx, count) != DUK_EXEC_SUCCESS) {
    reject_promise(ctx, 3);
    return 1;
  }
  engine_get_own(ctx, -1, intrinsics_of(ctx).generator_key);
  duk_remove(ctx, -2);
  duk_push_bare_array(ctx);
  duk_dup(ctx, 3);
  duk_put_prop_index(ctx, -2, 0);
  duk_insert(ctx, -2);
  duk_put_prop_index(ctx, -2, 1);
  // [body receiver arguments promise record]
  duk_push_undefined(ctx);
  run(ctx, 4, go_on);
  duk_set_top(ctx, 4);
  return 1;
}

void resume_async_function(duk_context* ctx, bool rejected) {
  const duk_idx_t base = duk_get_top(ctx) - 3;
  run(ctx, base, rejected ? throw_into : go_on);
  duk_set_top(ctx, base);
}

}  // namespace skep
