// Host functions behind CompressionStream and DecompressionStream: zlib, a chunk at a time.
// https://compression.spec.whatwg.org/
//
// A context is a plain buffer of the engine's that holds a Context and everything zlib allocates
// for it: so it counts against the worker's memory limit and goes when the stream goes. The engine
// never moves it. No script sees it.
#include <cstdint>
#include <cstring>
#include <string_view>
#include <zlib.h>

#include "sandbox/define.h"
#include "sandbox/host.h"
#include "sandbox/text.h"

namespace skep {
namespace {

struct alignas(16) Context {
  z_stream stream;
  size_t room;  // bytes after this struct that zlib has not got yet
  bool decompresses;
  bool ended;  // the end of the compressed data was reached
};

// A little more than deflateInit2() and inflateInit2() ask for, windows of 32 KiB included.
constexpr size_t compressor_room = size_t{280} << 10;
constexpr size_t decompressor_room = size_t{44} << 10;

constexpr size_t piece_size = size_t{32} << 10;

// zlib allocates at the start only, apart from inflate's window; it all goes together.
void* allocate(void* place, unsigned count, unsigned size) {
  auto* context = static_cast<Context*>(place);
  const size_t wanted = (size_t{count} * size + 15) & ~size_t{15};
  if (wanted > context->room) return nullptr;
  context->room -= wanted;
  return reinterpret_cast<uint8_t*>(context + 1) + context->room;
}
void release(void*, void*) {}

Context& context_at(duk_context* ctx, duk_idx_t index) {
  void* buffer = duk_require_buffer(ctx, index, nullptr);
  constexpr uintptr_t mask = alignof(Context) - 1;
  return *reinterpret_cast<Context*>((reinterpret_cast<uintptr_t>(buffer) + mask) & ~mask);
}

// zlib's own numbers for the three formats.
int window_bits(std::string_view format) {
  if (format == "gzip") return 15 + 16;
  return format == "deflate" ? 15 : -15;
}

// (format, decompresses) → context
duk_ret_t new_context(duk_context* ctx) {
  const int bits = window_bits(engine_text_at(ctx, 0));
  const bool decompresses = duk_get_boolean(ctx, 1) != 0;
  const size_t room = decompresses ? decompressor_room : compressor_room;
  // New buffers are zero.
  duk_push_fixed_buffer(ctx, sizeof(Context) + alignof(Context) + room);
  Context& context = context_at(ctx, -1);
  context.room = room;
  context.decompresses = decompresses;
  context.stream.zalloc = allocate;
  context.stream.zfree = release;
  context.stream.opaque = &context;
  const int status = decompresses ? ::inflateInit2(&context.stream, bits)
                                  : ::deflateInit2(&context.stream, Z_DEFAULT_COMPRESSION,
                                                   Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
  if (status != Z_OK) return duk_error(ctx, DUK_ERR_ERROR, "zlib does not start");
  return 1;
}

// [… piece buffer] → […]; the list at `list` has the used part of it as a Uint8Array more.
void append_piece(duk_context* ctx, duk_idx_t list, size_t used) {
  if (used < piece_size) {
    const void* piece = duk_require_buffer(ctx, -1, nullptr);
    void* copy = duk_push_fixed_buffer(ctx, used);
    if (used != 0) std::memcpy(copy, piece, used);
    duk_remove(ctx, -2);
  }
  if (used != 0) {
    duk_push_buffer_object(ctx, -1, 0, used, DUK_BUFOBJ_UINT8ARRAY);
    duk_put_prop_index(ctx, list, static_cast<duk_uarridx_t>(duk_get_length(ctx, list)));
  }
  duk_pop(ctx);
}

const char* trouble_of(const Context& context, int status, bool last) {
  if (!context.decompresses) return nullptr;
  if (status == Z_DATA_ERROR || status == Z_NEED_DICT) return "The compressed data was not valid.";
  if (context.ended && context.stream.avail_in != 0) {
    return "There is data after the end of the compressed data.";
  }
  if (last && !context.ended) return "The compressed data was incomplete.";
  return nullptr;
}

int step(Context& context, bool last) {
  if (!context.decompresses) return ::deflate(&context.stream, last ? Z_FINISH : Z_NO_FLUSH);
  return context.ended ? Z_STREAM_END : ::inflate(&context.stream, Z_NO_FLUSH);
}

// (context, bytes, last, list) → null, or a sentence about what is wrong. What comes out, even if
// something is wrong after it, is appended to the list.
duk_ret_t run_context(duk_context* ctx) {
  Context& context = context_at(ctx, 0);
  duk_size_t length = 0;
  auto* bytes = static_cast<Bytef*>(duk_get_buffer_data(ctx, 1, &length));
  const bool last = duk_get_boolean(ctx, 2) != 0;
  context.stream.next_in = bytes;
  context.stream.avail_in = bytes == nullptr ? 0 : static_cast<uInt>(length);
  int status = Z_OK;
  // A full piece may mean that more waits inside.
  do {
    context.stream.next_out = static_cast<Bytef*>(duk_push_fixed_buffer(ctx, piece_size));
    context.stream.avail_out = piece_size;
    status = step(context, last);
    if (status == Z_STREAM_END) context.ended = true;
    append_piece(ctx, 3, piece_size - context.stream.avail_out);
  } while (context.stream.avail_out == 0 && status == Z_OK);
  context.stream.next_out = nullptr;
  const char* trouble = trouble_of(context, status, last);
  context.stream.next_in = nullptr;
  context.stream.avail_in = 0;
  if (trouble == nullptr)
    duk_push_null(ctx);
  else
    duk_push_string(ctx, trouble);
  return 1;
}

}  // namespace

void define_compression_functions(duk_context* ctx) {
  define_function(ctx, -1, "newCompression", new_context, 2);
  define_function(ctx, -1, "compress", run_context, 4);
}

}  // namespace skep
