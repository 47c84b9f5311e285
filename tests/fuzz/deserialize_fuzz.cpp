// StructuredDeserialize on any bytes: it refuses them, or what it made can be serialized again and
// that be read. The engine is whole afterwards.
#include <cstdlib>

#include "proto/wire.h"
#include "sandbox/protect.h"
#include "sandbox/structured_clone.h"
#include "sandbox/worker.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* input, size_t size) {
  using namespace skep;
  static auto* arena = new Arena(size_t{1} << 30);
  static duk_context* ctx = build_warm_heap(*arena);

  StructuredDeserializer first(std::as_bytes(std::span(input, size)));
  auto read = [&](duk_context* inner) -> duk_ret_t { return first.run(inner); };
  if (protect(ctx, 0, read)) {
    StructuredSerializer serializer;
    auto write = [&](duk_context* inner) -> duk_ret_t {
      duk_push_undefined(inner);
      return serializer.run(inner, 0, 1);
    };
    // An odd platform object may not be written again, but what was written must be readable.
    if (protect(ctx, 1, write)) {
      const std::string bytes = serializer.bytes();
      StructuredDeserializer second(as_bytes(bytes));
      auto again = [&](duk_context* inner) -> duk_ret_t { return second.run(inner); };
      if (!protect(ctx, 0, again)) std::abort();
      duk_pop(ctx);
    }
  }
  duk_set_top(ctx, 0);
  return 0;
}
