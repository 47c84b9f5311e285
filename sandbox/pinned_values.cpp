#include "sandbox/pinned_values.h"

namespace skep {

void PinnedValues::open(duk_context* ctx) {
  duk_push_heap_stash(ctx);
  // Without a prototype: no setter that a script defines can meet an index of it.
  duk_push_bare_array(ctx);
  array_ = duk_get_heapptr(ctx, -1);
  duk_put_prop_string(ctx, -2, "pinned");
  duk_pop(ctx);
}

uint32_t PinnedValues::pin(duk_context* ctx) {
  const uint32_t number = free_.empty() ? next_ : free_.back();
  duk_push_heapptr(ctx, array_);
  duk_dup(ctx, -2);
  duk_put_prop_index(ctx, -2, number);
  duk_pop_2(ctx);
  // Only now: the lines above may not return.
  if (free_.empty()) {
    next_++;
  } else {
    free_.pop_back();
  }
  return number;
}

void PinnedValues::push(duk_context* ctx, uint32_t number) const {
  duk_push_heapptr(ctx, array_);
  duk_get_prop_index(ctx, -1, number);
  duk_remove(ctx, -2);
}

void PinnedValues::unpin(duk_context* ctx, uint32_t number) {
  duk_push_heapptr(ctx, array_);
  duk_push_undefined(ctx);
  duk_put_prop_index(ctx, -2, number);
  duk_pop(ctx);
  free_.push_back(number);
}

void PinnedValues::take(duk_context* ctx, uint32_t number) {
  push(ctx, number);
  unpin(ctx, number);
}

}  // namespace skep
