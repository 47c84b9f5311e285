#include "sandbox/clone_builtins.h"

#include <string_view>

#include "sandbox/builtins/map_set.h"
#include "sandbox/realm.h"
#include "sandbox/structured_clone.h"
#include "sandbox/text.h"

namespace skep {
namespace {

constexpr const char* stash_name = "cloneBuiltins";
constexpr const char* regexp_slot = DUK_HIDDEN_SYMBOL("lib:regexp");

constexpr const char* view_buffer_source =
    "(Object.getOwnPropertyDescriptor(Uint8Array.prototype, 'buffer') ||"
    " Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'buffer')).get";

// The standard's own `flags` asks the object for each flag, where a script may have put another
// answer; a clone has the flags that the regular expression was made with.
constexpr const char* regexp_flags_source =
    "(function (apply, letters, getters) {"
    "  return function () {"
    "    var flags = '';"
    "    for (var i = 0; i < letters.length; i++) if (apply(getters[i], this, [])) flags += "
    "letters[i];"
    "    return flags;"
    "  };"
    "})(Reflect.apply, 'gim', ['global', 'ignoreCase', 'multiline'].map(function (name) {"
    "  return Object.getOwnPropertyDescriptor(RegExp.prototype, name).get;"
    "}))";

// In the order of Captured.
constexpr const char* sources[] = {
    "Object.prototype",
    "Array.prototype",
    "Date",
    "RegExp",
    "Object.getOwnPropertyDescriptor(RegExp.prototype, 'source').get",
    regexp_flags_source,
    view_buffer_source,
    "typeof Map === 'function' ? Map : null",
    "typeof Map === 'function' ? Map.prototype.set : null",
    "typeof Set === 'function' ? Set : null",
    "typeof Set === 'function' ? Set.prototype.add : null",
};

}  // namespace

void capture_clone_builtins(duk_context* ctx) {
  static_assert(std::size(sources) == captured_count);
  Realm& realm = realm_of(ctx);
  duk_push_heap_stash(ctx);
  const duk_idx_t list = duk_push_bare_array(ctx);
  for (duk_uarridx_t index = 0; index < captured_count; index++) {
    duk_eval_string(ctx, sources[index]);
    realm.captured[index] = duk_get_heapptr(ctx, -1);
    duk_put_prop_index(ctx, list, index);
  }
  duk_put_prop_string(ctx, -2, stash_name);
  duk_pop(ctx);
}

void push_captured(duk_context* ctx, Captured which) {
  duk_push_heapptr(ctx, realm_of(ctx).captured[static_cast<size_t>(which)]);
}

bool push_own_value(duk_context* ctx, duk_idx_t index, const char* name) {
  index = duk_normalize_index(ctx, index);
  duk_push_string(ctx, name);
  duk_get_prop_desc(ctx, index, 0);
  // A descriptor is an ordinary object: only its own fields count.
  if (duk_is_object(ctx, -1)) {
    duk_push_undefined(ctx);
    duk_set_prototype(ctx, -2);
    if (duk_has_prop_string(ctx, -1, "value")) {
      duk_get_prop_string(ctx, -1, "value");
      duk_remove(ctx, -2);
      return true;
    }
  }
  duk_pop(ctx);
  return false;
}

bool has_own_value(duk_context* ctx, duk_idx_t index, const char* name) {
  if (!push_own_value(ctx, index, name)) return false;
  duk_pop(ctx);
  return true;
}

Collection collection_of(duk_context* ctx, duk_idx_t index) {
  OpenCollection opened;
  if (!open_collection(ctx, index, opened)) return Collection::none;
  duk_pop(ctx);
  return opened.is_map() ? Collection::map : Collection::set;
}

bool push_collection_entries(duk_context* ctx, duk_idx_t index) {
  OpenCollection opened;
  if (!open_collection(ctx, index, opened)) return false;
  const duk_uarridx_t width = opened.is_map() ? 2 : 1;
  const duk_idx_t list = duk_push_bare_array(ctx);
  duk_uarridx_t next = 0;
  uint64_t order = 0;
  uint32_t at;
  while ((at = next_entry(opened, order)) != CollectionTable::none) {
    for (duk_uarridx_t part = 0; part < width; part++) {
      duk_get_prop_index(ctx, opened.list, opened.key_place(at) + part);
      duk_put_prop_index(ctx, list, next++);
    }
  }
  duk_remove(ctx, opened.list);
  return true;
}

void push_regexp_parts(duk_context* ctx) {
  const duk_idx_t regexp = duk_normalize_index(ctx, -1);
  // One with flags or groups that the engine lacks is known to the library by its record.
  if (push_own_value(ctx, regexp, regexp_slot)) {
    duk_get_prop_string(ctx, -1, "source");
    duk_get_prop_string(ctx, -2, "flags");
    duk_remove(ctx, -3);
    return;
  }
  for (const Captured getter : {Captured::regexp_source, Captured::regexp_flags}) {
    push_captured(ctx, getter);
    duk_dup(ctx, regexp);
    duk_call_method(ctx, 0);
  }
}

}  // namespace skep
