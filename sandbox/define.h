// Properties that are defined, never assigned: a script may have put a setter on Object.prototype.
#pragma once

#include <duktape.h>

namespace skep {

// Takes the value at the top of the stack: an ordinary property of the object at `object`, which is
// counted before the value is taken (-2 is the object right below the value).
inline void define_field(duk_context* ctx, duk_idx_t object, const char* name) {
  object = duk_normalize_index(ctx, object);
  duk_push_string(ctx, name);
  duk_insert(ctx, -2);
  duk_def_prop(ctx, object,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_ENUMERABLE |
                   DUK_DEFPROP_SET_CONFIGURABLE);
}

// Takes the value at the top of the stack: an element of the array at `array`.
inline void define_element(duk_context* ctx, duk_idx_t array, duk_uarridx_t index) {
  array = duk_normalize_index(ctx, array);
  duk_push_uint(ctx, index);
  duk_insert(ctx, -2);
  duk_def_prop(ctx, array,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_ENUMERABLE |
                   DUK_DEFPROP_SET_CONFIGURABLE);
}

// The same, but as the engine's own built-ins are: not enumerable.
inline void define_builtin(duk_context* ctx, duk_idx_t object, const char* name) {
  object = duk_normalize_index(ctx, object);
  duk_push_string(ctx, name);
  duk_insert(ctx, -2);
  duk_def_prop(ctx, object,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_CLEAR_ENUMERABLE |
                   DUK_DEFPROP_SET_CONFIGURABLE);
}

inline void define_function(duk_context* ctx, duk_idx_t object, const char* name,
                            duk_c_function function, duk_idx_t arguments) {
  object = duk_normalize_index(ctx, object);
  duk_push_c_function(ctx, function, arguments);
  duk_push_string(ctx, "name");
  duk_push_string(ctx, name);
  duk_def_prop(ctx, -3, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_CONFIGURABLE);
  define_builtin(ctx, object, name);
}

}  // namespace skep
