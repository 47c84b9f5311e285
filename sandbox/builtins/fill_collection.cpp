#include "sandbox/builtins/fill_collection.h"

#include "sandbox/builtins/iteration.h"

namespace skep {
namespace {

// [iterable collection adder … entry]
duk_ret_t add_entry(duk_context* ctx, void* type) {
  duk_dup(ctx, 2);
  duk_dup(ctx, 1);
  if (!duk_is_object(ctx, -3)) {
    (void)duk_type_error(ctx, "a %s entry must be an object", static_cast<const char*>(type));
  }
  duk_get_prop_index(ctx, -3, 0);
  duk_get_prop_index(ctx, -4, 1);
  duk_call_method(ctx, 2);
  return 0;
}

// [iterable collection adder … value]
duk_ret_t add_value(duk_context* ctx, void*) {
  duk_dup(ctx, 2);
  duk_dup(ctx, 1);
  duk_dup(ctx, -3);
  duk_call_method(ctx, 1);
  return 0;
}

}  // namespace

void fill_collection(duk_context* ctx, Filling filling, const char* type) {
  if (duk_is_null_or_undefined(ctx, 0)) return;
  const bool entries = filling == Filling::entries;
  duk_get_prop_string(ctx, 1, entries ? "set" : "add");
  if (!duk_is_callable(ctx, 2)) {
    (void)duk_type_error(ctx, entries ? "'set' is not a function" : "'add' is not a function");
  }
  iterate(ctx, 0, entries ? add_entry : add_value, const_cast<char*>(type));
}

}  // namespace skep
