/* Blocks of the heap's allocator that hold the bytes of a string or buffer before the engine knows of
 * them: it takes such a block as it is, and copies nothing.
 *
 * A block has engine_block_header bytes of the engine's, the bytes, and one more. */
#pragma once

#include <duktape.h>

#ifdef __cplusplus
extern "C" {
#endif

#define engine_block_header 32

/* Push what the block holds, and take the block. There must be room on the stack; nothing is thrown.
 * The text must be engine text of so many characters (0: they are counted). */
void engine_push_text_block(duk_context *ctx, void *block, size_t length, size_t characters);
void engine_push_buffer_block(duk_context *ctx, void *block, size_t length);

#ifdef __cplusplus
}
#endif
