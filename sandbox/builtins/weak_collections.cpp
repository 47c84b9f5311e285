#include "sandbox/builtins/weak_collections.h"

#include <cstdlib>

#include "engine/engine_extras.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/builtins/fill_collection.h"
#include "sandbox/builtins/intrinsics.h"

namespace skep {
namespace {

// The record under weak_key: [kind, the symbol]. The symbol is alive as long as the record.
void* receiver_symbol(duk_context* ctx, WeakKind kind) {
  duk_push_this(ctx);
  if (engine_get_own(ctx, -1, intrinsics_of(ctx).weak_key)) {
    duk_get_prop_index(ctx, -1, 0);
    if (duk_get_int(ctx, -1) == static_cast<int>(kind)) {
      duk_get_prop_index(ctx, -2, 1);
      return duk_get_heapptr(ctx, -1);
    }
  }
  (void)duk_type_error(ctx, "method of a %s called on another value",
                       kind == WeakKind::map ? "WeakMap" : "WeakSet");
  std::abort();
}

WeakKind kind_of_method(duk_context* ctx) {
  return static_cast<WeakKind>(duk_get_current_magic(ctx));
}

void require_key(duk_context* ctx, const char* what) {
  if (!duk_is_object(ctx, 0)) (void)duk_type_error(ctx, "%s must be an object", what);
}

duk_ret_t construct(duk_context* ctx) {
  const WeakKind kind = kind_of_method(ctx);
  const bool is_map = kind == WeakKind::map;
  const char* type = is_map ? "WeakMap" : "WeakSet";
  Intrinsics& known = intrinsics_of(ctx);
  push_new_instance(ctx, is_map ? known.weak_map_prototype : known.weak_set_prototype,
                    known.weak_key, type);
  duk_push_bare_array(ctx);
  duk_push_int(ctx, static_cast<int>(kind));
  duk_put_prop_index(ctx, -2, 0);
  duk_push_sprintf(ctx, DUK_HIDDEN_SYMBOL("lib:weak%llu"),
                   static_cast<unsigned long long>(++known.weak_collections));
  duk_put_prop_index(ctx, -2, 1);
  engine_set_own(ctx, -2, known.weak_key);
  fill_collection(ctx, is_map ? Filling::entries : Filling::values, type);
  return 0;
}

duk_ret_t get(duk_context* ctx) {
  void* symbol = receiver_symbol(ctx, WeakKind::map);
  return duk_is_object(ctx, 0) && engine_get_own(ctx, 0, symbol) ? 1 : 0;
}

duk_ret_t set(duk_context* ctx) {
  void* symbol = receiver_symbol(ctx, WeakKind::map);
  require_key(ctx, "a WeakMap key");
  duk_dup(ctx, 1);
  engine_set_own(ctx, 0, symbol);
  duk_push_this(ctx);
  return 1;
}

duk_ret_t add(duk_context* ctx) {
  void* symbol = receiver_symbol(ctx, WeakKind::set);
  require_key(ctx, "a WeakSet value");
  duk_push_true(ctx);
  engine_set_own(ctx, 0, symbol);
  duk_push_this(ctx);
  return 1;
}

duk_ret_t has(duk_context* ctx) {
  void* symbol = receiver_symbol(ctx, kind_of_method(ctx));
  duk_push_boolean(ctx, duk_is_object(ctx, 0) && engine_get_own(ctx, 0, symbol));
  return 1;
}

duk_ret_t delete_entry(duk_context* ctx) {
  void* symbol = receiver_symbol(ctx, kind_of_method(ctx));
  duk_push_boolean(ctx, duk_is_object(ctx, 0) && engine_delete_own(ctx, 0, symbol));
  return 1;
}

}  // namespace

WeakKind weak_kind_of(duk_context* ctx, duk_idx_t index) {
  if (!engine_get_own(ctx, index, intrinsics_of(ctx).weak_key)) return WeakKind::none;
  duk_get_prop_index(ctx, -1, 0);
  const auto kind = static_cast<WeakKind>(duk_get_int(ctx, -1));
  duk_pop_2(ctx);
  return kind;
}

void* weak_symbol(duk_context* ctx, duk_idx_t index) {
  if (!engine_get_own(ctx, index, intrinsics_of(ctx).weak_key)) {
    (void)duk_type_error(ctx, "not a weak collection");
  }
  duk_get_prop_index(ctx, -1, 1);
  void* symbol = duk_get_heapptr(ctx, -1);
  duk_pop_2(ctx);
  return symbol;
}

void define_weak_collections(duk_context* ctx) {
  Intrinsics& known = intrinsics_of(ctx);
  constexpr auto map = static_cast<int16_t>(WeakKind::map);
  constexpr auto set_kind = static_cast<int16_t>(WeakKind::set);

  push_class(ctx, "WeakMap", construct, 1, 0, map);
  known.weak_map_prototype = keep_intrinsic(ctx);
  define_method(ctx, -1, {"delete", "delete", delete_entry, 1, 1, map});
  define_method(ctx, -1, {"get", "get", get, 1, 1});
  define_method(ctx, -1, {"set", "set", set, 2, 2});
  define_method(ctx, -1, {"has", "has", has, 1, 1, map});
  define_tag(ctx, -1, "WeakMap");
  duk_pop_2(ctx);

  push_class(ctx, "WeakSet", construct, 1, 0, set_kind);
  known.weak_set_prototype = keep_intrinsic(ctx);
  define_method(ctx, -1, {"delete", "delete", delete_entry, 1, 1, set_kind});
  define_method(ctx, -1, {"has", "has", has, 1, 1, set_kind});
  define_method(ctx, -1, {"add", "add", add, 1, 1});
  define_tag(ctx, -1, "WeakSet");
  duk_pop_2(ctx);
}

}  // namespace skep
