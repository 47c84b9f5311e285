// The part of the parser that reads characters, classes and escapes.
#include <algorithm>

#include "regexp/parser.h"
#include "regexp/unicode.h"

namespace skep::regexp {
namespace {

constexpr uint32_t end_of_pattern = last_code_point + 1;

uint32_t word(Op op, bool back) {
  return static_cast<uint32_t>(op) | (back ? backward : 0);
}

bool is_letter(uint32_t unit) {
  return (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z');
}
bool is_digit(uint32_t unit) {
  return unit >= '0' && unit <= '9';
}

bool in_property(std::string_view name, uint32_t point) {
  return unicode_property(name)->contains(point);
}
bool starts_identifier(uint32_t point) {
  if (point < 128) return is_letter(point) || point == '$' || point == '_';
  return in_property("ID_Start", point);
}
bool continues_identifier(uint32_t point) {
  if (point < 128) return starts_identifier(point) || is_digit(point);
  return point == 0x200c || point == 0x200d || in_property("ID_Continue", point);
}

void append_utf16(std::u16string& text, uint32_t point) {
  if (point <= 0xffff) {
    text += static_cast<char16_t>(point);
  } else {
    text += static_cast<char16_t>(0xd800 + ((point - 0x10000) >> 10));
    text += static_cast<char16_t>(0xdc00 + ((point - 0x10000) & 0x3ff));
  }
}

}  // namespace

Part Parser::character(uint32_t point, bool back) {
  Part part;
  if (has(ignore_case)) point = canonicalize(point, has(unicode));
  part.code = {word(Op::character, back), point};
  part.consumes = part.one_character = true;
  return part;
}

Part Parser::set(CharacterSet set, bool back) {
  Part part;
  part.code = {word(Op::set, back), static_cast<uint32_t>(ranges_.size()),
               static_cast<uint32_t>(set.ranges().size())};
  ranges_.insert(ranges_.end(), set.ranges().begin(), set.ranges().end());
  if (ranges_.size() > (1u << 19)) fail("Regular expression too large");
  part.consumes = part.one_character = true;
  return part;
}

Part Parser::any(bool back) {
  Part part;
  part.code = {word(has(dot_all) ? Op::any_at_all : Op::any, back)};
  part.consumes = part.one_character = true;
  return part;
}

Part Parser::back_reference(uint32_t group, bool back) {
  Part part;
  part.code = {word(Op::back_reference, back), group};
  return part;
}

CharacterSet Parser::word_set() const {
  return has(ignore_case) && has(unicode) ? close_over_case(word_characters(), true)
                                          : word_characters();
}

std::optional<uint32_t> Parser::take_hex(size_t digits) {
  uint32_t number = 0;
  for (size_t i = 0; i < digits; ++i) {
    const uint32_t unit = peek(i);
    const uint32_t lower = unit | 32;
    if (!is_digit(unit) && !(unit < 128 && lower >= 'a' && lower <= 'f')) return std::nullopt;
    number = number * 16 + (is_digit(unit) ? unit - '0' : lower - 'a' + 10);
  }
  at_ += digits;
  return number;
}

// Behind "\u". With `pairs` braces count, and an escaped pair of surrogates is one character.
std::optional<uint32_t> Parser::unicode_escape(bool pairs) {
  if (pairs && take(u'{')) {
    uint32_t point = 0;
    const size_t start = at_;
    while (const auto digit = take_hex(1)) {
      point = std::min<uint32_t>(point * 16 + *digit, end_of_pattern);
    }
    if (at_ == start || point > last_code_point || !take(u'}')) return std::nullopt;
    return point;
  }
  const auto first = take_hex(4);
  if (!first || !pairs || *first < 0xd800 || *first > 0xdbff) return first;
  const size_t after = at_;
  if (take(u"\\u")) {
    const auto second = take_hex(4);
    if (second && *second >= 0xdc00 && *second <= 0xdfff) {
      return 0x10000 + ((*first - 0xd800) << 10) + (*second - 0xdc00);
    }
  }
  at_ = after;
  return first;
}

// Behind "<", up to and with ">".
std::u16string Parser::group_name() {
  std::u16string name;
  const uint32_t flags = flags_;
  flags_ |= unicode;  // a name is read by code points whatever the flags are
  while (!failed() && !take(u'>')) {
    uint32_t point = end_of_pattern;
    if (take(u"\\u")) {
      point = unicode_escape(true).value_or(end_of_pattern);
    } else if (!at_end()) {
      point = take_point();
    }
    if (point == end_of_pattern ||
        !(name.empty() ? starts_identifier(point) : continues_identifier(point))) {
      fail("Invalid capture group name");
    } else {
      append_utf16(name, point);
    }
  }
  flags_ = flags;
  if (name.empty()) fail("Invalid capture group name");
  return name;
}

std::optional<CharacterSet> Parser::class_escape() {
  CharacterSet set;
  const uint32_t letter = peek();
  if (letter == 'd' || letter == 'D') {
    set = digits();
  } else if (letter == 's' || letter == 'S') {
    set = white_space();
  } else if (letter == 'w' || letter == 'W') {
    set = word_set();
  } else if (has(unicode) && (letter == 'p' || letter == 'P')) {
    ++at_;
    std::string name;
    bool ended = take(u'{');
    if (ended) {
      while (!at_end() && peek() != '}' && peek() < 128) name += static_cast<char>(pattern_[at_++]);
      ended = take(u'}');
    }
    auto found = ended ? unicode_property(name) : std::nullopt;
    if (!found) {
      fail("Invalid property name");
      return CharacterSet();
    }
    return letter == 'P' ? found->complement() : *found;
  } else {
    return std::nullopt;
  }
  ++at_;
  return letter == 'D' || letter == 'S' || letter == 'W' ? set.complement() : set;
}

uint32_t Parser::legacy_octal() {
  uint32_t number = pattern_[at_++] - '0';
  while (peek() >= '0' && peek() <= '7' && number * 8 + (peek() - '0') <= 0377) {
    number = number * 8 + (pattern_[at_++] - '0');
  }
  return number;
}

// Behind "\": what stands for one character.
uint32_t Parser::character_escape(bool in_class) {
  if (at_end()) {
    fail("\\ at end of pattern");
    return 0;
  }
  const uint32_t letter = peek();
  constexpr std::u16string_view control_letters = u"fnrtv";
  constexpr uint32_t controls[] = {12, 10, 13, 9, 11};
  if (const size_t control = control_letters.find(static_cast<char16_t>(letter));
      control != control_letters.npos) {
    ++at_;
    return controls[control];
  }
  if (letter == 'c') {
    const uint32_t named = peek(1);
    const bool more = in_class && !has(unicode) && (is_digit(named) || named == '_');
    if (is_letter(named) || more) {
      at_ += 2;
      return named & 31;
    }
    if (has(unicode)) fail("Invalid unicode escape");
    return '\\';  // Annex B: the backslash stands for itself
  }
  if (letter == 'x' || letter == 'u') {
    ++at_;
    const auto point = letter == 'x' ? take_hex(2) : unicode_escape(has(unicode));
    if (point) return *point;
    if (has(unicode)) fail("Invalid escape");
    return letter;
  }
  if (letter == '0' && !is_digit(peek(1))) {
    ++at_;
    return 0;
  }
  if (is_digit(letter)) {
    if (has(unicode)) fail(in_class ? "Invalid class escape" : "Invalid escape");
    if (failed()) return 0;
    if (letter < '8') return legacy_octal();
    ++at_;
    return letter;
  }
  if (has(unicode)) {
    constexpr std::u16string_view syntax = u"^$\\.*+?()[]{}|/";
    if (syntax.find(static_cast<char16_t>(letter)) == syntax.npos && !(in_class && letter == '-')) {
      fail("Invalid escape");
      return 0;
    }
  } else if (letter == 'k' && !names_.empty()) {
    fail("Invalid named reference");
    return 0;
  }
  return take_point();
}

Part Parser::atom_escape(bool back) {
  if (auto members = class_escape()) {
    if (has(ignore_case)) members = close_over_case(*members, has(unicode));
    return set(std::move(*members), back);
  }
  if (peek() >= '1' && peek() <= '9') {
    const size_t start = at_;
    const uint32_t group = *take_number();
    if (group < group_count_) return back_reference(group, back);
    at_ = start;
    if (has(unicode)) fail("Invalid escape");
  }
  if (peek() == 'k' && (has(unicode) || !names_.empty())) {
    ++at_;
    if (!take(u'<')) {
      fail("Invalid named reference");
      return {};
    }
    const std::u16string name = group_name();
    for (const auto& [known, group] : names_) {
      if (known == name) return back_reference(group, back);
    }
    fail("Invalid named capture referenced");
    return {};
  }
  const uint32_t point = failed() ? 0 : character_escape(false);
  return character(point, back);
}

uint32_t Parser::class_member(std::optional<CharacterSet>& members) {
  members = std::nullopt;
  if (!take(u'\\')) return take_point();
  members = class_escape();
  if (members || failed()) return 0;
  if (take(u'b')) return 8;
  return character_escape(true);
}

// Behind "[".
Part Parser::character_class(bool back) {
  CharacterSet all;
  const bool negated = take(u'^');
  while (!failed() && !take(u']')) {
    if (at_end()) {
      fail("Unterminated character class");
      break;
    }
    std::optional<CharacterSet> members;
    std::optional<CharacterSet> others;
    const uint32_t first = class_member(members);
    const bool range = peek() == '-' && peek(1) != ']' && peek(1) != end_of_pattern;
    if (!range) {
      members ? all.add(*members) : all.add(first, first);
      continue;
    }
    ++at_;
    const uint32_t last = class_member(others);
    if (!members && !others) {
      if (first > last) fail("Range out of order in character class");
      all.add(first, last);
    } else {
      // Annex B: a set has no ends, and the hyphen stands for itself.
      if (has(unicode)) fail("Invalid character class");
      members ? all.add(*members) : all.add(first, first);
      all.add('-', '-');
      others ? all.add(*others) : all.add(last, last);
    }
  }
  all.normalize();
  if (has(ignore_case)) all = close_over_case(all, has(unicode));
  return set(negated ? all.complement() : all, back);
}

}  // namespace skep::regexp
