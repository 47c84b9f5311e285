#include "compiler/utf8.h"

#include <cstdint>

namespace skep {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::string_view replacement = "\xef\xbf\xbd";

struct Sequence {
  size_t length;  // at least 1
  bool well_formed;
};

// The character at the front of `text`, which is not empty; or the longest piece that begins like
// one and is none.  https://encoding.spec.whatwg.org/#utf-8-decoder
Sequence first_sequence(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return {1, true};
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
  } else {
    return {1, false};
  }
  for (size_t i = 1; i < length; ++i) {
    if (i == text.size() || byte(i) < least || byte(i) > most) return {i, false};
    least = 0x80;
    most = 0xbf;
  }
  return {length, true};
}

}  // namespace

std::string decode_utf8(std::string_view bytes) {
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  std::string decoded;
  decoded.reserve(bytes.size());
  size_t from = 0;  // what is well-formed from here on is not copied yet
  for (size_t at = 0; at < bytes.size();) {
    const Sequence sequence = first_sequence(bytes.substr(at));
    if (!sequence.well_formed) {
      decoded += bytes.substr(from, at - from);
      decoded += replacement;
      from = at + sequence.length;
    }
    at += sequence.length;
  }
  return decoded += bytes.substr(from);
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
