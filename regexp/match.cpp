#include "regexp/match.h"

#include <cstring>

#include "regexp/character_set.h"
#include "regexp/program.h"
#include "regexp/unicode.h"

namespace skep::regexp {
namespace {

constexpr size_t most_entries = 4u << 20;
constexpr uint32_t count_words = 6;
constexpr uint32_t no_character = last_code_point + 1;

bool ends_line(uint32_t point) {
  return point == '\n' || point == '\r' || point == 0x2028 || point == 0x2029;
}

// What is to be done when what was tried last fails.
struct Entry {
  enum class Kind : uint32_t {
    choice,   // go on at `code` with `position`
    greedy,   // give back one character, down to `limit`
    lazy,     // take one character more; `limit` were taken
    again,    // into the body of the count instruction once more
    slot,     // restore slot `code` to `position`
    counter,  // restore register `code` to `position`
  } kind;
  uint32_t code;
  uint32_t position;
  uint32_t limit = 0;
  uint32_t repeat = 0;  // the repeat_simple instruction
};

class Matcher {
 public:
  Matcher(const uint32_t* program, const Text& text, std::vector<uint32_t>& slots)
      : text_(text), slots_(slots) {
    Head head;
    std::memcpy(&head, program, sizeof head);
    flags_ = head.flags;
    code_ = program + head_words;
    ranges_ = reinterpret_cast<const Range*>(code_ + head.code_words);
    slots_.assign(head.groups * 2, nowhere);
    registers_.assign(head.registers, 0);
  }

  Outcome run_from(uint32_t start) {
    stack_.clear();
    std::fill(slots_.begin(), slots_.end(), nowhere);
    const bool found = run(0, start);
    if (too_complex_) return Outcome::too_complex;
    return found ? Outcome::matched : Outcome::failed;
  }

  // Whether a match may begin here, by the first instruction alone.
  bool may_begin(uint32_t position) const {
    constexpr uint32_t first = 2;  // behind the save of slot 0
    const Op op = static_cast<Op>(code_[first]);
    if (op != Op::character && op != Op::set) return true;
    return one_character(first, position);
  }

  // Whether the position is inside of what flag u makes one character.
  bool divides_pair(uint32_t position) const {
    if (!has(unicode) || position == 0 || position >= text_.length) return false;
    const uint32_t first = text_.at(position - 1);
    const uint32_t second = text_.at(position);
    return first >= 0xd800 && first <= 0xdbff && second >= 0xdc00 && second <= 0xdfff;
  }

 private:
  bool has(Flag flag) const { return (flags_ & flag) != 0; }

  uint32_t next(uint32_t& position) const {
    if (position >= text_.length) return no_character;
    const uint32_t first = text_.at(position++);
    if (!has(unicode) || first < 0xd800 || first > 0xdbff || position >= text_.length) return first;
    const uint32_t second = text_.at(position);
    if (second < 0xdc00 || second > 0xdfff) return first;
    ++position;
    return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
  }

  uint32_t previous(uint32_t& position) const {
    if (position == 0) return no_character;
    const uint32_t second = text_.at(--position);
    if (!has(unicode) || second < 0xdc00 || second > 0xdfff || position == 0) return second;
    const uint32_t first = text_.at(position - 1);
    if (first < 0xd800 || first > 0xdbff) return second;
    --position;
    return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
  }

  uint32_t folded(uint32_t point) const {
    return has(ignore_case) ? canonicalize(point, has(unicode)) : point;
  }

  // Runs the one-character instruction at `code`; moves `position` when it matches.
  bool one_character(uint32_t code, uint32_t& position) const {
    const uint32_t operation = code_[code];
    uint32_t moved = position;
    const uint32_t point = (operation & backward) != 0 ? previous(moved) : next(moved);
    if (point == no_character) return false;
    bool matches = true;
    switch (static_cast<Op>(operation & ~backward)) {
      case Op::character: matches = folded(point) == code_[code + 1]; break;
      case Op::any: matches = !ends_line(point); break;
      case Op::set: matches = contains(ranges_ + code_[code + 1], code_[code + 2], point); break;
      default: break;
    }
    if (matches) position = moved;
    return matches;
  }
  bool one_character(uint32_t code, uint32_t&& position) const {
    return one_character(code, position);
  }

  bool is_word(uint32_t position) const {
    const uint32_t point = text_.at(position);
    if (point < 128) {
      return (point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') || point == '_' ||
             (point >= 'a' && point <= 'z');
    }
    return has(ignore_case) && has(unicode) && (point == 0x17f || point == 0x212a);
  }
  bool at_word_boundary(uint32_t position) const {
    const bool before = position > 0 && is_word(position - 1);
    const bool after = position < text_.length && is_word(position);
    return before != after;
  }

  bool same_as_group(uint32_t group, bool back, uint32_t& position) const {
    const uint32_t start = slots_[group * 2];
    const uint32_t end = slots_[group * 2 + 1];
    if (start == nowhere || end == nowhere) return true;
    const uint32_t length = end - start;
    if (back ? position < length : text_.length - position < length) return false;
    const uint32_t from = back ? position - length : position;
    uint32_t at = start;
    uint32_t other = from;
    while (at < end) {
      const uint32_t wanted = next(at);
      if (folded(wanted) != folded(next(other))) return false;
    }
    position = back ? from : from + length;
    return true;
  }

  void push(const Entry& entry) {
    if (stack_.size() >= most_entries) {
      too_complex_ = true;
      return;
    }
    stack_.push_back(entry);
  }
  void set_slot(uint32_t slot, uint32_t value) {
    push({Entry::Kind::slot, slot, slots_[slot]});
    slots_[slot] = value;
  }
  void set_register(uint32_t number, uint32_t value) {
    push({Entry::Kind::counter, number, registers_[number]});
    registers_[number] = value;
  }

  // Takes back what was done since the latest choice and sets out on it; false when none is left
  // above `base`.
  bool backtrack(size_t base, uint32_t& code, uint32_t& position) {
    while (stack_.size() > base) {
      Entry& entry = stack_.back();
      switch (entry.kind) {
        case Entry::Kind::slot: slots_[entry.code] = entry.position; break;
        case Entry::Kind::counter: registers_[entry.code] = entry.position; break;
        case Entry::Kind::choice:
          code = entry.code;
          position = entry.position;
          stack_.pop_back();
          return true;
        case Entry::Kind::greedy: {
          const bool back = (code_[entry.repeat + 5] & backward) != 0;
          const uint32_t from = entry.position;
          uint32_t moved = from;
          back ? next(moved) : previous(moved);
          // A pair that the limit divides is given back by halves.
          if (back ? moved > entry.limit : moved < entry.limit) moved = back ? from + 1 : from - 1;
          code = entry.code;
          position = moved;
          if (moved == entry.limit) {
            stack_.pop_back();
          } else {
            entry.position = moved;
          }
          return true;
        }
        case Entry::Kind::lazy:
          if (entry.limit < code_[entry.repeat + 2] &&
              one_character(entry.repeat + 5, entry.position)) {
            ++entry.limit;
            code = entry.code;
            position = entry.position;
            return true;
          }
          break;
        case Entry::Kind::again: {
          const Entry again = entry;
          stack_.pop_back();
          const uint32_t counter = code_[again.code + 1];
          set_register(counter, registers_[counter] + 1);
          code = again.code + count_words;
          position = again.position;
          return true;
        }
      }
      stack_.pop_back();
    }
    return false;
  }

  // Forgets the choices above `base`, and keeps how to restore what was set since.
  void commit(size_t base) {
    size_t kept = base;
    for (size_t i = base; i < stack_.size(); ++i) {
      if (stack_[i].kind == Entry::Kind::slot || stack_[i].kind == Entry::Kind::counter) {
        stack_[kept++] = stack_[i];
      }
    }
    stack_.resize(kept);
  }
  void undo(size_t base) {
    commit(base);
    uint32_t code = 0;
    uint32_t position = 0;
    backtrack(base, code, position);
  }

  bool repeat_simple(uint32_t code, uint32_t& position) {
    const uint32_t min = code_[code + 1];
    const uint32_t max = code_[code + 2];
    const bool lazy = code_[code + 3] != 0;
    const uint32_t after = code + 5 + code_[code + 4];
    uint32_t count = 0;
    while (count < min) {
      if (!one_character(code + 5, position)) return false;
      ++count;
    }
    if (lazy) {
      push({Entry::Kind::lazy, after, position, count, code});
      return true;
    }
    const uint32_t limit = position;
    while (count < max && one_character(code + 5, position)) ++count;
    if (position != limit) push({Entry::Kind::greedy, after, position, limit, code});
    return true;
  }

  bool run(uint32_t code, uint32_t position) {
    const size_t base = stack_.size();
    for (;;) {
      if (too_complex_) return false;
      bool goes_on = true;
      const uint32_t operation = code_[code];
      const Op op = static_cast<Op>(operation & ~backward);
      switch (op) {
        case Op::match: return true;
        case Op::character:
        case Op::set:
        case Op::any:
        case Op::any_at_all:
          goes_on = one_character(code, position);
          code += op == Op::character ? 2 : op == Op::set ? 3 : 1;
          break;
        case Op::jump: code += 2 + code_[code + 1]; break;
        case Op::choose:
          push({Entry::Kind::choice, code + 2 + code_[code + 1], position});
          code += 2;
          break;
        case Op::choose_other:
          push({Entry::Kind::choice, code + 2, position});
          code += 2 + code_[code + 1];
          break;
        case Op::repeat_simple:
          goes_on = repeat_simple(code, position);
          code += 5 + code_[code + 4];
          break;
        case Op::save:
          set_slot(code_[code + 1], position);
          code += 2;
          break;
        case Op::reset:
          for (uint32_t slot = code_[code + 1] * 2; slot < code_[code + 2] * 2; ++slot) {
            if (slots_[slot] != nowhere) set_slot(slot, nowhere);
          }
          code += 3;
          break;
        case Op::line_start:
          goes_on = position == 0 || (has(multiline) && ends_line(text_.at(position - 1)));
          ++code;
          break;
        case Op::line_end:
          goes_on = position == text_.length || (has(multiline) && ends_line(text_.at(position)));
          ++code;
          break;
        case Op::word_boundary:
        case Op::no_word_boundary:
          goes_on = at_word_boundary(position) == (op == Op::word_boundary);
          ++code;
          break;
        case Op::back_reference:
          goes_on = same_as_group(code_[code + 1], (operation & backward) != 0, position);
          code += 2;
          break;
        case Op::look: {
          const size_t before = stack_.size();
          const bool negative = code_[code + 1] != 0;
          const bool found = run(code + 3, position);
          if (too_complex_) return false;
          if (found) negative ? undo(before) : commit(before);
          goes_on = found != negative;
          code += 3 + code_[code + 2];
          break;
        }
        case Op::count_from_zero:
          set_register(code_[code + 1], 0);
          code += 2;
          break;
        case Op::count: {
          const uint32_t done = registers_[code_[code + 1]];
          const uint32_t out = code + count_words + code_[code + 5];
          const bool must = done < code_[code + 2];
          const bool may = done < code_[code + 3];
          const bool lazy = code_[code + 4] != 0;
          if (!may) {
            code = out;
            break;
          }
          if (!must && lazy) {
            push({Entry::Kind::again, code, position});
            code = out;
            break;
          }
          if (!must) push({Entry::Kind::choice, out, position});
          set_register(code_[code + 1], done + 1);
          code += count_words;
          break;
        }
        case Op::mark:
          set_register(code_[code + 1], position);
          code += 2;
          break;
        case Op::must_advance:
          goes_on =
              registers_[code_[code + 1]] != position ||
              (code_[code + 2] != no_register && registers_[code_[code + 2]] <= code_[code + 3]);
          code += 4;
          break;
      }
      if (!goes_on && !backtrack(base, code, position)) return false;
    }
  }

  Text text_;
  std::vector<uint32_t>& slots_;
  const uint32_t* code_;
  const Range* ranges_;
  uint32_t flags_;
  std::vector<uint32_t> registers_;
  std::vector<Entry> stack_;
  bool too_complex_ = false;
};

}  // namespace

Outcome match(const uint32_t* program, const Text& text, uint32_t start, bool search,
              std::vector<uint32_t>& slots) {
  Matcher matcher(program, text, slots);
  // With flag u nothing begins in the middle of a pair of surrogates.
  if (start > 0 && matcher.divides_pair(start)) --start;
  for (uint32_t at = start; at <= text.length; ++at) {
    if (at > start && matcher.divides_pair(at)) continue;
    if (search && !matcher.may_begin(at)) continue;
    const Outcome outcome = matcher.run_from(at);
    if (outcome != Outcome::failed || !search) return outcome;
  }
  return Outcome::failed;
}

}  // namespace skep::regexp
