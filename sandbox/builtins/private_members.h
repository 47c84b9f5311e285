// Private members of lowered classes: #field, #method() and accessors.
//
// swc keeps a private field's descriptor, { writable, value } or { get, set }, in a WeakMap of the
// class, and notes in a WeakSet which objects have a private method. These functions are what
// lowered code calls for both; they go to the hidden property that the weak collection stands for.
#pragma once

#include <duktape.h>

namespace skep {

duk_ret_t private_field_init(duk_context* ctx);   // (object, map, descriptor)
duk_ret_t private_field_get(duk_context* ctx);    // (object, map)
duk_ret_t private_field_set(duk_context* ctx);    // (object, map, value)
duk_ret_t private_descriptor(duk_context* ctx);   // (object, map)
duk_ret_t private_method_init(duk_context* ctx);  // (object, set)
duk_ret_t private_method_get(duk_context* ctx);   // (object, set, method)

}  // namespace skep
