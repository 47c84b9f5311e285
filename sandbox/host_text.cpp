// Host functions about bytes: random ones, UTF-8, and the decoders of all other encodings.
//
// A decoder is a plain buffer that holds a DecoderState; the prelude keeps it and no script sees
// it.
#include <algorithm>
#include <cstring>

#include "sandbox/code_units.h"
#include "sandbox/define.h"
#include "sandbox/encoding/decoder.h"
#include "sandbox/host.h"
#include "sandbox/realm.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// [… plain buffer] → [… Uint8Array]
void wrap_bytes(duk_context* ctx, duk_size_t length) {
  duk_push_buffer_object(ctx, -1, 0, length, DUK_BUFOBJ_UINT8ARRAY);
  duk_remove(ctx, -2);
}

duk_ret_t random_bytes(duk_context* ctx) {
  const duk_uint_t count = duk_get_uint(ctx, 0);
  auto* bytes = static_cast<uint8_t*>(duk_push_fixed_buffer(ctx, count));
  if (count != 0) realm_of(ctx).random.fill({bytes, count});
  wrap_bytes(ctx, count);
  return 1;
}

duk_ret_t utf8_encode(duk_context* ctx) {
  duk_require_string(ctx, 0);
  const std::string_view text = engine_text_at(ctx, 0);
  const size_t length = engine_to_utf8(text, nullptr);
  auto* bytes = static_cast<char*>(duk_push_fixed_buffer(ctx, length));
  if (length != 0) engine_to_utf8(text, bytes);
  wrap_bytes(ctx, length);
  return 1;
}

// The bytes of an ArrayBuffer or of a view of one; none for anything else.
std::string_view bytes_at(duk_context* ctx, duk_idx_t index) {
  duk_size_t length = 0;
  const void* bytes = duk_get_buffer_data(ctx, index, &length);
  return {static_cast<const char*>(bytes), bytes == nullptr ? 0 : length};
}

duk_ret_t utf8_decode(duk_context* ctx) {
  push_text(ctx, bytes_at(ctx, 0));
  return 1;
}

// (source, destination Uint8Array) → {read, written}
// https://encoding.spec.whatwg.org/#dom-textencoder-encodeinto
duk_ret_t encode_into(duk_context* ctx) {
  std::string_view source = engine_text_at(ctx, 0);
  duk_size_t room = 0;
  auto* out = static_cast<char*>(duk_get_buffer_data(ctx, 1, &room));
  if (out == nullptr) room = 0;
  size_t read = 0;
  size_t written = 0;
  while (!source.empty()) {
    const size_t plain = std::min(ascii_prefix(source), room - written);
    if (plain != 0) std::memcpy(out + written, source.data(), plain);
    read += plain;
    written += plain;
    source.remove_prefix(plain);
    if (source.empty()) break;
    std::string_view after = source;
    uint32_t point = next_engine_point(after);
    const bool lone = is_high_surrogate(point) || is_low_surrogate(point);
    if (lone) point = replacement_character;
    if (write_utf8(point, nullptr) > room - written) break;
    written += write_utf8(point, out + written);
    read += point > 0xFFFF ? 2 : 1;
    source = after;
  }
  duk_push_object(ctx);
  duk_push_number(ctx, static_cast<duk_double_t>(read));
  define_field(ctx, -2, "read");
  duk_push_number(ctx, static_cast<duk_double_t>(written));
  define_field(ctx, -2, "written");
  return 1;
}

// (label, fatal, ignoreBOM) → a decoder, or undefined if nothing can be decoded by that label
duk_ret_t new_decoder_of(duk_context* ctx) {
  const auto encoding = encoding_of_label(engine_text_at(ctx, 0));
  if (!encoding || *encoding == Encoding::replacement) return 0;
  const DecoderState state =
      new_decoder(*encoding, duk_get_boolean(ctx, 1) != 0, duk_get_boolean(ctx, 2) != 0);
  std::memcpy(duk_push_fixed_buffer(ctx, sizeof state), &state, sizeof state);
  return 1;
}

DecoderState& decoder_at(duk_context* ctx, duk_idx_t index) {
  return *static_cast<DecoderState*>(duk_require_buffer(ctx, index, nullptr));
}

duk_ret_t decoder_encoding(duk_context* ctx) {
  const std::string_view name = encoding_name(decoder_at(ctx, 0).encoding);
  duk_push_lstring(ctx, name.data(), name.size());
  return 1;
}

// (decoder, bytes, last) → string, or undefined after a fatal error
duk_ret_t decode_bytes(duk_context* ctx) {
  DecoderState& state = decoder_at(ctx, 0);
  const std::string_view bytes = bytes_at(ctx, 1);
  const bool last = duk_get_boolean(ctx, 2) != 0;
  if (decodes_to_itself(state, bytes, last)) {
    duk_push_lstring(ctx, bytes.data(), bytes.size());
    return 1;
  }
  DecoderState counting = state;
  DecodedText measure(nullptr);
  if (!decode(counting, bytes, last, measure)) {
    state = counting;
    return 0;
  }
  DecodedText text(static_cast<char*>(duk_push_fixed_buffer(ctx, measure.length())));
  decode(state, bytes, last, text);
  duk_buffer_to_string(ctx, -1);
  return 1;
}

}  // namespace

void define_text_functions(duk_context* ctx) {
  define_function(ctx, -1, "random", random_bytes, 1);
  define_function(ctx, -1, "utf8Encode", utf8_encode, 1);
  define_function(ctx, -1, "utf8Decode", utf8_decode, 1);
  define_function(ctx, -1, "encodeInto", encode_into, 2);
  define_function(ctx, -1, "newDecoder", new_decoder_of, 3);
  define_function(ctx, -1, "decoderEncoding", decoder_encoding, 1);
  define_function(ctx, -1, "decode", decode_bytes, 3);
}

}  // namespace skep
