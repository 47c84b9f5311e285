// Host functions about bytes: random ones, UTF-8.
#include "sandbox/define.h"
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

duk_ret_t utf8_decode(duk_context* ctx) {
  duk_size_t length = 0;
  const void* bytes = duk_get_buffer_data(ctx, 0, &length);
  push_text(ctx, {static_cast<const char*>(bytes), bytes == nullptr ? 0 : length});
  return 1;
}

}  // namespace

void define_text_functions(duk_context* ctx) {
  define_function(ctx, -1, "random", random_bytes, 1);
  define_function(ctx, -1, "utf8Encode", utf8_encode, 1);
  define_function(ctx, -1, "utf8Decode", utf8_decode, 1);
}

}  // namespace skep
