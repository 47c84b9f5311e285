#include "sandbox/builtins/map_set.h"

#include <bit>
#include <cmath>
#include <cstdlib>

#include "engine/engine_extras.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/builtins/fill_collection.h"
#include "sandbox/builtins/intrinsics.h"
#include "sandbox/builtins/iteration.h"
#include "sandbox/define.h"

namespace skep {
namespace {

enum KeyType : uint32_t { number_key = 1, text_key, object_key, boolean_key, other_key };

CollectionTable* table_in(duk_context* ctx, duk_idx_t list, duk_size_t* size = nullptr) {
  duk_get_prop_index(ctx, list, 0);
  auto* table = static_cast<CollectionTable*>(duk_get_buffer(ctx, -1, size));
  duk_pop(ctx);
  return table;
}

// The instance at the top of the stack becomes an empty collection. Leaves its list above it.
OpenCollection open_instance(duk_context* ctx, CollectionKind kind) {
  void* owner = duk_get_heapptr(ctx, -1);
  const duk_idx_t list = duk_push_bare_array(ctx);
  auto* table = static_cast<CollectionTable*>(
      duk_push_dynamic_buffer(ctx, CollectionTable::bytes_for(CollectionTable::smallest)));
  table->open(CollectionTable::smallest);
  table->owner = owner;
  table->kind = static_cast<uint32_t>(kind);
  duk_put_prop_index(ctx, list, 0);
  duk_dup(ctx, list);
  engine_set_own(ctx, list - 1, intrinsics_of(ctx).entries_key);
  return {list, table};
}

void resize(duk_context* ctx, OpenCollection& opened, uint32_t capacity) {
  duk_get_prop_index(ctx, opened.list, 0);
  opened.table = static_cast<CollectionTable*>(
      duk_resize_buffer(ctx, -1, CollectionTable::bytes_for(capacity)));
  duk_pop(ctx);
}

// Moves the entries together. Every element it writes is there already, so nothing is allocated and
// nothing can fail on the way.
void close_gaps(duk_context* ctx, OpenCollection& opened) {
  CollectionTable& table = *opened.table;
  const duk_uarridx_t width = opened.is_map() ? 2 : 1;
  uint32_t left = 0;
  for (uint32_t i = 0; i < table.used(); i++) {
    if (!table.has(i)) continue;
    if (i != left) {
      for (duk_uarridx_t part = 0; part < width; part++) {
        duk_get_prop_index(ctx, opened.list, opened.key_place(i) + part);
        duk_put_prop_index(ctx, opened.list, opened.key_place(left) + part);
      }
      table.move(i, left);
    }
    left++;
  }
  table.finish_moving(left);
  duk_set_length(ctx, opened.list, opened.key_place(left));
}

void make_room(duk_context* ctx, OpenCollection& opened) {
  if (!opened.table->full()) return;
  if (opened.table->sparse()) return close_gaps(ctx, opened);
  const uint32_t capacity = opened.table->capacity() * 2;
  if (capacity > CollectionTable::largest) (void)duk_range_error(ctx, "too many entries");
  resize(ctx, opened, capacity);
  opened.table->resize(capacity);
}

}  // namespace

KeyIdentity identity_of(duk_context* ctx, duk_idx_t index) {
  switch (duk_get_type(ctx, index)) {
    case DUK_TYPE_NUMBER: {
      const double number = duk_get_number(ctx, index);
      if (number == 0) return {0, number_key};  // -0 too
      if (std::isnan(number)) return {1, number_key};
      return {std::bit_cast<uint64_t>(number), number_key};
    }
    case DUK_TYPE_STRING:  // interned, so the address says all; a symbol is a string here
      return {reinterpret_cast<uint64_t>(duk_get_heapptr(ctx, index)), text_key};
    case DUK_TYPE_OBJECT:
      return {reinterpret_cast<uint64_t>(duk_get_heapptr(ctx, index)), object_key};
    case DUK_TYPE_BOOLEAN: return {duk_get_boolean(ctx, index) != 0, boolean_key};
    case DUK_TYPE_NULL: return {1, other_key};
    default: return {0, other_key};
  }
}

bool open_collection(duk_context* ctx, duk_idx_t index, OpenCollection& opened) {
  if (!engine_get_own(ctx, index, intrinsics_of(ctx).entries_key)) return false;
  opened.list = duk_normalize_index(ctx, -1);
  opened.table = table_in(ctx, opened.list);
  return true;
}

OpenCollection receiver_collection(duk_context* ctx, CollectionKind kind) {
  duk_push_this(ctx);
  OpenCollection opened;
  if (open_collection(ctx, -1, opened) && opened.table->kind == static_cast<uint32_t>(kind)) {
    return opened;
  }
  (void)duk_type_error(ctx, "method of a %s called on another value",
                       kind == CollectionKind::map ? "Map" : "Set");
  std::abort();
}

OpenCollection push_collection(duk_context* ctx, CollectionKind kind) {
  const Intrinsics& known = intrinsics_of(ctx);
  duk_push_bare_object(ctx);
  duk_push_heapptr(ctx, kind == CollectionKind::map ? known.map_prototype : known.set_prototype);
  duk_set_prototype(ctx, -2);
  return open_instance(ctx, kind);
}

void put_entry(duk_context* ctx, OpenCollection& opened, duk_idx_t key, duk_idx_t value) {
  const KeyIdentity identity = identity_of(ctx, key);
  const uint32_t found = opened.table->find(identity);
  if (found != CollectionTable::none) {
    if (!opened.is_map()) return;
    duk_dup(ctx, value);
    duk_put_prop_index(ctx, opened.list, opened.key_place(found) + 1);
    return;
  }
  make_room(ctx, opened);
  const duk_uarridx_t place = opened.key_place(opened.table->used());
  if (identity == KeyIdentity{0, number_key}) {
    duk_push_uint(ctx, 0);
  } else {
    duk_dup(ctx, key);
  }
  duk_put_prop_index(ctx, opened.list, place);
  if (opened.is_map()) {
    duk_dup(ctx, value);
    duk_put_prop_index(ctx, opened.list, place + 1);
  }
  opened.table->append(identity);
}

bool remove_entry(duk_context* ctx, OpenCollection& opened, duk_idx_t key) {
  CollectionTable& table = *opened.table;
  const uint32_t found = table.find(identity_of(ctx, key));
  if (found == CollectionTable::none) return false;
  table.remove(found);
  const duk_uarridx_t place = opened.key_place(found);
  duk_push_undefined(ctx);
  duk_put_prop_index(ctx, opened.list, place);
  if (opened.is_map()) {
    duk_push_undefined(ctx);
    duk_put_prop_index(ctx, opened.list, place + 1);
  }
  return true;
}

uint32_t next_entry(const OpenCollection& opened, uint64_t& order) {
  const uint32_t index = opened.table->index_from(order);
  if (index != CollectionTable::none) order = opened.table->order_of(index) + 1;
  return index;
}

namespace {

CollectionKind kind_of_method(duk_context* ctx) {
  return static_cast<CollectionKind>(duk_get_current_magic(ctx));
}

// new Map(iterable), new Set(iterable)
duk_ret_t construct(duk_context* ctx) {
  const CollectionKind kind = kind_of_method(ctx);
  const bool is_map = kind == CollectionKind::map;
  const char* type = is_map ? "Map" : "Set";
  const Intrinsics& known = intrinsics_of(ctx);
  push_new_instance(ctx, is_map ? known.map_prototype : known.set_prototype, known.entries_key,
                    type);
  open_instance(ctx, kind);
  duk_pop(ctx);
  fill_collection(ctx, is_map ? Filling::entries : Filling::values, type);
  return 0;
}

duk_ret_t map_get(duk_context* ctx) {
  const OpenCollection opened = receiver_collection(ctx, CollectionKind::map);
  const uint32_t found = opened.table->find(identity_of(ctx, 0));
  if (found == CollectionTable::none) return 0;
  duk_get_prop_index(ctx, opened.list, opened.key_place(found) + 1);
  return 1;
}

duk_ret_t map_set(duk_context* ctx) {
  OpenCollection opened = receiver_collection(ctx, CollectionKind::map);
  put_entry(ctx, opened, 0, 1);
  duk_set_top(ctx, opened.list);
  return 1;
}

duk_ret_t set_add(duk_context* ctx) {
  OpenCollection opened = receiver_collection(ctx, CollectionKind::set);
  put_entry(ctx, opened, 0, 0);
  duk_set_top(ctx, opened.list);
  return 1;
}

duk_ret_t has(duk_context* ctx) {
  const OpenCollection opened = receiver_collection(ctx, kind_of_method(ctx));
  duk_push_boolean(ctx, opened.table->find(identity_of(ctx, 0)) != CollectionTable::none);
  return 1;
}

duk_ret_t delete_entry(duk_context* ctx) {
  OpenCollection opened = receiver_collection(ctx, kind_of_method(ctx));
  duk_push_boolean(ctx, remove_entry(ctx, opened, 0));
  return 1;
}

duk_ret_t clear(duk_context* ctx) {
  OpenCollection opened = receiver_collection(ctx, kind_of_method(ctx));
  resize(ctx, opened, CollectionTable::smallest);
  opened.table->clear(CollectionTable::smallest);
  duk_set_length(ctx, opened.list, 1);
  duk_compact(ctx, opened.list);
  return 0;
}

duk_ret_t map_size(duk_context* ctx) {
  duk_push_uint(ctx, receiver_collection(ctx, CollectionKind::map).table->live());
  return 1;
}

duk_ret_t set_size(duk_context* ctx) {
  duk_push_uint(ctx, receiver_collection(ctx, CollectionKind::set).table->live());
  return 1;
}

duk_ret_t for_each(duk_context* ctx) {
  OpenCollection opened = receiver_collection(ctx, kind_of_method(ctx));
  if (!duk_is_callable(ctx, 0)) (void)duk_type_error(ctx, "callback is not a function");
  uint64_t order = 0;
  for (;;) {
    // The callback may have made the table move.
    opened.table = table_in(ctx, opened.list);
    const uint32_t at = next_entry(opened, order);
    if (at == CollectionTable::none) return 0;
    const duk_uarridx_t place = opened.key_place(at);
    duk_dup(ctx, 0);
    duk_dup(ctx, 1);
    duk_get_prop_index(ctx, opened.list, opened.is_map() ? place + 1 : place);
    duk_get_prop_index(ctx, opened.list, place);
    duk_dup(ctx, 2);
    duk_call_method(ctx, 3);
    duk_pop(ctx);
  }
}

duk_ret_t group_step(duk_context* ctx, void* place) {
  // [items callback map list … value]
  auto& position = *static_cast<double*>(place);
  const duk_idx_t value = duk_get_top_index(ctx);
  duk_dup(ctx, 1);
  duk_push_undefined(ctx);
  duk_dup(ctx, value);
  duk_push_number(ctx, position++);
  duk_call_method(ctx, 2);
  OpenCollection groups{3, table_in(ctx, 3)};
  const uint32_t found = groups.table->find(identity_of(ctx, -1));
  if (found == CollectionTable::none) {
    duk_push_array(ctx);
    duk_dup(ctx, value);
    define_element(ctx, -2, 0);
    put_entry(ctx, groups, duk_normalize_index(ctx, -2), duk_normalize_index(ctx, -1));
  } else {
    duk_get_prop_index(ctx, 3, groups.key_place(found) + 1);
    duk_dup(ctx, value);
    define_element(ctx, -2, static_cast<duk_uarridx_t>(duk_get_length(ctx, -2)));
  }
  return 0;
}

duk_ret_t map_group_by(duk_context* ctx) {
  if (duk_is_null_or_undefined(ctx, 0)) (void)duk_type_error(ctx, "items are not iterable");
  if (!duk_is_callable(ctx, 1)) (void)duk_type_error(ctx, "callback is not a function");
  push_collection(ctx, CollectionKind::map);
  double position = 0;
  iterate(ctx, 0, group_step, &position);
  duk_set_top(ctx, 3);
  return 1;
}

// What Map and Set have in common: [… constructor prototype].
void define_shared(duk_context* ctx, CollectionKind kind) {
  const auto magic = static_cast<int16_t>(kind);
  define_method(ctx, -1, {"has", "has", has, 1, 1, magic});
  define_method(ctx, -1, {"delete", "delete", delete_entry, 1, 1, magic});
  define_method(ctx, -1, {"clear", "clear", clear, 0, 0, magic});
  define_method(ctx, -1, {"forEach", "forEach", for_each, 2, 1, magic});
  define_species(ctx, -2);
}

}  // namespace

void define_map_and_set(duk_context* ctx) {
  Intrinsics& known = intrinsics_of(ctx);
  constexpr auto map = static_cast<int16_t>(CollectionKind::map);
  constexpr auto set = static_cast<int16_t>(CollectionKind::set);

  push_class(ctx, "Map", construct, 1, 0, map);
  known.map_prototype = keep_intrinsic(ctx);
  define_method(ctx, -1, {"get", "get", map_get, 1, 1});
  define_method(ctx, -1, {"set", "set", map_set, 2, 2});
  define_shared(ctx, CollectionKind::map);
  define_getter(ctx, -1, "size", "get size", map_size);
  define_method(ctx, -1, {"keys", "keys", map_iterator, 0, 0, 1});
  define_method(ctx, -1, {"values", "values", map_iterator, 0, 0, 0});
  define_method(ctx, -1, {"entries", "entries", map_iterator, 0, 0, 2});
  duk_get_prop_literal(ctx, -1, "entries");
  define_builtin(ctx, -2, DUK_WELLKNOWN_SYMBOL("Symbol.iterator"));
  define_tag(ctx, -1, "Map");
  define_method(ctx, -2, {"groupBy", "groupBy", map_group_by, 2, 2});
  duk_pop_2(ctx);

  push_class(ctx, "Set", construct, 1, 0, set);
  known.set_prototype = keep_intrinsic(ctx);
  define_method(ctx, -1, {"add", "add", set_add, 1, 1});
  define_shared(ctx, CollectionKind::set);
  define_getter(ctx, -1, "size", "get size", set_size);
  define_method(ctx, -1, {"entries", "entries", set_iterator, 0, 0, 2});
  define_method(ctx, -1, {"values", "values", set_iterator, 0, 0, 0});
  duk_get_prop_literal(ctx, -1, "values");
  duk_dup(ctx, -1);
  define_builtin(ctx, -3, "keys");
  define_builtin(ctx, -2, DUK_WELLKNOWN_SYMBOL("Symbol.iterator"));
  define_tag(ctx, -1, "Set");
  define_set_methods(ctx, -1);
  duk_pop_2(ctx);
  define_collection_iterators(ctx);
}

}  // namespace skep
