#include "proto/base64.h"

#include <array>
#include <cstdint>

namespace skep {
namespace {

constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr uint8_t no_digit = 0xFF;

constexpr std::array<uint8_t, 256> make_values() {
  std::array<uint8_t, 256> values = {};
  values.fill(no_digit);
  for (uint8_t i = 0; i < digits.size(); ++i) values[static_cast<uint8_t>(digits[i])] = i;
  return values;
}
constexpr std::array<uint8_t, 256> digit_values = make_values();

}  // namespace

std::string base64_encode(std::span<const std::byte> bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t at = 0; at < bytes.size(); at += 3) {
    const size_t count = std::min<size_t>(3, bytes.size() - at);
    uint32_t group = 0;
    for (size_t i = 0; i < 3; ++i) {
      group = group << 8 | (i < count ? std::to_integer<uint32_t>(bytes[at + i]) : 0);
    }
    for (size_t i = 0; i < 4; ++i) {
      text.push_back(i <= count ? digits[group >> (18 - 6 * i) & 63] : '=');
    }
  }
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (size_t at = 0; at < text.size(); at += 4) {
    // Only the last group may be short: by one or two digits.
    size_t count = 4;
    if (at + 4 == text.size()) {
      while (count > 2 && text[at + count - 1] == '=') --count;
    }
    uint32_t group = 0;
    for (size_t i = 0; i < count; ++i) {
      const uint8_t value = digit_values[static_cast<uint8_t>(text[at + i])];
      if (value == no_digit) return std::nullopt;
      group |= static_cast<uint32_t>(value) << (18 - 6 * i);
    }
    for (size_t i = 0; i + 1 < count; ++i) {
      bytes.push_back(static_cast<char>(group >> (16 - 8 * i) & 0xFF));
    }
    // The bits that no byte takes.
    if ((group & ((1u << (8 * (4 - count))) - 1)) != 0) return std::nullopt;
  }
  return bytes;
}

}  // namespace skep
