#include "regexp/parser.h"

#include <algorithm>

namespace skep::regexp {
namespace {

constexpr uint32_t end_of_pattern = last_code_point + 1;
constexpr int deepest = 500;
constexpr uint32_t most_groups = 32767;
constexpr size_t most_words = 1u << 20;

uint32_t word(Op op) {
  return static_cast<uint32_t>(op);
}

uint32_t distance(size_t words) {
  return static_cast<uint32_t>(words);
}

uint32_t back_over(size_t words) {
  return 0u - static_cast<uint32_t>(words);
}

}  // namespace

void Part::append(const Part& other) {
  code.insert(code.end(), other.code.begin(), other.code.end());
  consumes = consumes || other.consumes;
}

Compiled compile(std::u16string_view pattern, uint32_t flags) {
  return Parser(pattern, flags).run();
}

void Parser::fail(std::string_view message) {
  if (error_.empty()) error_ = message;
  at_ = pattern_.size();
}

uint32_t Parser::peek(size_t further) const {
  return at_ + further < pattern_.size() ? pattern_[at_ + further] : end_of_pattern;
}

bool Parser::take(char16_t unit) {
  if (peek() != unit) return false;
  ++at_;
  return true;
}

bool Parser::take(std::u16string_view units) {
  if (pattern_.substr(at_, units.size()) != units) return false;
  at_ += units.size();
  return true;
}

uint32_t Parser::take_point() {
  const uint32_t first = pattern_[at_++];
  if (!has(unicode) || first < 0xd800 || first > 0xdbff) return first;
  const uint32_t second = peek();
  if (second < 0xdc00 || second > 0xdfff) return first;
  ++at_;
  return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

std::optional<uint32_t> Parser::take_number() {
  if (peek() < '0' || peek() > '9') return std::nullopt;
  uint64_t number = 0;
  while (peek() >= '0' && peek() <= '9') {
    number = std::min<uint64_t>(number * 10 + (pattern_[at_++] - '0'), unlimited);
  }
  return static_cast<uint32_t>(number);
}

// Counts the groups and reads their names: \k and \1 may stand before what they refer to.
void Parser::find_groups() {
  bool in_class = false;
  while (!at_end()) {
    const char16_t unit = pattern_[at_++];
    if (unit == '\\') {
      if (!at_end()) ++at_;
    } else if (unit == '[') {
      in_class = true;
    } else if (unit == ']') {
      in_class = false;
    } else if (unit == '(' && !in_class) {
      if (peek() != '?') {
        ++group_count_;
      } else if (peek(1) == '<' && peek(2) != '=' && peek(2) != '!') {
        at_ += 2;
        std::u16string name = group_name();
        for (const auto& [other, number] : names_) {
          if (other == name) fail("Duplicate capture group name");
        }
        names_.emplace_back(std::move(name), group_count_++);
      }
    }
  }
  if (group_count_ > most_groups) fail("Too many groups");
  at_ = 0;
}

Compiled Parser::run() {
  Compiled compiled;
  find_groups();
  Part program;
  if (!failed()) {
    program.code = {word(Op::save), 0};
    program.append(disjunction(false));
    if (!failed() && !at_end()) fail(peek() == ')' ? "Unmatched ')'" : "Unexpected character");
    program.code.insert(program.code.end(), {word(Op::save), 1, word(Op::match)});
  }
  if (program.code.size() + ranges_.size() * 2 > most_words) fail("Regular expression too large");
  if (failed()) {
    compiled.error = error_;
    return compiled;
  }
  compiled.names = std::move(names_);
  compiled.program = {program_magic,
                      flags_,
                      group_count_,
                      registers_,
                      static_cast<uint32_t>(program.code.size()),
                      static_cast<uint32_t>(ranges_.size())};
  compiled.program.insert(compiled.program.end(), program.code.begin(), program.code.end());
  for (const Range& range : ranges_) {
    compiled.program.push_back(range.first);
    compiled.program.push_back(range.last);
  }
  return compiled;
}

Part Parser::disjunction(bool back) {
  Part whole;
  if (++depth_ > deepest) {
    fail("Regular expression nested too deeply");
    return whole;
  }
  bool consumes = true;
  std::vector<size_t> jumps;  // over what remains, from each alternative but the last
  for (;;) {
    const Part part = alternative(back);
    consumes = consumes && part.consumes;
    if (!take(u'|')) {
      whole.append(part);
      break;
    }
    whole.code.push_back(word(Op::choose));
    whole.code.push_back(distance(part.code.size() + 2));
    whole.append(part);
    whole.code.push_back(word(Op::jump));
    jumps.push_back(whole.code.size());
    whole.code.push_back(0);
  }
  for (const size_t jump : jumps) whole.code[jump] = distance(whole.code.size() - jump - 1);
  whole.consumes = consumes;
  --depth_;
  return whole;
}

Part Parser::alternative(bool back) {
  Part whole;
  std::vector<Part> parts;
  while (!at_end() && peek() != '|' && peek() != ')') parts.push_back(term(back));
  if (back) std::reverse(parts.begin(), parts.end());
  for (const Part& part : parts) whole.append(part);
  words_ += whole.code.size();
  if (words_ > most_words * 8) fail("Regular expression too large");
  return whole;
}

Part Parser::term(bool back) {
  Part part;
  const uint32_t first_group = next_group_;
  bool can_repeat = true;
  if (take(u'^')) {
    part.code = {word(Op::line_start)};
    can_repeat = false;
  } else if (take(u'$')) {
    part.code = {word(Op::line_end)};
    can_repeat = false;
  } else if (take(u"\\b")) {
    part.code = {word(Op::word_boundary)};
    can_repeat = false;
  } else if (take(u"\\B")) {
    part.code = {word(Op::no_word_boundary)};
    can_repeat = false;
  } else if (take(u'(')) {
    const bool looks = take(u"?=") || take(u"?!");
    const bool behind = !looks && (take(u"?<=") || take(u"?<!"));
    if (looks || behind) {
      part = look(pattern_[at_ - 1] == '!', behind);
      can_repeat = looks && !has(unicode);
    } else {
      part = group(back);
    }
  } else if (take(u'.')) {
    part = any(back);
  } else if (take(u'[')) {
    part = character_class(back);
  } else if (take(u'\\')) {
    part = atom_escape(back);
  } else {
    uint32_t min = 0;
    uint32_t max = 0;
    bool lazy = false;
    const size_t start = at_;
    const bool brace = peek() == '{';
    if (read_quantifier(min, max, lazy)) {
      fail("Nothing to repeat");
    } else if (has(unicode) && (brace || peek() == '}' || peek() == ']')) {
      fail("Lone quantifier bracket");
    } else {
      at_ = start;
      part = character(take_point(), back);
    }
  }
  uint32_t min = 1;
  uint32_t max = 1;
  bool lazy = false;
  if (failed() || !read_quantifier(min, max, lazy)) return part;
  if (!can_repeat) fail("Nothing to repeat");
  if (min > max) fail("Numbers out of order in quantifier");
  return repeated(std::move(part), min, max, lazy, first_group);
}

// Behind "(": what no look-around is.
Part Parser::group(bool back) {
  Part part;
  if (take(u"?:")) {
    part = disjunction(back);
  } else if (take(u"?<")) {
    group_name();
    return capture(back);
  } else if (peek() == '?') {
    fail("Invalid group");
  } else {
    return capture(back);
  }
  if (!take(u')')) fail("Unterminated group");
  part.one_character = false;
  return part;
}

Part Parser::look(bool negative, bool behind) {
  Part part;
  const Part body = disjunction(behind);
  if (!take(u')')) fail("Unterminated group");
  part.code = {word(Op::look), negative ? 1u : 0u, distance(body.code.size() + 1)};
  part.code.insert(part.code.end(), body.code.begin(), body.code.end());
  part.code.push_back(word(Op::match));
  return part;
}

Part Parser::capture(bool back) {
  Part part;
  const uint32_t slot = next_group_++ * 2;
  const Part body = disjunction(back);
  if (!take(u')')) fail("Unterminated group");
  part.code = {word(Op::save), back ? slot + 1 : slot};
  part.append(body);
  part.code.push_back(word(Op::save));
  part.code.push_back(back ? slot : slot + 1);
  return part;
}

bool Parser::read_quantifier(uint32_t& min, uint32_t& max, bool& lazy) {
  const size_t start = at_;
  if (take(u'*')) {
    min = 0;
    max = unlimited;
  } else if (take(u'+')) {
    min = 1;
    max = unlimited;
  } else if (take(u'?')) {
    min = 0;
    max = 1;
  } else if (take(u'{')) {
    const auto least = take_number();
    const bool comma = least.has_value() && take(u',');
    const auto most = comma ? take_number() : std::nullopt;
    if (!least || !take(u'}')) {
      at_ = start;
      if (has(unicode)) fail("Incomplete quantifier");
      return false;
    }
    min = *least;
    max = comma ? most.value_or(unlimited) : min;
  } else {
    return false;
  }
  lazy = take(u'?');
  return true;
}

Part Parser::repeated(Part part, uint32_t min, uint32_t max, bool lazy, uint32_t first_group) {
  Part whole;
  if (max == 0 || (min == 1 && max == 1)) return max == 0 ? whole : part;
  const uint32_t is_lazy = lazy ? 1 : 0;
  whole.consumes = part.consumes && min > 0;
  if (part.one_character) {
    whole.code = {word(Op::repeat_simple), min, max, is_lazy, distance(part.code.size())};
    whole.code.insert(whole.code.end(), part.code.begin(), part.code.end());
    return whole;
  }
  const bool counts = max != unlimited ? max != 1 : min != 0;
  const uint32_t counter = counts ? registers_++ : no_register;
  Part body;
  if (next_group_ > first_group) body.code = {word(Op::reset), first_group, next_group_};
  const uint32_t mark = part.consumes ? no_register : registers_++;
  if (mark != no_register) body.code.insert(body.code.end(), {word(Op::mark), mark});
  body.append(part);
  if (mark != no_register) {
    body.code.insert(body.code.end(), {word(Op::must_advance), mark, counter, min});
  }
  if (counts) {
    constexpr size_t head = 6;
    whole.code = {
        word(Op::count_from_zero),     counter, word(Op::count), counter, min, max, is_lazy,
        distance(body.code.size() + 2)};
    whole.code.insert(whole.code.end(), body.code.begin(), body.code.end());
    whole.code.insert(whole.code.end(), {word(Op::jump), back_over(body.code.size() + 2 + head)});
    return whole;
  }
  const bool again = max == unlimited;
  whole.code = {word(lazy ? Op::choose_other : Op::choose),
                distance(body.code.size() + (again ? 2 : 0))};
  whole.code.insert(whole.code.end(), body.code.begin(), body.code.end());
  if (again) {
    whole.code.insert(whole.code.end(), {word(Op::jump), back_over(body.code.size() + 4)});
  }
  return whole;
}

}  // namespace skep::regexp
