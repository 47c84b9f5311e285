#include "proto/clone_text.h"

#include <cstdint>

namespace skep::control {
namespace {

bool is_high(uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low(uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

// Takes one sequence of `utf8` of at most `longest` bytes in its shortest form; false on anything
// else. Surrogates are let through: whether they may stand there is the caller's matter.
bool take_sequence(std::string_view& utf8, size_t longest, uint32_t& code) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(utf8[i]); };
  const uint8_t first = byte(0);
  size_t length = 1;
  uint32_t least = 0;
  code = first;
  if (first >= 0x80) {
    if ((first & 0xE0) == 0xC0) {
      length = 2;
      least = 0x80;
      code = first & 0x1F;
    } else if ((first & 0xF0) == 0xE0) {
      length = 3;
      least = 0x800;
      code = first & 0x0F;
    } else if ((first & 0xF8) == 0xF0) {
      length = 4;
      least = 0x10000;
      code = first & 0x07;
    } else {
      return false;
    }
  }
  if (length > longest || length > utf8.size()) return false;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return false;
    code = code << 6 | (byte(i) & 0x3F);
  }
  if (code < least || code > 0x10FFFF) return false;
  utf8.remove_prefix(length);
  return true;
}

void append_sequence(std::string& out, uint32_t code) {
  const auto put = [&](uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xE0 | code >> 12);
    } else {
      put(0xF0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3F));
    }
    put(0x80 | (code >> 6 & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

}  // namespace

std::optional<Utf8Text> utf8_of_clone_text(std::string_view text) {
  Utf8Text utf8;
  utf8.text.reserve(text.size());
  while (!text.empty()) {
    uint32_t unit;
    if (!take_sequence(text, 3, unit)) return std::nullopt;
    if (is_high(unit) && !text.empty()) {
      std::string_view after = text;
      uint32_t low;
      if (take_sequence(after, 3, low) && is_low(low)) {
        text = after;
        unit = 0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF));
      }
    }
    if (is_high(unit) || is_low(unit)) {
      utf8.has_lone_surrogate = true;
      unit = 0xFFFD;
    }
    append_sequence(utf8.text, unit);
  }
  return utf8;
}

std::string utf16_of_clone_text(std::string_view text) {
  std::string utf16;
  uint32_t unit;
  while (!text.empty() && take_sequence(text, 3, unit)) {
    utf16.push_back(static_cast<char>(unit & 0xFF));
    utf16.push_back(static_cast<char>(unit >> 8));
  }
  return utf16;
}

std::optional<std::string> clone_text_of_utf8(std::string_view utf8) {
  std::string text;
  text.reserve(utf8.size());
  while (!utf8.empty()) {
    uint32_t code;
    if (!take_sequence(utf8, 4, code) || is_high(code) || is_low(code)) return std::nullopt;
    if (code >= 0x10000) {
      append_sequence(text, 0xD800 | (code - 0x10000) >> 10);
      code = 0xDC00 | ((code - 0x10000) & 0x3FF);
    }
    append_sequence(text, code);
  }
  return text;
}

std::optional<std::string> clone_text_of_utf16(std::string_view utf16) {
  if (utf16.size() % 2 != 0) return std::nullopt;
  std::string text;
  for (size_t i = 0; i < utf16.size(); i += 2) {
    append_sequence(text, static_cast<uint8_t>(utf16[i]) |
                              static_cast<uint32_t>(static_cast<uint8_t>(utf16[i + 1])) << 8);
  }
  return text;
}

}  // namespace skep::control
