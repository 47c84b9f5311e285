// The parser behind regexp/compile.h: reads the pattern once, and writes the code of each part as
// soon as it is read. Parts are put together by value; all jumps in them are relative.
//
// After the first error nothing more is read: `error_` is set, and what is returned means nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "regexp/character_set.h"
#include "regexp/compile.h"
#include "regexp/program.h"

namespace skep::regexp {

struct Part {
  std::vector<uint32_t> code;
  bool consumes = false;       // matches no empty text
  bool one_character = false;  // one instruction that consumes exactly one character

  void append(const Part& other);
};

class Parser {
 public:
  Parser(std::u16string_view pattern, uint32_t flags) : pattern_(pattern), flags_(flags) {}
  Compiled run();

 private:
  // regexp/parser.cpp: the structure.
  void find_groups();
  Part disjunction(bool back);
  Part alternative(bool back);
  Part term(bool back);
  Part group(bool back);
  Part look(bool negative, bool behind);
  Part capture(bool back);
  bool read_quantifier(uint32_t& min, uint32_t& max, bool& lazy);
  Part repeated(Part part, uint32_t min, uint32_t max, bool lazy, uint32_t first_group);

  // regexp/atoms.cpp: characters, classes and escapes.
  Part character(uint32_t point, bool back);
  Part set(CharacterSet set, bool back);
  Part any(bool back);
  Part back_reference(uint32_t group, bool back);
  Part atom_escape(bool back);
  Part character_class(bool back);
  // One member of a class: a character, or the set of an escape.
  uint32_t class_member(std::optional<CharacterSet>& members);
  // \d, \p{…} and their like, when the letter at the place of reading begins one.
  std::optional<CharacterSet> class_escape();
  uint32_t character_escape(bool in_class);
  std::optional<uint32_t> unicode_escape(bool pairs);
  uint32_t legacy_octal();
  std::u16string group_name();
  CharacterSet word_set() const;

  bool has(Flag flag) const { return (flags_ & flag) != 0; }
  bool failed() const { return !error_.empty(); }
  void fail(std::string_view message);
  bool at_end() const { return at_ >= pattern_.size(); }
  uint32_t peek(size_t further = 0) const;  // a unit; `last_code_point` + 1 at the end
  bool take(char16_t unit);
  bool take(std::u16string_view units);
  uint32_t take_point();
  // Digits as one number, at most `unlimited`; none when there is no digit.
  std::optional<uint32_t> take_number();
  std::optional<uint32_t> take_hex(size_t digits);

  std::u16string_view pattern_;
  uint32_t flags_;
  size_t at_ = 0;
  std::string error_;
  int depth_ = 0;
  uint32_t group_count_ = 1;  // all of the pattern, known before it is read
  uint32_t next_group_ = 1;
  uint32_t registers_ = 0;
  std::vector<std::pair<std::u16string, uint32_t>> names_;
  std::vector<Range> ranges_;
  size_t words_ = 0;
};

}  // namespace skep::regexp
