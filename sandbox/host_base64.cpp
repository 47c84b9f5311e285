// Host functions for base64: btoa, atob, and the bodies of data: URLs.
// https://infra.spec.whatwg.org/#forgiving-base64
//
// A "binary string" has a code unit from 0 to 255 for each byte.
#include <array>
#include <cstdint>
#include <string_view>

#include "sandbox/code_units.h"
#include "sandbox/define.h"
#include "sandbox/host.h"
#include "sandbox/text.h"

namespace skep {
namespace {

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr uint8_t no_digit = 0xFF;
constexpr std::array<uint8_t, 256> digit_values = [] {
  std::array<uint8_t, 256> values{};
  values.fill(no_digit);
  for (size_t i = 0; i < letters.size(); i++) {
    values[static_cast<uint8_t>(letters[i])] = static_cast<uint8_t>(i);
  }
  return values;
}();

bool is_ascii_space(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
}

// The number of digits in `text`, or -1 if forgiving-base64 decode fails.
// https://infra.spec.whatwg.org/#forgiving-base64-decode
int64_t count_digits(std::string_view text) {
  int64_t digits = 0;
  int padding = 0;
  for (const char byte : text) {
    // 1. Remove all ASCII whitespace from data.
    if (is_ascii_space(byte)) continue;
    if (byte == '=') {
      padding++;
      continue;
    }
    // 4. If data contains a code point that is no digit, then return failure.
    if (padding != 0 || digit_values[static_cast<uint8_t>(byte)] == no_digit) return -1;
    digits++;
  }
  // 2. If its length divides by 4 leaving no remainder, one or two U+003D are removed from its end.
  if (padding > 2 || (padding != 0 && (digits + padding) % 4 != 0)) return -1;
  // 3. If its length divides by 4 leaving a remainder of 1, then return failure.
  return digits % 4 == 1 ? -1 : digits;
}

// Calls put(byte) for each byte that the digits of `text` stand for.
template <class Put>
void decode_digits(std::string_view text, Put put) {
  uint32_t buffer = 0;
  int bits = 0;
  for (const char byte : text) {
    const uint8_t value = digit_values[static_cast<uint8_t>(byte)];
    if (value == no_digit) continue;
    buffer = buffer << 6 | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    put(static_cast<uint8_t>(buffer >> bits));
  }
}

// (text) → binary string, or undefined for failure
duk_ret_t atob(duk_context* ctx) {
  const std::string_view text = engine_text_at(ctx, 0);
  if (count_digits(text) < 0) return 0;
  size_t length = 0;
  decode_digits(text, [&](uint8_t byte) { length += byte < 0x80 ? 1 : 2; });
  auto* out = static_cast<char*>(duk_push_fixed_buffer(ctx, length));
  decode_digits(text, [&](uint8_t byte) { out += write_utf8(byte, out); });
  duk_buffer_to_string(ctx, -1);
  return 1;
}

// (text) → Uint8Array, or undefined for failure
duk_ret_t base64_bytes(duk_context* ctx) {
  const std::string_view text = engine_text_at(ctx, 0);
  const int64_t digits = count_digits(text);
  if (digits < 0) return 0;
  const auto length = static_cast<duk_size_t>(digits * 6 / 8);
  auto* out = static_cast<uint8_t*>(duk_push_fixed_buffer(ctx, length));
  decode_digits(text, [&](uint8_t byte) { *out++ = byte; });
  duk_push_buffer_object(ctx, -1, 0, length, DUK_BUFOBJ_UINT8ARRAY);
  return 1;
}

// (binary string) → base64, or undefined if it is none
duk_ret_t btoa(duk_context* ctx) {
  std::string_view text = engine_text_at(ctx, 0);
  size_t units = 0;
  uint32_t unit;
  for (std::string_view rest = text; !rest.empty(); units++) {
    if (!next_unit(rest, unit) || unit > 0xFF) return 0;
  }
  auto* out = static_cast<char*>(duk_push_fixed_buffer(ctx, (units + 2) / 3 * 4));
  for (; units != 0; units -= units < 3 ? units : 3) {
    uint32_t group = 0;
    for (size_t i = 0; i < 3; i++) {
      unit = 0;
      if (i < units) next_unit(text, unit);
      group = group << 8 | unit;
    }
    *out++ = letters[group >> 18];
    *out++ = letters[group >> 12 & 63];
    *out++ = units > 1 ? letters[group >> 6 & 63] : '=';
    *out++ = units > 2 ? letters[group & 63] : '=';
  }
  duk_buffer_to_string(ctx, -1);
  return 1;
}

}  // namespace

void define_base64_functions(duk_context* ctx) {
  define_function(ctx, -1, "atob", atob, 1);
  define_function(ctx, -1, "base64Bytes", base64_bytes, 1);
  define_function(ctx, -1, "btoa", btoa, 1);
}

}  // namespace skep
