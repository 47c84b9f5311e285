// StructuredDeserialize on any bytes: it refuses them, or what it made can be serialized again and
// that be read. They come as one piece and as records, whose bulk parts become the engine's: both
// are read or both refused. The engine is whole afterwards.
#include <algorithm>
#include <cstdlib>

#include "proto/wire.h"
#include "sandbox/arriving.h"
#include "sandbox/protect.h"
#include "sandbox/structured_clone.h"
#include "sandbox/worker.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* input, size_t size) {
  using namespace skep;
  static auto* arena = new Arena(size_t{1} << 30);
  static duk_context* ctx = build_warm_heap(*arena);

  const auto all = std::as_bytes(std::span(input, size));
  // More than half goes into the first record: a head that is cut there begins no bulk parts.
  const size_t record = size / 2 + 1;
  Arriving arriving(*arena, DownType::message, all.first(std::min(record, size)));
  if (record < size) arriving.append(all.subspan(record));
  StructuredDeserializer apart(as_bytes(arriving.bytes), arriving.bulk);
  auto read_apart = [&](duk_context* inner) -> duk_ret_t { return apart.run(inner); };
  const bool readable = protect(ctx, 0, read_apart);

  StructuredDeserializer first(all);
  auto read = [&](duk_context* inner) -> duk_ret_t { return first.run(inner); };
  const bool read_whole = protect(ctx, 0, read);
  if (readable != read_whole) std::abort();
  if (read_whole) {
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
