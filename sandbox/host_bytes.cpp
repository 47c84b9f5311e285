// Host function that makes a "binary string" of bytes: a code unit from 0 to 255 for each.
// https://infra.spec.whatwg.org/#isomorphic-decode
#include <cstdint>

#include "sandbox/define.h"
#include "sandbox/host.h"

namespace skep {
namespace {

// (bytes) → string
duk_ret_t isomorphic_decode(duk_context* ctx) {
  duk_size_t length = 0;
  const auto* bytes = static_cast<const uint8_t*>(duk_get_buffer_data(ctx, 0, &length));
  if (bytes == nullptr) length = 0;
  duk_size_t wanted = length;
  for (duk_size_t i = 0; i < length; i++) wanted += bytes[i] >> 7;
  auto* out = static_cast<uint8_t*>(duk_push_fixed_buffer(ctx, wanted));
  for (duk_size_t i = 0; i < length; i++) {
    if (bytes[i] < 0x80) {
      *out++ = bytes[i];
    } else {
      *out++ = static_cast<uint8_t>(0xC0 | bytes[i] >> 6);
      *out++ = static_cast<uint8_t>(0x80 | (bytes[i] & 0x3F));
    }
  }
  duk_buffer_to_string(ctx, -1);
  return 1;
}

}  // namespace

void define_byte_functions(duk_context* ctx) {
  define_function(ctx, -1, "isomorphicDecode", isomorphic_decode, 1);
}

}  // namespace skep
