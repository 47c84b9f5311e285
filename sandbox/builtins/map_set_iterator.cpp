// The iterators of Map and Set: https://tc39.es/ecma262/#sec-map-iterator-objects
//
// An iterator holds its collection, and in its cursor the order number of the entry that comes
// next.
#include "engine/engine_extras.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/builtins/intrinsics.h"
#include "sandbox/builtins/iteration.h"
#include "sandbox/builtins/map_set.h"

namespace skep {
namespace {

duk_ret_t make(duk_context* ctx, CollectionKind kind, void* prototype, CursorType type) {
  receiver_collection(ctx, kind);
  push_iterator(ctx, prototype, -2, type, static_cast<IterationKind>(duk_get_current_magic(ctx)));
  return 1;
}

duk_ret_t next(duk_context* ctx) {
  const auto type = static_cast<CursorType>(duk_get_current_magic(ctx));
  Cursor& cursor = receiver_cursor(ctx, type, type == map_cursor ? "Map Iterator" : "Set Iterator");
  OpenCollection opened;
  uint32_t at = CollectionTable::none;
  if (!cursor.done) {
    open_collection(ctx, -1, opened);
    at = next_entry(opened, cursor.at);
  }
  if (at == CollectionTable::none) {
    if (!cursor.done) engine_delete_own(ctx, 0, intrinsics_of(ctx).target_key);
    cursor.done = true;
    push_end(ctx);
    return 1;
  }
  const duk_uarridx_t place = opened.key_place(at);
  const bool pair = cursor.kind == IterationKind::entries;
  if (pair || cursor.kind == IterationKind::keys) duk_get_prop_index(ctx, opened.list, place);
  if (pair || cursor.kind == IterationKind::values) {
    duk_get_prop_index(ctx, opened.list, opened.is_map() ? place + 1 : place);
  }
  if (pair) wrap_pair(ctx);
  wrap_result(ctx);
  return 1;
}

void* define_prototype(duk_context* ctx, CursorType type, const char* tag) {
  duk_push_object(ctx);
  duk_push_heapptr(ctx, intrinsics_of(ctx).iterator_prototype);
  duk_set_prototype(ctx, -2);
  define_method(ctx, -1, {"next", "next", next, 0, 0, static_cast<int16_t>(type)});
  define_tag(ctx, -1, tag);
  void* prototype = keep_intrinsic(ctx);
  duk_pop(ctx);
  return prototype;
}

}  // namespace

duk_ret_t map_iterator(duk_context* ctx) {
  return make(ctx, CollectionKind::map, intrinsics_of(ctx).map_iterator_prototype, map_cursor);
}

duk_ret_t set_iterator(duk_context* ctx) {
  return make(ctx, CollectionKind::set, intrinsics_of(ctx).set_iterator_prototype, set_cursor);
}

void define_collection_iterators(duk_context* ctx) {
  Intrinsics& known = intrinsics_of(ctx);
  known.map_iterator_prototype = define_prototype(ctx, map_cursor, "Map Iterator");
  known.set_iterator_prototype = define_prototype(ctx, set_cursor, "Set Iterator");
}

}  // namespace skep
