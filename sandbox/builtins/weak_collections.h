// WeakMap and WeakSet: https://tc39.es/ecma262/#sec-weakmap-objects
//
// A weak collection stores nothing itself: a value hangs on its key, under a hidden symbol that
// belongs to this collection, and goes when the key goes. Neither a frozen key nor a Proxy is in
// the way (engine/engine_extras.h), and no script can see it. What a collection that has gone left
// on a key stays until the key goes.
#pragma once

#include <duktape.h>

namespace skep {

// Of a WeakMap or WeakSet, by the hidden property under Intrinsics::weak_key.
enum class WeakKind : int16_t { none = 0, map = 1, set = 2 };
WeakKind weak_kind_of(duk_context* ctx, duk_idx_t index);

// The hidden symbol of the weak collection at `index`, which stays alive as long as that; throws a
// TypeError if it is none.
void* weak_symbol(duk_context* ctx, duk_idx_t index);

void define_weak_collections(duk_context* ctx);

}  // namespace skep
