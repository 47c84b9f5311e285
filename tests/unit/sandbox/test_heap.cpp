#include "test_heap.h"

#include "proto/wire.h"
#include "sandbox/protect.h"
#include "sandbox/structured_clone.h"
#include "sandbox/worker.h"

namespace skep::test {

Arena& test_arena() {
  static auto* arena = new Arena(size_t{1} << 30);
  return *arena;
}

duk_context* test_heap() {
  static duk_context* heap = build_warm_heap(test_arena());
  return heap;
}

std::string run(const std::string& source) {
  duk_context* ctx = test_heap();
  const bool threw = duk_peval_lstring(ctx, source.data(), source.size()) != 0;
  std::string text = std::string(threw ? "threw " : "") + duk_safe_to_string(ctx, -1);
  duk_pop(ctx);
  return text;
}

std::string serialized(const std::string& source) {
  duk_context* ctx = test_heap();
  duk_eval_lstring(ctx, source.data(), source.size());
  StructuredSerializer serializer;
  duk_push_undefined(ctx);
  auto body = [&](duk_context* inner) -> duk_ret_t { return serializer.run(inner, 0, 1); };
  const bool done = protect(ctx, 2, body);
  std::string bytes = done ? serializer.bytes() : std::string();
  duk_pop(ctx);
  return bytes;
}

bool deserialize(const std::string& bytes) {
  duk_context* ctx = test_heap();
  StructuredDeserializer deserializer(as_bytes(bytes));
  auto body = [&](duk_context* inner) -> duk_ret_t { return deserializer.run(inner); };
  const bool done = protect(ctx, 0, body);
  if (done) {
    duk_put_global_string(ctx, "it");
  } else {
    duk_pop(ctx);
  }
  return done;
}

}  // namespace skep::test
