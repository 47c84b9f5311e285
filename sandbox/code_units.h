// The primitives of text: UTF-8, and the UTF-8 of UTF-16 code units that the engine keeps
// (sandbox/text.h), one code point or unit at a time.
//
// Nothing here reads past the end of what it was given, whatever the bytes are.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace skep {

constexpr uint32_t replacement_character = 0xFFFD;

constexpr bool is_high_surrogate(uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
constexpr bool is_low_surrogate(uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}
constexpr uint32_t joined_surrogates(uint32_t high, uint32_t low) {
  return 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF));
}

// The length of the longest prefix that is ASCII, found 64 bytes at a time while there are as many.
inline size_t ascii_prefix(std::string_view bytes) {
  size_t at = 0;
  for (; at + 64 <= bytes.size(); at += 64) {
    // Vectors, as the compiler makes none of plain words here.
    typedef uint64_t Vector __attribute__((vector_size(16)));
    Vector parts[4];
    std::memcpy(parts, bytes.data() + at, sizeof parts);
    const Vector any = (parts[0] | parts[1]) | (parts[2] | parts[3]);
    if (((any[0] | any[1]) & 0x8080808080808080u) != 0) break;
  }
  for (; at + 8 <= bytes.size(); at += 8) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    if ((word & 0x8080808080808080u) != 0) break;
  }
  while (at < bytes.size() && static_cast<uint8_t>(bytes[at]) < 0x80) at++;
  return at;
}

// Reads three-byte-at-most units; false on anything else. Takes nothing when it fails.
inline bool next_unit(std::string_view& rest, uint32_t& unit) {
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

// What one step of the UTF-8 decoder came to.
enum class Utf8Step { code_point, malformed, cut };

// One step of the UTF-8 decoder. Takes a code point; or, malformed, the longest prefix that no
// continuation could complete; or all that is left, if a continuation could complete it.
// https://encoding.spec.whatwg.org/#utf-8-decoder
inline Utf8Step next_utf8(std::string_view& rest, uint32_t& code_point) {
  const auto first = static_cast<uint8_t>(rest[0]);
  rest.remove_prefix(1);
  code_point = first;
  if (first < 0x80) return Utf8Step::code_point;
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
    return Utf8Step::malformed;
  }
  for (; needed > 0; needed--) {
    if (rest.empty()) return Utf8Step::cut;
    const auto next = static_cast<uint8_t>(rest[0]);
    if (next < lower || next > upper) return Utf8Step::malformed;
    lower = 0x80;
    upper = 0xBF;
    code_point = code_point << 6 | (next & 0x3Fu);
    rest.remove_prefix(1);
  }
  return Utf8Step::code_point;
}

// The same where nothing follows: U+FFFD for what is malformed or cut.
inline uint32_t next_code_point(std::string_view& rest) {
  uint32_t code_point;
  const Utf8Step step = next_utf8(rest, code_point);
  return step == Utf8Step::code_point ? code_point : replacement_character;
}

// The length of the longest prefix that is both well-formed UTF-8 and engine text as it is: no
// character above the basic plane. It ends between characters.
inline size_t basic_plane_prefix(std::string_view bytes) {
  const size_t all = bytes.size();
  for (;;) {
    bytes.remove_prefix(ascii_prefix(bytes));
    if (bytes.empty()) return all;
    uint32_t unit;
    do {
      const size_t left = bytes.size();
      if (!next_unit(bytes, unit) || is_high_surrogate(unit) || is_low_surrogate(unit)) {
        return all - left;
      }
    } while (unit >= 0x80 && !bytes.empty());
  }
}

// Writes one code point of up to three bytes, or four when it is above the basic plane; with a null
// `out` it only counts. Returns the number of bytes.
inline size_t write_utf8(uint32_t code_point, char* out) {
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

// The same as engine text: two surrogates for what is above the basic plane.
inline size_t write_engine(uint32_t code_point, char* out) {
  if (code_point < 0x10000) return write_utf8(code_point, out);
  const uint32_t rest = code_point - 0x10000;
  write_utf8(0xD800 | rest >> 10, out);
  write_utf8(0xDC00 | (rest & 0x3FF), out == nullptr ? nullptr : out + 3);
  return 6;
}

// Takes one code point off the front of engine text that is not empty: two surrogates are one, and
// a lone one is itself. What no UTF-16 string can hold is read as UTF-8.
inline uint32_t next_engine_point(std::string_view& rest) {
  uint32_t unit;
  if (!next_unit(rest, unit)) return next_code_point(rest);
  if (is_high_surrogate(unit) && !rest.empty()) {
    std::string_view after = rest;
    uint32_t low;
    if (next_unit(after, low) && is_low_surrogate(low)) {
      rest = after;
      return joined_surrogates(unit, low);
    }
  }
  return unit;
}

}  // namespace skep
