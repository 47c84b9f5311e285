// Methods of String.prototype that the engine lacks and script calls in loops.
// https://tc39.es/ecma262/#sec-properties-of-the-string-prototype-object
#include <cstring>

#include "sandbox/builtins/array_methods.h"
#include "sandbox/builtins/definitions.h"
#include "sandbox/define.h"

namespace skep {
namespace {

enum Side : int16_t { at_start = 0, at_end = 1 };

// Pushes ToString(RequireObjectCoercible(this value)).
void push_text(duk_context* ctx) {
  duk_push_this(ctx);
  if (duk_is_null_or_undefined(ctx, -1)) {
    (void)duk_type_error(ctx, "a String method was called on null or undefined");
  }
  duk_to_string(ctx, -1);
}

double units_of(duk_context* ctx, duk_idx_t index) {
  return static_cast<double>(duk_get_length(ctx, index));
}

duk_ret_t at(duk_context* ctx) {
  push_text(ctx);
  const double length = units_of(ctx, 1);
  double index = to_integer(ctx, 0);
  if (index < 0) index += length;
  if (!(index >= 0 && index < length)) return 0;
  const auto place = static_cast<duk_size_t>(index);
  duk_substring(ctx, 1, place, place + 1);
  return 1;
}

// padStart, padEnd: (length, filler)
duk_ret_t pad(duk_context* ctx) {
  push_text(ctx);
  const double length = to_integer(ctx, 0);
  const double missing = length - units_of(ctx, 2);
  if (!(missing > 0)) return 1;
  if (duk_is_undefined(ctx, 1)) {
    duk_push_literal(ctx, " ");
    duk_replace(ctx, 1);
  }
  duk_to_string(ctx, 1);
  const double unit_count = units_of(ctx, 1);
  if (unit_count == 0) return 1;
  constexpr double longest = 1 << 29;
  if (missing > longest) (void)duk_range_error(ctx, "Invalid string length");
  const auto whole = static_cast<duk_size_t>(missing / unit_count);
  duk_dup(ctx, 1);
  duk_substring(ctx, -1, 0,
                static_cast<duk_size_t>(missing) - whole * static_cast<duk_size_t>(unit_count));
  duk_size_t filler_bytes;
  duk_size_t rest_bytes;
  const char* filler = duk_get_lstring(ctx, 1, &filler_bytes);
  const char* rest = duk_get_lstring(ctx, 3, &rest_bytes);
  auto* bytes = static_cast<char*>(duk_push_fixed_buffer(ctx, whole * filler_bytes + rest_bytes));
  for (duk_size_t i = 0; i < whole; i++)
    std::memcpy(bytes + i * filler_bytes, filler, filler_bytes);
  std::memcpy(bytes + whole * filler_bytes, rest, rest_bytes);
  duk_push_lstring(ctx, bytes, whole * filler_bytes + rest_bytes);
  duk_dup(ctx, 2);
  if (duk_get_current_magic(ctx) == at_end) duk_insert(ctx, -2);
  duk_concat(ctx, 2);
  return 1;
}

// WhiteSpace and LineTerminator.
bool is_space(duk_codepoint_t unit) {
  switch (unit) {
    case 0x09:
    case 0x0A:
    case 0x0B:
    case 0x0C:
    case 0x0D:
    case 0x20:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
    case 0xFEFF: return true;
    default: return unit >= 0x2000 && unit <= 0x200A;
  }
}

// trimStart, trimEnd
duk_ret_t trim(duk_context* ctx) {
  push_text(ctx);
  duk_size_t from = 0;
  duk_size_t to = duk_get_length(ctx, 0);
  if (duk_get_current_magic(ctx) == at_start) {
    while (from < to && is_space(duk_char_code_at(ctx, 0, from))) from++;
  } else {
    while (to > 0 && is_space(duk_char_code_at(ctx, 0, to - 1))) to--;
  }
  duk_substring(ctx, 0, from, to);
  return 1;
}

}  // namespace

void define_string_methods(duk_context* ctx) {
  duk_eval_string(ctx, "String.prototype");
  define_method(ctx, -1, {"at", "at", at, 1, 1});
  define_method(ctx, -1, {"padStart", "padStart", pad, 2, 1, at_start});
  define_method(ctx, -1, {"padEnd", "padEnd", pad, 2, 1, at_end});
  define_method(ctx, -1, {"trimStart", "trimStart", trim, 0, 0, at_start});
  define_method(ctx, -1, {"trimEnd", "trimEnd", trim, 0, 0, at_end});
  duk_get_prop_literal(ctx, -1, "trimStart");
  define_builtin(ctx, -2, "trimLeft");
  duk_get_prop_literal(ctx, -1, "trimEnd");
  define_builtin(ctx, -2, "trimRight");
  duk_pop(ctx);
}

}  // namespace skep
