#include "sandbox/builtins/definitions.h"

#include "engine/engine_extras.h"
#include "sandbox/builtins/intrinsics.h"
#include "sandbox/define.h"

namespace skep {
namespace {

constexpr duk_uint_t readonly_configurable = DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_CLEAR_WRITABLE |
                                             DUK_DEFPROP_CLEAR_ENUMERABLE |
                                             DUK_DEFPROP_SET_CONFIGURABLE | DUK_DEFPROP_FORCE;

void define_name_and_length(duk_context* ctx, const char* name, int32_t length) {
  // The engine's default is a prototype of its own between the function and Function.prototype.
  duk_push_heapptr(ctx, intrinsics_of(ctx).function_prototype);
  duk_set_prototype(ctx, -2);
  duk_push_literal(ctx, "length");
  duk_push_int(ctx, length);
  duk_def_prop(ctx, -3, readonly_configurable);
  duk_push_literal(ctx, "name");
  duk_push_string(ctx, name);
  duk_def_prop(ctx, -3, readonly_configurable);
}

duk_ret_t species(duk_context* ctx) {
  duk_push_this(ctx);
  return 1;
}

}  // namespace

void push_method(duk_context* ctx, const Method& method) {
  duk_push_c_function(ctx, method.function, method.arguments);
  engine_forbid_construct(ctx, -1);
  duk_set_magic(ctx, -1, method.magic);
  define_name_and_length(ctx, method.name, method.length);
}

void define_method(duk_context* ctx, duk_idx_t object, const Method& method) {
  object = duk_normalize_index(ctx, object);
  push_method(ctx, method);
  define_builtin(ctx, object, method.key);
}

void define_getter(duk_context* ctx, duk_idx_t object, const char* key, const char* name,
                   duk_c_function get) {
  object = duk_normalize_index(ctx, object);
  duk_push_string(ctx, key);
  push_method(ctx, {key, name, get, 0, 0});
  duk_def_prop(
      ctx, object,
      DUK_DEFPROP_HAVE_GETTER | DUK_DEFPROP_CLEAR_ENUMERABLE | DUK_DEFPROP_SET_CONFIGURABLE);
}

void define_tag(duk_context* ctx, duk_idx_t object, const char* tag) {
  object = duk_normalize_index(ctx, object);
  duk_push_literal(ctx, DUK_WELLKNOWN_SYMBOL("Symbol.toStringTag"));
  duk_push_string(ctx, tag);
  duk_def_prop(ctx, object, readonly_configurable);
}

void push_class(duk_context* ctx, const char* name, duk_c_function function, duk_idx_t arguments,
                int32_t length, int16_t magic) {
  duk_push_c_function(ctx, function, arguments);
  duk_set_magic(ctx, -1, magic);
  define_name_and_length(ctx, name, length);
  // The library's construct() asks: its own constructors can be applied to a made object.
  duk_push_literal(ctx, DUK_HIDDEN_SYMBOL("lib:native"));
  duk_push_false(ctx);
  duk_def_prop(ctx, -3,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_CONFIGURABLE);
  duk_push_object(ctx);
  duk_push_literal(ctx, "prototype");
  duk_dup(ctx, -2);
  duk_def_prop(ctx, -4,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_CLEAR_WRITABLE | DUK_DEFPROP_CLEAR_ENUMERABLE |
                   DUK_DEFPROP_CLEAR_CONFIGURABLE);
  duk_dup(ctx, -2);
  define_builtin(ctx, -2, "constructor");
  duk_push_global_object(ctx);
  duk_dup(ctx, -3);
  define_builtin(ctx, -2, name);
  duk_pop(ctx);
}

void define_species(duk_context* ctx, duk_idx_t object) {
  define_getter(ctx, object, DUK_WELLKNOWN_SYMBOL("Symbol.species"), "get [Symbol.species]",
                species);
}

void push_new_instance(duk_context* ctx, void* prototype, void* slot, const char* name) {
  duk_push_this(ctx);
  bool may = duk_is_constructor_call(ctx) != 0;
  if (!may && duk_is_object(ctx, -1)) {
    duk_get_prototype(ctx, -1);
    while (!may && duk_is_object(ctx, -1)) {
      may = duk_get_heapptr(ctx, -1) == prototype;
      duk_get_prototype(ctx, -1);
      duk_remove(ctx, -2);
    }
    duk_pop(ctx);
  }
  if (may && engine_get_own(ctx, -1, slot)) may = false;
  if (!may) (void)duk_type_error(ctx, "Constructor %s requires 'new'", name);
}

}  // namespace skep
