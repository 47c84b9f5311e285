#include "sandbox/text.h"

#include <cstring>

#include "sandbox/code_units.h"

namespace skep {
namespace {

size_t utf8_to_engine(std::string_view utf8, char* out) {
  size_t length = 0;
  while (!utf8.empty()) {
    if (const size_t plain = basic_plane_prefix(utf8); plain != 0) {
      if (out != nullptr) std::memcpy(out + length, utf8.data(), plain);
      length += plain;
      utf8.remove_prefix(plain);
      continue;
    }
    length += write_engine(next_code_point(utf8), out == nullptr ? nullptr : out + length);
  }
  return length;
}

}  // namespace

bool is_engine_text(std::string_view bytes) {
  for (;;) {
    bytes.remove_prefix(ascii_prefix(bytes));
    if (bytes.empty()) return true;
    uint32_t unit;
    if (!next_unit(bytes, unit)) return false;
  }
}

bool has_lone_surrogate(std::string_view text) {
  bool high = false;  // the unit before is half of a character
  uint32_t unit;
  while (!text.empty() && next_unit(text, unit)) {
    if (is_low_surrogate(unit) != high) return true;
    high = is_high_surrogate(unit);
  }
  return high;
}

void push_text(duk_context* ctx, std::string_view utf8) {
  if (basic_plane_prefix(utf8) == utf8.size()) {
    duk_push_lstring(ctx, utf8.data(), utf8.size());
    return;
  }
  const size_t length = utf8_to_engine(utf8, nullptr);
  auto* out = static_cast<char*>(duk_push_fixed_buffer(ctx, length));
  utf8_to_engine(utf8, out);
  duk_buffer_to_string(ctx, -1);
}

std::string_view engine_text_at(duk_context* ctx, duk_idx_t index) {
  if (!duk_is_string(ctx, index) || duk_is_symbol(ctx, index)) return {};
  duk_size_t length;
  const char* text = duk_get_lstring(ctx, index, &length);
  return {text, length};
}

size_t engine_to_utf8(std::string_view text, char* out) {
  size_t length = 0;
  const auto put = [&](uint32_t code_point) {
    length += write_utf8(code_point, out == nullptr ? nullptr : out + length);
  };
  while (!text.empty()) {
    if (const size_t plain = basic_plane_prefix(text); plain != 0) {
      if (out != nullptr) std::memcpy(out + length, text.data(), plain);
      length += plain;
      text.remove_prefix(plain);
      continue;
    }
    const uint32_t point = next_engine_point(text);
    put(is_high_surrogate(point) || is_low_surrogate(point) ? replacement_character : point);
  }
  return length;
}

std::string utf8_of(std::string_view engine_text) {
  if (ascii_prefix(engine_text) == engine_text.size()) return std::string(engine_text);
  std::string utf8(engine_to_utf8(engine_text, nullptr), '\0');
  engine_to_utf8(engine_text, utf8.data());
  return utf8;
}

std::string repaired_engine_text(std::string_view text) {
  std::string out;
  char units[6];
  while (!text.empty()) {
    uint32_t unit;
    const size_t length = next_unit(text, unit) ? write_utf8(unit, units)
                                                : write_engine(next_code_point(text), units);
    out.append(units, length);
  }
  return out;
}

}  // namespace skep
