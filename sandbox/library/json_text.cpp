#include "sandbox/library/json_text.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace skep {
namespace {

// The unit of three bytes at `at`; 0 when there is none. Surrogates are D800 to DFFF.
uint32_t unit_at(std::string_view text, size_t at) {
  if (at + 2 >= text.size() || (static_cast<uint8_t>(text[at]) & 0xf0) != 0xe0) return 0;
  return (static_cast<uint8_t>(text[at]) & 15u) << 12 |
         (static_cast<uint8_t>(text[at + 1]) & 63u) << 6 |
         (static_cast<uint8_t>(text[at + 2]) & 63u);
}
bool is_high(uint32_t unit) {
  return unit >= 0xd800 && unit <= 0xdbff;
}
bool is_low(uint32_t unit) {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

// False when the text is as it should be; else `fixed` has what it should be.
bool fix(std::string_view text, std::string& fixed) {
  fixed.clear();
  size_t copied = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const char byte = text[at];
    if (byte == '\\') {
      const std::string_view escape = text.substr(at, 6);
      if (escape == "\\u2028" || escape == "\\u2029") {
        fixed.append(text.substr(copied, at - copied)).append("\xe2\x80");
        fixed += escape.back() == '8' ? '\xa8' : '\xa9';
        copied = at + 6;
        at += 5;
      } else {
        ++at;  // whatever is escaped is no backslash that escapes
      }
    } else if (byte == '\xed') {
      const uint32_t unit = unit_at(text, at);
      if (is_high(unit) && is_low(unit_at(text, at + 3))) {
        at += 5;
      } else if (is_high(unit) || is_low(unit)) {
        constexpr std::string_view digits = "0123456789abcdef";
        fixed.append(text.substr(copied, at - copied)).append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) fixed += digits[unit >> shift & 15];
        copied = at + 3;
        at += 2;
      }
    }
  }
  if (copied == 0) return false;
  fixed.append(text.substr(copied));
  return true;
}

}  // namespace

duk_ret_t well_formed_json(duk_context* heap) {
  duk_size_t size = 0;
  const char* text = duk_get_lstring(heap, 0, &size);
  if (text == nullptr) return 0;
  // It outlives the call, so that no error of the engine's jumps over its destructor.
  static std::string* const fixed = new std::string;
  if (fix({text, size}, *fixed)) {
    duk_push_lstring(heap, fixed->data(), fixed->size());
    fixed->clear();
    fixed->shrink_to_fit();
  } else {
    duk_dup(heap, 0);
  }
  return 1;
}

}  // namespace skep
