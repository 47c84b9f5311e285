#include "sandbox/builtins/aggregate_error.h"

#include "sandbox/builtins/definitions.h"
#include "sandbox/builtins/intrinsics.h"
#include "sandbox/builtins/iteration.h"
#include "sandbox/define.h"

namespace skep {
namespace {

// An error of the engine's, so that it has a stack, without a message.
void push_error(duk_context* ctx) {
  duk_push_error_object(ctx, DUK_ERR_ERROR, "%s", "");
  duk_del_prop_literal(ctx, -1, "message");
  duk_push_heapptr(ctx, intrinsics_of(ctx).aggregate_error_prototype);
  duk_set_prototype(ctx, -2);
}

struct Collected {
  duk_uarridx_t count;
  duk_idx_t list;
};

duk_ret_t collect(duk_context* ctx, void* place) {
  auto& collected = *static_cast<Collected*>(place);
  define_element(ctx, collected.list, collected.count++);
  return 0;
}

// (errors, message, options), with or without `new`
duk_ret_t construct(duk_context* ctx) {
  push_error(ctx);
  if (!duk_is_undefined(ctx, 1)) {
    duk_to_string(ctx, 1);
    duk_dup(ctx, 1);
    define_builtin(ctx, 3, "message");
  }
  if (duk_is_object(ctx, 2) && duk_has_prop_literal(ctx, 2, "cause")) {
    duk_get_prop_literal(ctx, 2, "cause");
    define_builtin(ctx, 3, "cause");
  }
  Collected collected{0, duk_push_array(ctx)};
  iterate(ctx, 0, collect, &collected);
  define_builtin(ctx, 3, "errors");
  return 1;
}

}  // namespace

void push_aggregate_error(duk_context* ctx, const char* message) {
  const duk_idx_t errors = duk_get_top_index(ctx);
  push_error(ctx);
  duk_push_string(ctx, message);
  define_builtin(ctx, -2, "message");
  duk_dup(ctx, errors);
  define_builtin(ctx, -2, "errors");
}

void define_aggregate_error(duk_context* ctx) {
  duk_get_global_literal(ctx, "Error");
  push_class(ctx, "AggregateError", construct, 3, 2);
  // A subclass gets what it makes, with another prototype, as of the engine's own errors.
  duk_del_prop_literal(ctx, -2, DUK_HIDDEN_SYMBOL("lib:native"));
  intrinsics_of(ctx).aggregate_error_prototype = keep_intrinsic(ctx);
  duk_get_prop_literal(ctx, -3, "prototype");
  duk_set_prototype(ctx, -2);
  duk_push_literal(ctx, "AggregateError");
  define_builtin(ctx, -2, "name");
  duk_push_literal(ctx, "");
  define_builtin(ctx, -2, "message");
  duk_pop(ctx);
  duk_dup(ctx, -2);
  duk_set_prototype(ctx, -2);
  duk_pop_2(ctx);
}

}  // namespace skep
