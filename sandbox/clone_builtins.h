// Built-ins that structured clone needs, kept from before any script could replace them, and what
// it knows of the language library's objects.
#pragma once

#include <cstddef>
#include <cstdint>

#include <duktape.h>

namespace skep {

enum class Captured : uint8_t {
  object_prototype,
  array_prototype,
  date,
  regexp,
  regexp_source,
  regexp_flags,
  view_buffer,
  map,
  map_set,
  set,
  set_add,
};
inline constexpr size_t captured_count = 11;

void push_captured(duk_context* ctx, Captured which);

// An own data property of the object at `index`; runs no getter. False: there is none, and nothing
// is pushed.
bool push_own_value(duk_context* ctx, duk_idx_t index, const char* name);
bool has_own_value(duk_context* ctx, duk_idx_t index, const char* name);

enum class Collection : uint8_t { none, map, set };
Collection collection_of(duk_context* ctx, duk_idx_t index);

// Pushes a list of what is in the Map (key, value, key, value …) or Set at `index`. False: it is
// neither, and nothing is pushed.
bool push_collection_entries(duk_context* ctx, duk_idx_t index);

// Pushes the source and the flags of the regular expression at the top of the stack.
void push_regexp_parts(duk_context* ctx);

}  // namespace skep
