// The engine as one translation unit: Duktape's own source, copied by meson.build, and what needs
// its insides.
#include <stddef.h>

struct duk_hthread;
struct duk_heap;
static void engine_note_function(struct duk_hthread *thr, size_t start, size_t end, int method);
static int engine_may_collect(struct duk_heap *heap, size_t size, int round);
static void engine_collected(struct duk_heap *heap);

#include "duktape.c"

#include "engine_extras.h"

void (*engine_function_compiled)(duk_context *ctx, const void *code, size_t start, size_t end,
                                 int method);

// Called by the compiler (function_ranges.py), with the function's template on top of the stack.
static void engine_note_function(duk_hthread *thr, size_t start, size_t end, int method) {
  if (engine_function_compiled == NULL) return;
  duk_hcompfunc *function = (duk_hcompfunc *)duk_known_hobject(thr, -1);
  engine_function_compiled(thr, DUK_HCOMPFUNC_GET_DATA(thr->heap, function), start, end, method);
}

int (*engine_wants_to_collect)(void *udata, size_t size, int round);
void (*engine_has_collected)(void *udata);

// Called where an allocation was refused, or the engine collects from time to time
// (changes.py).
static int engine_may_collect(duk_heap *heap, size_t size, int round) {
  if (engine_wants_to_collect == NULL) return 1;
  // A collection within a collection does nothing, and is not worth the question.
  if (heap->ms_prevent_count != 0) return round == 0;
  return engine_wants_to_collect(heap->heap_udata, size, round);
}

static void engine_collected(duk_heap *heap) {
  if (engine_has_collected != NULL && heap->ms_prevent_count == 0) engine_has_collected(heap->heap_udata);
}

void engine_collect_garbage(duk_context *ctx) {
  duk_heap *heap = ctx->heap;
  heap->pf_prevent_count++;
  duk_heap_mark_and_sweep(heap, 0);
  heap->pf_prevent_count--;
}

const void *engine_function_code(duk_context *ctx, duk_idx_t index) {
  duk_hobject *function = duk_get_hobject(ctx, index);
  if (function == NULL || !DUK_HOBJECT_IS_COMPFUNC(function)) return NULL;
  return DUK_HCOMPFUNC_GET_DATA(ctx->heap, (duk_hcompfunc *)function);
}

// An object's own entry. Light functions have none, and an accessor is never under a hidden key.
duk_bool_t engine_get_own(duk_context *ctx, duk_idx_t object, void *key) {
  duk_hobject *holder = duk_get_hobject(ctx, object);
  if (holder == NULL) return 0;
  duk_tval *value = duk_hobject_find_entry_tval_ptr(ctx->heap, holder, (duk_hstring *)key);
  if (value == NULL) return 0;
  duk_push_tval(ctx, value);
  return 1;
}

void engine_set_own(duk_context *ctx, duk_idx_t object, void *key) {
  duk_hobject *holder = duk_require_hobject(ctx, object);
  duk_hobject_define_property_internal(ctx, holder, (duk_hstring *)key, DUK_PROPDESC_FLAGS_W);
}

duk_bool_t engine_delete_own(duk_context *ctx, duk_idx_t object, void *key) {
  duk_hobject *holder = duk_get_hobject(ctx, object);
  if (holder == NULL) return 0;
  if (duk_hobject_find_entry_tval_ptr(ctx->heap, holder, (duk_hstring *)key) == NULL) return 0;
  return duk_hobject_delprop_raw(ctx, holder, (duk_hstring *)key, DUK_DELPROP_FLAG_FORCE);
}

void engine_forbid_construct(duk_context *ctx, duk_idx_t index) {
  DUK_HOBJECT_CLEAR_CONSTRUCTABLE(duk_require_hobject(ctx, index));
}
