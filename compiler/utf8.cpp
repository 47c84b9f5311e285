#include "compiler/utf8.h"

#include <cstdint>

namespace skep {

size_t find_invalid_utf8(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<uint8_t>(text[at]);
    if (lead < 0x80) {
      ++at;
      continue;
    }
    // The second byte's range excludes overlong forms, surrogates and what is too large.
    size_t length = 0;
    uint8_t least = 0x80;
    uint8_t most = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) {
      length = 2;
    } else if (lead >= 0xe0 && lead <= 0xef) {
      length = 3;
      if (lead == 0xe0) least = 0xa0;
      if (lead == 0xed) most = 0x9f;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      length = 4;
      if (lead == 0xf0) least = 0x90;
      if (lead == 0xf4) most = 0x8f;
    }
    if (length == 0 || text.size() - at < length) return at;
    const auto second = static_cast<uint8_t>(text[at + 1]);
    if (second < least || second > most) return at;
    for (size_t i = 2; i < length; ++i) {
      if ((static_cast<uint8_t>(text[at + i]) & 0xc0) != 0x80) return at;
    }
    at += length;
  }
  return std::string_view::npos;
}

size_t count_utf16_units(std::string_view text) {
  size_t units = 0;
  for (const char byte : text) {
    const auto value = static_cast<uint8_t>(byte);
    if ((value & 0xc0) != 0x80) units += value >= 0xf0 ? 2 : 1;
  }
  return units;
}

}  // namespace skep
