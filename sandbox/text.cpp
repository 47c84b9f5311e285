#include "sandbox/text.h"

#include <cstring>

namespace skep {
namespace {

constexpr uint32_t replacement = 0xFFFD;

bool is_high_surrogate(uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low_surrogate(uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

// The length of the longest prefix that is ASCII, found eight bytes at a time.
size_t ascii_prefix(std::string_view bytes) {
  size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    if ((word & 0x8080808080808080u) != 0) break;
  }
  while (at < bytes.size() && static_cast<uint8_t>(bytes[at]) < 0x80) at++;
  return at;
}

// Reads three-byte-at-most units; false on anything else. Takes nothing when it fails.
bool next_unit(std::string_view& rest, uint32_t& unit) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(rest[i]); };
  const auto continues = [&](size_t i) { return i < rest.size() && (byte(i) & 0xC0) == 0x80; };
  const uint8_t first = byte(0);
  size_t length;
  if (first < 0x80) {
    unit = first;
    length = 1;
  } else if (first >= 0xC2 && first < 0xE0 && continues(1)) {
    unit = (first & 0x1Fu) << 6 | (byte(1) & 0x3Fu);
    length = 2;
  } else if ((first & 0xF0) == 0xE0 && continues(1) && continues(2)) {
    unit = (first & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
    if (unit < 0x800) return false;
    length = 3;
  } else {
    return false;
  }
  rest.remove_prefix(length);
  return true;
}

// One step of the UTF-8 decoder: a code point, or U+FFFD for the longest prefix that no
// continuation could complete.  https://encoding.spec.whatwg.org/#utf-8-decoder
uint32_t next_code_point(std::string_view& rest) {
  const auto first = static_cast<uint8_t>(rest[0]);
  rest.remove_prefix(1);
  if (first < 0x80) return first;
  uint32_t code_point;
  int needed;
  uint8_t lower = 0x80;
  uint8_t upper = 0xBF;
  if (first >= 0xC2 && first <= 0xDF) {
    needed = 1;
    code_point = first & 0x1Fu;
  } else if (first >= 0xE0 && first <= 0xEF) {
    if (first == 0xE0) lower = 0xA0;
    if (first == 0xED) upper = 0x9F;
    needed = 2;
    code_point = first & 0x0Fu;
  } else if (first >= 0xF0 && first <= 0xF4) {
    if (first == 0xF0) lower = 0x90;
    if (first == 0xF4) upper = 0x8F;
    needed = 3;
    code_point = first & 0x07u;
  } else {
    return replacement;
  }
  for (; needed > 0; needed--) {
    if (rest.empty()) return replacement;
    const auto next = static_cast<uint8_t>(rest[0]);
    if (next < lower || next > upper) return replacement;
    lower = 0x80;
    upper = 0xBF;
    code_point = code_point << 6 | (next & 0x3Fu);
    rest.remove_prefix(1);
  }
  return code_point;
}

// Appends one code point of up to three bytes, or four when it is above the basic plane.
size_t write_utf8(uint32_t code_point, char* out) {
  const auto put = [&](size_t i, uint32_t byte) {
    if (out != nullptr) out[i] = static_cast<char>(byte);
  };
  if (code_point < 0x80) {
    put(0, code_point);
    return 1;
  }
  if (code_point < 0x800) {
    put(0, 0xC0 | code_point >> 6);
    put(1, 0x80 | (code_point & 0x3F));
    return 2;
  }
  if (code_point < 0x10000) {
    put(0, 0xE0 | code_point >> 12);
    put(1, 0x80 | (code_point >> 6 & 0x3F));
    put(2, 0x80 | (code_point & 0x3F));
    return 3;
  }
  put(0, 0xF0 | code_point >> 18);
  put(1, 0x80 | (code_point >> 12 & 0x3F));
  put(2, 0x80 | (code_point >> 6 & 0x3F));
  put(3, 0x80 | (code_point & 0x3F));
  return 4;
}

size_t write_engine(uint32_t code_point, char* out) {
  if (code_point < 0x10000) return write_utf8(code_point, out);
  const uint32_t rest = code_point - 0x10000;
  write_utf8(0xD800 | rest >> 10, out);
  write_utf8(0xDC00 | (rest & 0x3FF), out == nullptr ? nullptr : out + 3);
  return 6;
}

size_t utf8_to_engine(std::string_view utf8, char* out) {
  size_t length = 0;
  while (!utf8.empty()) {
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
  if (ascii_prefix(utf8) == utf8.size()) {
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
    if (const size_t plain = ascii_prefix(text); plain != 0) {
      if (out != nullptr) std::memcpy(out + length, text.data(), plain);
      length += plain;
      text.remove_prefix(plain);
      continue;
    }
    uint32_t unit;
    if (!next_unit(text, unit)) {
      // Not from a UTF-16 string: perhaps a code point that was written whole.
      put(next_code_point(text));
      continue;
    }
    if (is_high_surrogate(unit) && !text.empty()) {
      std::string_view after = text;
      uint32_t low;
      if (next_unit(after, low) && is_low_surrogate(low)) {
        text = after;
        put(0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF)));
        continue;
      }
    }
    put(is_high_surrogate(unit) || is_low_surrogate(unit) ? replacement : unit);
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
