#include "sandbox/idna/punycode.h"

#include <algorithm>
#include <cstdint>

namespace skep {
namespace {

// https://www.rfc-editor.org/rfc/rfc3492#section-5
constexpr uint32_t base = 36;
constexpr uint32_t t_min = 1;
constexpr uint32_t t_max = 26;
constexpr uint32_t skew = 38;
constexpr uint32_t damp = 700;
constexpr uint32_t initial_bias = 72;
constexpr uint32_t initial_n = 0x80;
constexpr uint64_t largest = UINT32_MAX;

// https://www.rfc-editor.org/rfc/rfc3492#section-6.1
uint32_t adapt(uint64_t delta, uint64_t points, bool first) {
  delta = first ? delta / damp : delta / 2;
  delta += delta / points;
  uint32_t k = 0;
  for (; delta > ((base - t_min) * t_max) / 2; k += base) delta /= base - t_min;
  return k + static_cast<uint32_t>((base - t_min + 1) * delta / (delta + skew));
}

uint32_t threshold(uint32_t k, uint32_t bias) {
  return k <= bias ? t_min : std::min(k - bias, t_max);
}

char digit(uint64_t value) {
  return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

// base if it is no digit
uint32_t value_of(char letter) {
  if (letter >= 'a' && letter <= 'z') return static_cast<uint32_t>(letter - 'a');
  if (letter >= 'A' && letter <= 'Z') return static_cast<uint32_t>(letter - 'A');
  if (letter >= '0' && letter <= '9') return static_cast<uint32_t>(letter - '0') + 26;
  return base;
}

void write_number(uint64_t number, uint32_t bias, std::string& out) {
  for (uint32_t k = base;; k += base) {
    const uint32_t t = threshold(k, bias);
    if (number < t) break;
    out += digit(t + (number - t) % (base - t));
    number = (number - t) / (base - t);
  }
  out += digit(number);
}

}  // namespace

// https://www.rfc-editor.org/rfc/rfc3492#section-6.3
bool punycode_encode(std::u32string_view label, std::string& out) {
  uint64_t basic = 0;
  for (const char32_t point : label) {
    if (point >= initial_n) continue;
    out += static_cast<char>(point);
    basic++;
  }
  if (basic > 0) out += '-';
  // The larger ones in their order: each round looks for those equal to the next of them.
  std::u32string larger;
  std::copy_if(label.begin(), label.end(), std::back_inserter(larger),
               [](char32_t point) { return point >= initial_n; });
  std::sort(larger.begin(), larger.end());
  uint64_t n = initial_n;
  uint64_t delta = 0;
  uint32_t bias = initial_bias;
  uint64_t handled = basic;
  for (size_t at = 0; at < larger.size();) {
    const char32_t next = larger[at];
    delta += (next - n) * (handled + 1);
    if (delta > largest) return false;
    n = next;
    for (const char32_t point : label) {
      if (point < n) delta++;
      if (point != n) continue;
      write_number(delta, bias, out);
      bias = adapt(delta, handled + 1, handled == basic);
      delta = 0;
      handled++;
      at++;
    }
    delta++;
    n++;
  }
  return true;
}

// https://www.rfc-editor.org/rfc/rfc3492#section-6.2
bool punycode_decode(std::string_view encoded, std::u32string& out) {
  size_t at = 0;
  if (const size_t dash = encoded.rfind('-'); dash != encoded.npos) {
    for (const char letter : encoded.substr(0, dash)) {
      if (static_cast<unsigned char>(letter) >= initial_n) return false;
      out += static_cast<char32_t>(letter);
    }
    // A lone "-" in front is a basic code point's delimiter with none of them before it.
    at = dash + 1;
  }
  uint64_t n = initial_n;
  uint64_t i = 0;
  uint32_t bias = initial_bias;
  while (at < encoded.size()) {
    const uint64_t before = i;
    uint64_t weight = 1;
    for (uint32_t k = base;; k += base) {
      if (at == encoded.size()) return false;
      const uint32_t value = value_of(encoded[at++]);
      if (value == base) return false;
      i += value * weight;
      if (i > largest) return false;
      const uint32_t t = threshold(k, bias);
      if (value < t) break;
      weight *= base - t;
      if (weight > largest) return false;
    }
    const uint64_t count = out.size() + 1;
    bias = adapt(i - before, count, before == 0);
    n += i / count;
    i %= count;
    if (n > 0x10FFFF || (n >= 0xD800 && n < 0xE000)) return false;
    out.insert(static_cast<size_t>(i), 1, static_cast<char32_t>(n));
    i++;
  }
  return true;
}

}  // namespace skep
