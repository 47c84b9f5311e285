// Host function that compiles a part of the global scope when it is first needed.
#include <algorithm>
#include <string>

#include "sandbox/define.h"
#include "sandbox/host.h"
#include "sandbox/lazy_parts.h"
#include "sandbox/text.h"

namespace skep {
namespace {

// (name) → the function that is the part; the prelude calls it with what it needs.
duk_ret_t part(duk_context* ctx) {
  const std::string_view name = engine_text_at(ctx, 0);
  const auto found = std::ranges::find(lazy_parts, name, &LazyPart::name);
  if (found == lazy_parts.end()) return duk_error(ctx, DUK_ERR_ERROR, "there is no such part");
  duk_push_string(ctx, "skep:");  // a hidden file: sandbox/error_position.h
  duk_dup(ctx, 0);
  duk_concat(ctx, 2);
  duk_compile_lstring_filename(ctx, DUK_COMPILE_FUNCTION, found->text.data(), found->text.size());
  return 1;
}

}  // namespace

void define_part_functions(duk_context* ctx) {
  define_function(ctx, -1, "part", part, 1);
}

}  // namespace skep
