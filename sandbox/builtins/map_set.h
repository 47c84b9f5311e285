// Map and Set: https://tc39.es/ecma262/#sec-map-objects, #sec-set-objects
//
// An instance has one hidden property: its list, an array of the engine's without a prototype, so
// that the collector finds all it holds. Element 0 is the buffer with the CollectionTable; then
// come the entries in order of insertion, key and value of a Map, the value of a Set.
//
// Whatever can fail for lack of memory happens before the table changes: an exhausted heap leaves a
// collection as it was.
#pragma once

#include <duktape.h>

#include "sandbox/builtins/collection_table.h"

namespace skep {

enum class CollectionKind : uint32_t { map = 1, set = 2 };

// A Map or Set under way. Holds stack indices and a pointer that is good until the next insertion.
struct OpenCollection {
  duk_idx_t list = 0;
  CollectionTable* table = nullptr;

  bool is_map() const { return table->kind == static_cast<uint32_t>(CollectionKind::map); }
  duk_uarridx_t key_place(uint32_t index) const {
    return is_map() ? 1 + 2 * duk_uarridx_t{index} : 1 + duk_uarridx_t{index};
  }
};

// Pushes the list of the Map or Set at `index`, if it is one: through no prototype and no Proxy.
bool open_collection(duk_context* ctx, duk_idx_t index, OpenCollection& opened);

// The same for the receiver of a method; throws a TypeError if it is of another kind.
OpenCollection receiver_collection(duk_context* ctx, CollectionKind kind);

// Pushes a new, empty one.
OpenCollection push_collection(duk_context* ctx, CollectionKind kind);

// What the value at `index` is as a key.
KeyIdentity identity_of(duk_context* ctx, duk_idx_t index);

// Sets the entry of the key at `key`, to the value at `value` if it is a Map.
void put_entry(duk_context* ctx, OpenCollection& opened, duk_idx_t key, duk_idx_t value);
bool remove_entry(duk_context* ctx, OpenCollection& opened, duk_idx_t key);

// The entry that an iteration comes to next, whose position is `order` (0 at first). Pushes
// nothing. CollectionTable::none at the end.
uint32_t next_entry(const OpenCollection& opened, uint64_t& order);

// The intrinsic methods, whatever a script has made of the globals: step of a constructor and of
// structured clone.
void define_map_and_set(duk_context* ctx);
void define_set_methods(duk_context* ctx, duk_idx_t prototype);  // set_methods.cpp
void define_collection_iterators(duk_context* ctx);              // map_set_iterator.cpp

// Methods that make an iterator; their magic is an IterationKind.
duk_ret_t map_iterator(duk_context* ctx);
duk_ret_t set_iterator(duk_context* ctx);

}  // namespace skep
