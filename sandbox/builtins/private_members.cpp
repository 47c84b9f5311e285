#include "sandbox/builtins/private_members.h"

#include "engine/engine_extras.h"
#include "sandbox/builtins/weak_collections.h"

namespace skep {
namespace {

[[noreturn]] void refuse(duk_context* ctx, const char* what) {
  (void)duk_type_error(ctx, "%s", what);
  __builtin_unreachable();
}

// Pushes the descriptor that the object at 0 has in the map at 1.
void push_descriptor(duk_context* ctx, const char* refusal) {
  if (!engine_get_own(ctx, 0, weak_symbol(ctx, 1))) refuse(ctx, refusal);
}

void refuse_second(duk_context* ctx, void* symbol) {
  if (!engine_get_own(ctx, 0, symbol)) return;
  refuse(ctx, "Cannot initialize the same private elements twice on an object");
}

}  // namespace

duk_ret_t private_field_init(duk_context* ctx) {
  void* symbol = weak_symbol(ctx, 1);
  refuse_second(ctx, symbol);
  duk_dup(ctx, 2);
  // From here on nothing is inherited: what a script puts on Object.prototype is no descriptor's.
  duk_push_undefined(ctx);
  duk_set_prototype(ctx, -2);
  engine_set_own(ctx, 0, symbol);
  return 0;
}

duk_ret_t private_field_get(duk_context* ctx) {
  push_descriptor(ctx, "Cannot read private member from an object whose class did not declare it");
  if (duk_get_prop_literal(ctx, -1, "value")) return 1;
  duk_get_prop_literal(ctx, -2, "get");
  if (!duk_is_callable(ctx, -1)) refuse(ctx, "a private member was defined without a getter");
  duk_dup(ctx, 0);
  duk_call_method(ctx, 0);
  return 1;
}

duk_ret_t private_field_set(duk_context* ctx) {
  push_descriptor(ctx, "Cannot write private member to an object whose class did not declare it");
  const duk_idx_t descriptor = duk_get_top_index(ctx);
  duk_get_prop_literal(ctx, descriptor, "writable");
  if (duk_to_boolean(ctx, -1)) {
    duk_dup(ctx, 2);
    duk_put_prop_literal(ctx, descriptor, "value");
  } else {
    duk_get_prop_literal(ctx, descriptor, "set");
    if (!duk_is_callable(ctx, -1)) refuse(ctx, "a private member was defined without a setter");
    duk_dup(ctx, 0);
    duk_dup(ctx, 2);
    duk_call_method(ctx, 1);
  }
  duk_set_top(ctx, 3);
  return 1;
}

duk_ret_t private_descriptor(duk_context* ctx) {
  push_descriptor(ctx, "Cannot write private member to an object whose class did not declare it");
  return 1;
}

duk_ret_t private_method_init(duk_context* ctx) {
  void* symbol = weak_symbol(ctx, 1);
  refuse_second(ctx, symbol);
  duk_push_true(ctx);
  engine_set_own(ctx, 0, symbol);
  return 0;
}

duk_ret_t private_method_get(duk_context* ctx) {
  if (!engine_get_own(ctx, 0, weak_symbol(ctx, 1))) {
    refuse(ctx, "Receiver must be an instance of the class that declared the private method");
  }
  duk_set_top(ctx, 3);
  return 1;
}

}  // namespace skep
