// Any regular expression on any text: the pattern is refused with a sentence, or its program ends
// with groups that lie inside the text.
//
// Input: flags, length of the pattern, the pattern, the text; in units of one byte, or of two.
// Backtracking may take time that grows with the length of the text as fast as one likes (a
// worker's limits are what ends it), so texts are short here and counts small.
#include <algorithm>
#include <cstdlib>
#include <string>

#include "regexp/compile.h"
#include "regexp/match.h"
#include "regexp/program.h"

namespace skep::regexp {
namespace {

constexpr size_t longest_pattern = 48;
constexpr size_t longest_text = 7;

bool is_digit(char16_t unit) {
  return unit >= '0' && unit <= '9';
}

// Two digits in a row at the most, a few quantifiers at the most.
bool takes_too_long(std::u16string_view pattern) {
  size_t digits = 0;
  size_t quantifiers = 0;
  for (const char16_t unit : pattern) {
    digits = is_digit(unit) ? digits + 1 : 0;
    if (digits > 2) return true;
    if (unit == '*' || unit == '+' || unit == '{' || unit == '?') ++quantifiers;
  }
  return quantifiers > 6;
}

void check_groups(const std::vector<uint32_t>& slots, uint32_t length) {
  if (slots.size() < 2 || slots.size() % 2 != 0) std::abort();
  for (size_t i = 0; i < slots.size(); i += 2) {
    if ((slots[i] == nowhere) != (slots[i + 1] == nowhere)) std::abort();
    if (slots[i] != nowhere && (slots[i] > slots[i + 1] || slots[i + 1] > length)) std::abort();
  }
}

void match_everywhere(const std::vector<uint32_t>& program, const Text& text) {
  std::vector<uint32_t> slots;
  for (uint32_t start = 0; start <= text.length; ++start) {
    for (const bool search : {false, true}) {
      if (match(program.data(), text, start, search, slots) == Outcome::matched) {
        check_groups(slots, text.length);
      }
    }
  }
}

std::u16string units_of(const uint8_t* from, size_t count, bool wide) {
  std::u16string units;
  for (size_t i = 0; i + (wide ? 1 : 0) < count; i += wide ? 2 : 1) {
    units += static_cast<char16_t>(wide ? from[i] | from[i + 1] << 8 : from[i]);
  }
  return units;
}

}  // namespace
}  // namespace skep::regexp

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* input, size_t size) {
  using namespace skep::regexp;
  if (size < 2) return 0;
  const uint32_t flags = input[0] & 15;
  const bool wide = (input[0] & 16) != 0;
  const size_t length = std::min<size_t>(input[1], size - 2);
  const std::u16string pattern = units_of(input + 2, length, wide);
  if (pattern.size() > longest_pattern || takes_too_long(pattern)) return 0;
  const Compiled compiled = compile(pattern, flags);
  if (compiled.error.empty() == compiled.program.empty()) std::abort();
  if (compiled.program.empty()) return 0;

  std::u16string units = units_of(input + 2 + length, size - 2 - length, wide);
  units.resize(std::min(units.size(), longest_text));
  Text text;
  text.length = static_cast<uint32_t>(units.size());
  // In blocks of their own size: a sanitizer sees a read beyond them.
  const std::vector<uint16_t> wide_text(units.begin(), units.end());
  text.units = wide_text.data();
  if (!wide_text.empty()) match_everywhere(compiled.program, text);
  const std::vector<uint8_t> bytes(units.begin(), units.end());
  text.units = nullptr;
  text.bytes = bytes.data();
  const auto ascii = [](char16_t unit) { return unit < 0x80; };
  if (!bytes.empty() && std::ranges::all_of(units, ascii)) {
    match_everywhere(compiled.program, text);
  }
  return 0;
}
