// Strings and buffers made from blocks that hold their bytes already. A part of engine.c, which sees
// the engine's insides.
#include "engine_blocks.h"

_Static_assert(sizeof(duk_hstring) == engine_block_header, "a string's bytes follow its header");
_Static_assert(sizeof(duk_hbuffer_fixed) == engine_block_header, "a buffer's too");

// As duk_heap_strtable_intern(), but the new string is there already.
void engine_push_text_block(duk_context *ctx, void *block, size_t length, size_t characters) {
  duk_heap *heap = ctx->heap;
  duk_hstring *text = (duk_hstring *)block;
  duk_uint8_t *data = (duk_uint8_t *)(text + 1);
  const duk_uint32_t hash = duk_heap_hashstring(heap, data, length);
  for (duk_hstring *known = heap->strtable[hash & heap->st_mask]; known != NULL; known = known->hdr.h_next) {
    if (DUK_HSTRING_GET_HASH(known) == hash && DUK_HSTRING_GET_BYTELEN(known) == length &&
        memcmp(data, DUK_HSTRING_GET_DATA(known), length) == 0) {
      DUK_FREE(heap, block);
      duk_push_hstring(ctx, known);
      return;
    }
  }
  // May collect garbage, of which the block is none: the heap does not know it.
  if ((heap->st_count & DUK_USE_STRTAB_RESIZE_CHECK_MASK) == 0) duk__strtable_resize_check(heap);
  memset(text, 0, sizeof *text);
  DUK_HEAPHDR_SET_TYPE_AND_FLAGS(&text->hdr, DUK_HTYPE_STRING, 0);
  data[length] = 0;
  DUK_HSTRING_SET_BYTELEN(text, length);
  DUK_HSTRING_SET_HASH(text, hash);
  text->arridx = duk_js_to_arrayindex_string(data, length);
  if (text->arridx != DUK_HSTRING_NO_ARRAY_INDEX) DUK_HSTRING_SET_ARRIDX(text);
  text->clen = characters != 0 ? characters : engine_count_characters(data, length);
  if (text->clen == length) DUK_HSTRING_SET_ASCII(text);
  duk_hstring **slot = &heap->strtable[hash & heap->st_mask];
  text->hdr.h_next = *slot;
  *slot = text;
  heap->st_count++;
  duk_push_hstring(ctx, text);
}

void engine_push_buffer_block(duk_context *ctx, void *block, size_t length) {
  duk_hbuffer_fixed *buffer = (duk_hbuffer_fixed *)block;
  memset(buffer, 0, sizeof *buffer);
  DUK_HBUFFER_SET_SIZE((duk_hbuffer *)buffer, length);
  DUK_HEAPHDR_SET_TYPE((duk_heaphdr *)buffer, DUK_HTYPE_BUFFER);
  DUK_HEAP_INSERT_INTO_HEAP_ALLOCATED(ctx->heap, (duk_heaphdr *)buffer);
  duk_push_hbuffer(ctx, (duk_hbuffer *)buffer);
}
