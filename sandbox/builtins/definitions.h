// How built-in functions and classes are put in place: named, with the attributes of the standard
// (https://tc39.es/ecma262/#sec-ecmascript-standard-built-in-objects).
#pragma once

#include <cstdint>

#include <duktape.h>

namespace skep {

struct Method {
  const char* key;   // a name, or the literal of a well-known symbol
  const char* name;  // its `name`
  duk_c_function function;
  duk_idx_t arguments;  // how many it reads, or DUK_VARARGS
  int32_t length;       // its `length`
  int16_t magic = 0;
};

// Pushes the function. `new` refuses it.
void push_method(duk_context* ctx, const Method& method);

// Defines it on the object at `object`.
void define_method(duk_context* ctx, duk_idx_t object, const Method& method);

// An accessor without a setter, whose function is called "get NAME".
void define_getter(duk_context* ctx, duk_idx_t object, const char* key, const char* name,
                   duk_c_function get);

// [Symbol.toStringTag].
void define_tag(duk_context* ctx, duk_idx_t object, const char* tag);

// Pushes a constructor and its prototype object, which inherits from Object.prototype; the global
// scope has it under `name`.
void push_class(duk_context* ctx, const char* name, duk_c_function function, duk_idx_t arguments,
                int32_t length, int16_t magic = 0);

// get [Symbol.species] of the constructor at `object`: its receiver.
void define_species(duk_context* ctx, duk_idx_t object);

// What a constructor does first. Whether the object it is applied to may become an instance: `new`
// made it, or a lowered class, whose super() applies its parent to an object that inherits from the
// parent's prototype and has not been through it. Pushes the instance, or throws.
void push_new_instance(duk_context* ctx, void* prototype, void* slot, const char* name);

}  // namespace skep
