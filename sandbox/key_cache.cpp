#include "sandbox/key_cache.h"

#include <cstring>

#include "sandbox/text.h"

namespace skep {

void KeyCache::open(duk_context* ctx) {
  duk_push_heap_stash(ctx);
  duk_push_bare_array(ctx);
  kept_ = duk_get_heapptr(ctx, -1);
  duk_put_prop_string(ctx, -2, "keyCache");
  duk_pop(ctx);
}

void* KeyCache::push(duk_context* ctx, std::string_view bytes) {
  const bool may_be_kept = !bytes.empty() && bytes.size() <= longest;
  size_t place = 0;
  if (may_be_kept) {
    const auto first = static_cast<uint8_t>(bytes.front());
    const auto last = static_cast<uint8_t>(bytes.back());
    place = (bytes.size() * 31 + first * 7u + last) % places;
    const Entry& entry = entries_[place];
    if (entry.length == bytes.size() && std::memcmp(entry.text, bytes.data(), bytes.size()) == 0) {
      duk_push_heapptr(ctx, entry.string);
      return entry.string;
    }
  }
  if (!is_engine_text(bytes)) return nullptr;
  const char* text = duk_push_lstring(ctx, bytes.data(), bytes.size());
  void* string = duk_get_heapptr(ctx, -1);
  if (may_be_kept) {
    // Forgotten before it is let go: what follows may throw.
    entries_[place] = {};
    duk_push_heapptr(ctx, kept_);
    duk_dup(ctx, -2);
    duk_put_prop_index(ctx, -2, static_cast<duk_uarridx_t>(place));
    duk_pop(ctx);
    entries_[place] = {text, bytes.size(), string};
  }
  return string;
}

}  // namespace skep
