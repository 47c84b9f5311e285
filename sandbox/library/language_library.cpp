#include "sandbox/library/language_library.h"

#include "sandbox/builtins/async_function.h"
#include "sandbox/builtins/builtins.h"
#include "sandbox/builtins/intrinsics.h"
#include "sandbox/builtins/private_members.h"
#include "sandbox/builtins/promise.h"
#include "sandbox/library/json_text.h"
#include "sandbox/library/regexp_host.h"

namespace skep {
namespace {

// (name): a key that no script can spell, list or reach through a Proxy.
duk_ret_t hidden(duk_context* heap) {
  duk_push_sprintf(heap, DUK_HIDDEN_SYMBOL("lib:%s"), duk_require_string(heap, 0));
  return 1;
}

// (object, key, value): defines a hidden property, even on an object that takes no new ones.
duk_ret_t define_hidden(duk_context* heap) {
  duk_def_prop(heap, 0, DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_FORCE);
  return 0;
}

// (object, key, value): defines an ordinary property. A descriptor written as a literal would
// inherit what a script has put on Object.prototype.
duk_ret_t define_ordinary(duk_context* heap) {
  duk_def_prop(heap, 0,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_SET_WRITABLE | DUK_DEFPROP_SET_ENUMERABLE |
                   DUK_DEFPROP_SET_CONFIGURABLE);
  return 0;
}

// (name, function): the function, which has that name from now on.
duk_ret_t name_function(duk_context* heap) {
  duk_push_literal(heap, "name");
  duk_dup(heap, 0);
  duk_def_prop(heap, 1,
               DUK_DEFPROP_HAVE_VALUE | DUK_DEFPROP_HAVE_CONFIGURABLE | DUK_DEFPROP_CONFIGURABLE |
                   DUK_DEFPROP_FORCE);
  return 1;
}

// https://tc39.es/ecma262/#sec-object.assign
duk_ret_t object_assign(duk_context* heap) {
  const duk_idx_t count = duk_get_top(heap);
  if (count == 0 || duk_is_null_or_undefined(heap, 0)) {
    return duk_type_error(heap, "Cannot convert undefined or null to object");
  }
  duk_to_object(heap, 0);
  for (duk_idx_t i = 1; i < count; ++i) {
    if (duk_is_null_or_undefined(heap, i)) continue;
    duk_to_object(heap, i);
    duk_enum(heap, i,
             DUK_ENUM_OWN_PROPERTIES_ONLY | DUK_ENUM_INCLUDE_SYMBOLS | DUK_ENUM_SORT_ARRAY_INDICES);
    while (duk_next(heap, -1, 0) != 0) {
      duk_dup_top(heap);
      duk_get_prop(heap, i);
      duk_put_prop(heap, 0);
    }
    duk_pop(heap);
  }
  duk_dup(heap, 0);
  return 1;
}

// (value): whether `new` takes it.
duk_ret_t is_constructor(duk_context* heap) {
  duk_push_boolean(heap, duk_is_constructable(heap, 0));
  return 1;
}

void put_function(duk_context* heap, const char* name, duk_c_function function, duk_idx_t count) {
  duk_push_c_function(heap, function, count);
  duk_put_prop_string(heap, -2, name);
}

void put_object(duk_context* heap, const char* name, void* object) {
  duk_push_heapptr(heap, object);
  duk_put_prop_string(heap, -2, name);
}

}  // namespace

void install_language_library(duk_context* heap, const LanguageHost& host) {
  define_builtins(heap, host.promise_rejection);
  duk_push_literal(heap, "language_library.js");
  duk_compile_lstring_filename(heap, 0, language_library_start, language_library_size);
  duk_call(heap, 0);
  duk_push_object(heap);
  put_function(heap, "hidden", hidden, 1);
  put_function(heap, "defineHidden", define_hidden, 3);
  put_function(heap, "dynamicImport", host.dynamic_import, 2);
  put_function(heap, "put", define_ordinary, 3);
  put_function(heap, "nameFunction", name_function, 2);
  put_function(heap, "assign", object_assign, DUK_VARARGS);
  put_function(heap, "isConstructor", is_constructor, 1);
  put_function(heap, "wellFormedJson", well_formed_json, 1);
  put_function(heap, "regexpCompile", regexp_compile, 2);
  put_function(heap, "regexpMatch", regexp_match, 4);
  const Intrinsics& known = intrinsics_of(heap);
  put_object(heap, "IteratorPrototype", known.iterator_prototype);
  put_object(heap, "ArrayIteratorPrototype", known.array_iterator_prototype);
  put_function(heap, "newCapability", library_new_capability, 1);
  put_function(heap, "startAsync", start_async_function, 3);
  put_function(heap, "privateFieldInit", private_field_init, 3);
  put_function(heap, "privateFieldGet", private_field_get, 2);
  put_function(heap, "privateFieldSet", private_field_set, 3);
  put_function(heap, "privateDescriptor", private_descriptor, 2);
  put_function(heap, "privateMethodInit", private_method_init, 2);
  put_function(heap, "privateMethodGet", private_method_get, 3);
  put_function(heap, "setGenerator", set_generator_resume, 1);
  duk_call(heap, 1);
  duk_pop(heap);
}

}  // namespace skep
