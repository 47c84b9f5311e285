// The engine as one translation unit: Duktape's own source, copied by meson.build, and what needs
// its insides.
#include <stddef.h>

struct duk_hthread;
struct duk_heap;
static void engine_note_function(struct duk_hthread *thr, size_t start, size_t end, int method);
static int engine_may_collect(struct duk_heap *heap, size_t size, int round);
static void engine_collected(struct duk_heap *heap);
static size_t engine_count_characters(const unsigned char *text, size_t length);
static int engine_made_field(struct duk_hthread *thr, int object, int key);
static void engine_replace_file_name(struct duk_hthread *thr);
static void engine_loaded(struct duk_hthread *thr);

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

void (*engine_function_loaded)(duk_context *ctx, const void *code);
static duk_idx_t engine_loaded_file;

// Called by the loader (changes.py), with the name that the function had on top of the stack.
static void engine_replace_file_name(duk_hthread *thr) {
  duk_pop(thr);
  duk_dup(thr, engine_loaded_file);
}

// The same, with the function there. A template inherits from nothing.
static void engine_loaded(duk_hthread *thr) {
  duk_hcompfunc *function = (duk_hcompfunc *)duk_known_hobject(thr, -1);
  DUK_HOBJECT_SET_PROTOTYPE_UPDREF(thr, (duk_hobject *)function, NULL);
  if (engine_function_loaded == NULL) return;
  engine_function_loaded(thr, DUK_HCOMPFUNC_GET_DATA(thr->heap, function));
}

// What a compiled form begins with, as the engine has it.
#define ENGINE_COMPILED_MARKER 0xbf

duk_bool_t engine_load_function(duk_context *ctx, const void *bytes, size_t size) {
  const duk_uint8_t *from = (const duk_uint8_t *)bytes;
  if (size < 1 || from[0] != ENGINE_COMPILED_MARKER) return 0;
  engine_loaded_file = duk_require_normalize_index(ctx, -1);
  if (duk__load_func(ctx, from + 1, from + size) == NULL) return 0;
  duk_hobject *function = duk_known_hobject(ctx, -1);
  DUK_HOBJECT_SET_PROTOTYPE_UPDREF(ctx, function, ctx->builtins[DUK_BIDX_FUNCTION_PROTOTYPE]);
  duk_remove(ctx, -2);
  return 1;
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

// Called where a literal makes a field (changes.py): the key is at `key_index`, its value behind it.
static int engine_made_field(duk_hthread *thr, int object_index, int key_index) {
  duk_hobject *object = duk_known_hobject(thr, object_index);
  const duk_tval *key_value = DUK_GET_TVAL_POSIDX(thr, key_index);
  if (!DUK_TVAL_IS_STRING(key_value)) return 0;
  duk_hstring *key = DUK_TVAL_GET_STRING(key_value);
  if (DUK_HOBJECT_HAS_EXOTIC_BEHAVIOR(object) || DUK_HOBJECT_HAS_ARRAY_PART(object) ||
      !DUK_HOBJECT_HAS_EXTENSIBLE(object) || DUK_HSTRING_HAS_ARRIDX(key)) {
    return 0;
  }
  duk_int_t at;
  duk_int_t hash_at;
  if (duk_hobject_find_entry(thr->heap, object, key, &at, &hash_at)) return 0;
  at = duk__hobject_alloc_entry_checked(thr, object, key);
  DUK_HOBJECT_E_SET_FLAGS(thr->heap, object, at, DUK_PROPDESC_FLAGS_WEC);
  duk_tval *value = DUK_HOBJECT_E_GET_VALUE_TVAL_PTR(thr->heap, object, at);
  DUK_TVAL_SET_TVAL(value, DUK_GET_TVAL_POSIDX(thr, key_index + 1));
  DUK_TVAL_INCREF(thr, value);
  return 1;
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

void *engine_own_object(duk_context *ctx, void *object, void *key) {
  duk_tval *value =
      duk_hobject_find_entry_tval_ptr(ctx->heap, (duk_hobject *)object, (duk_hstring *)key);
  return value != NULL && DUK_TVAL_IS_OBJECT(value) ? DUK_TVAL_GET_OBJECT(value) : NULL;
}

void engine_push_field(duk_context *ctx, void *object, void *key) {
  for (duk_hobject *holder = (duk_hobject *)object; holder != NULL;
       holder = DUK_HOBJECT_GET_PROTOTYPE(ctx->heap, holder)) {
    duk_tval *value = duk_hobject_find_entry_tval_ptr(ctx->heap, holder, (duk_hstring *)key);
    if (value != NULL) return duk_push_tval(ctx, value);
  }
  duk_push_undefined(ctx);
}

duk_bool_t engine_own_is_false(duk_context *ctx, void *object, void *key) {
  duk_tval *value =
      duk_hobject_find_entry_tval_ptr(ctx->heap, (duk_hobject *)object, (duk_hstring *)key);
  return value != NULL && DUK_TVAL_IS_BOOLEAN_FALSE(value);
}

duk_bool_t engine_own_is(duk_context *ctx, void *object, void *key, void *text) {
  duk_tval *value =
      duk_hobject_find_entry_tval_ptr(ctx->heap, (duk_hobject *)object, (duk_hstring *)key);
  return value != NULL && DUK_TVAL_IS_STRING(value) && DUK_TVAL_GET_STRING(value) == (duk_hstring *)text;
}

duk_size_t engine_array_length(void *array) {
  duk_hobject *object = (duk_hobject *)array;
  if (!DUK_HOBJECT_HAS_EXOTIC_ARRAY(object) || !DUK_HOBJECT_HAS_ARRAY_PART(object)) return 0;
  return ((duk_harray *)object)->length;
}

void *engine_array_item(duk_context *ctx, void *array, duk_size_t at) {
  duk_hobject *object = (duk_hobject *)array;
  (void)ctx;
  if (at >= DUK_HOBJECT_GET_ASIZE(object)) return NULL;
  duk_tval *value = DUK_HOBJECT_A_GET_VALUE_PTR(ctx->heap, object, at);
  return DUK_TVAL_IS_OBJECT(value) ? DUK_TVAL_GET_OBJECT(value) : NULL;
}

duk_bool_t engine_is_function(void *object) {
  return DUK_HOBJECT_IS_CALLABLE((duk_hobject *)object);
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

void engine_push_shaped(duk_context *ctx, void *prototype, duk_uint_t entries) {
  duk_hobject *object = duk_push_object_helper_proto(
      ctx,
      DUK_HOBJECT_FLAG_EXTENSIBLE | DUK_HOBJECT_FLAG_FASTREFS |
          DUK_HOBJECT_CLASS_AS_FLAGS(DUK_HOBJECT_CLASS_OBJECT),
      (duk_hobject *)prototype);
  if (entries >= DUK_USE_HOBJECT_HASH_PROP_LIMIT) {
    duk_hobject_resize_entrypart(ctx, object, entries);
  } else if (entries != 0) {
    void *properties = DUK_ALLOC_CHECKED(ctx, DUK_HOBJECT_P_COMPUTE_SIZE(entries, 0, 0));
    DUK_HOBJECT_SET_PROPS(ctx->heap, object, properties);
    DUK_HOBJECT_SET_ESIZE(object, entries);
  }
}

// The place that comes next, with its key.
static duk_uint_fast32_t engine_next_place(duk_context *ctx, duk_hobject *object, void *key) {
  // With many properties there is a hash table too, which the engine's own function fills.
  if (DUK_HOBJECT_GET_HSIZE(object) != 0) {
    return (duk_uint_fast32_t)duk__hobject_alloc_entry_checked(ctx, object, (duk_hstring *)key);
  }
  const duk_uint_fast32_t at = DUK_HOBJECT_GET_ENEXT(object);
  DUK_HOBJECT_SET_ENEXT(object, (duk_uint32_t)(at + 1));
  DUK_HOBJECT_E_SET_KEY(ctx->heap, object, at, (duk_hstring *)key);
  DUK_HSTRING_INCREF(ctx, (duk_hstring *)key);
  return at;
}

void engine_append(duk_context *ctx, duk_idx_t index, void *key) {
  duk_hobject *object = duk_known_hobject(ctx, index);
  const duk_uint_fast32_t at = engine_next_place(ctx, object, key);
  DUK_HOBJECT_E_SET_FLAGS(ctx->heap, object, at, DUK_PROPDESC_FLAGS_WEC);
  duk_tval *value = DUK_HOBJECT_E_GET_VALUE_TVAL_PTR(ctx->heap, object, at);
  DUK_TVAL_SET_TVAL(value, duk_require_tval(ctx, -1));
  DUK_TVAL_INCREF(ctx, value);
  duk_pop(ctx);
}

void engine_append_getter(duk_context *ctx, duk_idx_t index, void *key, void *getter) {
  duk_hobject *object = duk_known_hobject(ctx, index);
  const duk_uint_fast32_t at = engine_next_place(ctx, object, key);
  DUK_HOBJECT_E_SET_FLAGS(ctx->heap, object, at,
                          DUK_PROPDESC_FLAG_ENUMERABLE | DUK_PROPDESC_FLAG_ACCESSOR);
  DUK_HOBJECT_E_SET_VALUE_GETTER(ctx->heap, object, at, (duk_hobject *)getter);
  DUK_HOBJECT_E_SET_VALUE_SETTER(ctx->heap, object, at, NULL);
  DUK_HOBJECT_INCREF(ctx, (duk_hobject *)getter);
}

duk_bool_t engine_is_shared(duk_context *ctx, duk_idx_t index) {
  return DUK_HEAPHDR_GET_REFCOUNT((duk_heaphdr *)duk_known_hobject(ctx, index)) > 1;
}

enum engine_entry_kind engine_entry_at(duk_context *ctx, const void *holder, duk_uint_t at,
                                       struct engine_entry *entry) {
  duk_heap *heap = ctx->heap;
  duk_hobject *object = (duk_hobject *)holder;
  (void)heap;
  if (at >= DUK_HOBJECT_GET_ENEXT(object)) return ENGINE_ENTRY_END;
  duk_hstring *key = DUK_HOBJECT_E_GET_KEY(heap, object, at);
  if (key == NULL) return ENGINE_ENTRY_PASSED;
  if (DUK_HSTRING_HAS_SYMBOL(key) || DUK_HSTRING_HAS_ARRIDX(key) ||
      DUK_HOBJECT_E_SLOT_IS_ACCESSOR(heap, object, at)) {
    return ENGINE_ENTRY_OTHER;
  }
  if (!DUK_HOBJECT_E_SLOT_IS_ENUMERABLE(heap, object, at)) return ENGINE_ENTRY_PASSED;
  entry->key = (const char *)DUK_HSTRING_GET_DATA(key);
  entry->key_length = DUK_HSTRING_GET_BYTELEN(key);
  const duk_tval *value = DUK_HOBJECT_E_GET_VALUE_TVAL_PTR(heap, object, at);
  switch (DUK_TVAL_GET_TAG(value)) {
    case DUK_TAG_UNDEFINED: return ENGINE_ENTRY_UNDEFINED;
    case DUK_TAG_NULL: return ENGINE_ENTRY_NULL;
    case DUK_TAG_BOOLEAN:
      return DUK_TVAL_GET_BOOLEAN(value) ? ENGINE_ENTRY_TRUE : ENGINE_ENTRY_FALSE;
    case DUK_TAG_STRING: {
      duk_hstring *text = DUK_TVAL_GET_STRING(value);
      if (DUK_HSTRING_HAS_SYMBOL(text)) return ENGINE_ENTRY_OTHER;
      entry->text = (const char *)DUK_HSTRING_GET_DATA(text);
      entry->length = DUK_HSTRING_GET_BYTELEN(text);
      return ENGINE_ENTRY_STRING;
    }
    default: break;
  }
  if (!DUK_TVAL_IS_NUMBER(value)) return ENGINE_ENTRY_OTHER;
  entry->number = DUK_TVAL_GET_NUMBER(value);
  return ENGINE_ENTRY_NUMBER;
}

// The UTF-16 code units of engine text: all bytes but those that continue one (changes.py). Counted
// in bytes, of which a vector has many, for as long as a byte can count.
static size_t engine_count_characters(const unsigned char *text, size_t length) {
  size_t count = 0;
  while (length >= 64) {
    unsigned char lanes[64] = {0};
    const size_t rounds = length / 64 < 255 ? length / 64 : 255;
    for (size_t round = 0; round < rounds; round++, text += 64) {
      for (int lane = 0; lane < 64; lane++) lanes[lane] += (text[lane] & 0xC0) != 0x80;
    }
    for (int lane = 0; lane < 64; lane++) count += lanes[lane];
    length -= 64 * rounds;
  }
  for (; length > 0; length--) count += (*text++ & 0xC0) != 0x80;
  return count;
}

#include "engine_blocks.c"
