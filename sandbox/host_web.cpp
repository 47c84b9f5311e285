// Host functions of URL, URLPattern and Web Crypto: what is done in C++ for its tables or its
// speed.
#include <sha1.h>
#include <sha2.h>
#include <string>
#include <string_view>

#include "sandbox/define.h"
#include "sandbox/host.h"
#include "sandbox/idna/domain_to_ascii.h"
#include "sandbox/protect.h"
#include "sandbox/text.h"
#include "sandbox/unicode/identifiers.h"

namespace skep {
namespace {

// (domain) → string, or undefined for failure
duk_ret_t domain_to_ascii_of(duk_context* ctx) {
  bool done = true;
  {
    std::string ascii;
    if (!domain_to_ascii(engine_text_at(ctx, 0), ascii)) return 0;
    auto push = [&](duk_context* inner) -> duk_ret_t {
      duk_push_lstring(inner, ascii.data(), ascii.size());
      return 1;
    };
    done = protect(ctx, 0, push);
  }
  if (!done) return duk_throw(ctx);
  return 1;
}

// (name in upper case, bytes) → Uint8Array
duk_ret_t digest(duk_context* ctx) {
  const std::string_view name = engine_text_at(ctx, 0);
  duk_size_t length = 0;
  const auto* bytes = static_cast<const uint8_t*>(duk_get_buffer_data(ctx, 1, &length));
  if (bytes == nullptr) length = 0;
  const duk_size_t size = name == "SHA-1"     ? SHA1_DIGEST_LENGTH
                          : name == "SHA-256" ? SHA256_DIGEST_LENGTH
                          : name == "SHA-384" ? SHA384_DIGEST_LENGTH
                                              : SHA512_DIGEST_LENGTH;
  auto* out = static_cast<uint8_t*>(duk_push_fixed_buffer(ctx, size));
  if (name == "SHA-1") {
    SHA1_CTX state;
    SHA1Init(&state);
    SHA1Update(&state, bytes, length);
    SHA1Final(out, &state);
  } else {
    SHA2_CTX state;
    if (name == "SHA-256") {
      SHA256Init(&state);
      SHA256Update(&state, bytes, length);
      SHA256Final(out, &state);
    } else if (name == "SHA-384") {
      SHA384Init(&state);
      SHA384Update(&state, bytes, length);
      SHA384Final(out, &state);
    } else {
      SHA512Init(&state);
      SHA512Update(&state, bytes, length);
      SHA512Final(out, &state);
    }
  }
  duk_push_buffer_object(ctx, -1, 0, size, DUK_BUFOBJ_UINT8ARRAY);
  return 1;
}

// (code point, first) → boolean
duk_ret_t is_identifier_point(duk_context* ctx) {
  const uint32_t point = duk_get_uint(ctx, 0);
  const bool first = duk_get_boolean(ctx, 1) != 0;
  duk_push_boolean(ctx, first ? is_identifier_start(point) : is_identifier_part(point));
  return 1;
}

}  // namespace

void define_web_functions(duk_context* ctx) {
  define_function(ctx, -1, "domainToAscii", domain_to_ascii_of, 1);
  define_function(ctx, -1, "digest", digest, 2);
  define_function(ctx, -1, "isIdentifierPoint", is_identifier_point, 2);
}

}  // namespace skep
