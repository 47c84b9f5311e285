#include "sandbox/builtins/intrinsics.h"

#include <cstring>

namespace skep {
namespace {

constexpr const char* stash_name = "intrinsics";

// The heap asked about last. A process has one as a rule, and a heap at the same address as an
// earlier one has made a record of its own first.
duk_context* last_heap = nullptr;
Intrinsics* last_record = nullptr;

void* hidden_key(duk_context* ctx, const char* text) {
  duk_push_string(ctx, text);
  void* key = keep_intrinsic(ctx);
  duk_pop(ctx);
  return key;
}

void* evaluated(duk_context* ctx, const char* source) {
  duk_eval_string(ctx, source);
  void* object = keep_intrinsic(ctx);
  duk_pop(ctx);
  return object;
}

}  // namespace

void open_intrinsics(duk_context* ctx) {
  duk_push_heap_stash(ctx);
  duk_push_bare_array(ctx);
  void* record = duk_push_fixed_buffer(ctx, sizeof(Intrinsics));
  duk_put_prop_index(ctx, -2, 0);
  duk_put_prop_string(ctx, -2, stash_name);
  duk_pop(ctx);
  std::memset(record, 0, sizeof(Intrinsics));
  last_heap = ctx;
  last_record = static_cast<Intrinsics*>(record);

  Intrinsics& it = *last_record;
  it.object_prototype = evaluated(ctx, "Object.prototype");
  it.function_prototype = evaluated(ctx, "Function.prototype");
  it.array = evaluated(ctx, "Array");
  it.array_prototype = evaluated(ctx, "Array.prototype");
  it.entries_key = hidden_key(ctx, DUK_HIDDEN_SYMBOL("lib:entries"));
  it.weak_key = hidden_key(ctx, DUK_HIDDEN_SYMBOL("lib:weak"));
  it.cursor_key = hidden_key(ctx, DUK_HIDDEN_SYMBOL("lib:cursor"));
  it.target_key = hidden_key(ctx, DUK_HIDDEN_SYMBOL("lib:target"));
  it.generator_key = hidden_key(ctx, DUK_HIDDEN_SYMBOL("lib:generator"));
  it.promise_key = hidden_key(ctx, DUK_HIDDEN_SYMBOL("lib:promise"));
}

Intrinsics& intrinsics_of(duk_context* ctx) {
  if (ctx == last_heap) return *last_record;
  duk_push_heap_stash(ctx);
  duk_get_prop_string(ctx, -1, stash_name);
  duk_get_prop_index(ctx, -1, 0);
  last_record = static_cast<Intrinsics*>(duk_require_buffer(ctx, -1, nullptr));
  last_heap = ctx;
  duk_pop_3(ctx);
  return *last_record;
}

void* keep_intrinsic(duk_context* ctx) {
  void* pointer = duk_require_heapptr(ctx, -1);
  duk_push_heap_stash(ctx);
  duk_get_prop_string(ctx, -1, stash_name);
  duk_dup(ctx, -3);
  duk_put_prop_index(ctx, -2, static_cast<duk_uarridx_t>(duk_get_length(ctx, -2)));
  duk_pop_2(ctx);
  return pointer;
}

}  // namespace skep
