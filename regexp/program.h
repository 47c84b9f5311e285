// A compiled regular expression: what the compiler writes and the matcher runs.
//
// One flat list of 32-bit words, so that it can lie in a buffer of the engine's: the head, the
// code, then the ranges of its character classes. Jumps are relative to the word behind the
// instruction.
#pragma once

#include <cstdint>

namespace skep::regexp {

enum class Op : uint32_t {
  match,          // the end of the pattern, or of what a look-around asks
  character,      // (point) one character; canonical when the case is ignored
  any,            // one character that does not end a line
  any_at_all,     // one character
  set,            // (first range, number of ranges) one character of a class
  jump,           // (distance)
  choose,         // (distance) what follows; when that fails, from the distance on
  choose_other,   // (distance) from the distance on; when that fails, what follows
  repeat_simple,  // (min, max, lazy, length) the one-character instruction behind it, many times
  save,           // (slot) the position
  reset,          // (first group, behind the last) what groups caught is forgotten
  line_start,
  line_end,
  word_boundary,
  no_word_boundary,
  back_reference,   // (group)
  look,             // (negative, length) what follows, up to its match, at this position
  count_from_zero,  // (register)
  count,            // (register, min, max, lazy, distance) once more, or on at the distance
  mark,             // (register) the position
  must_advance,  // (register of the mark, register of the count or none, min) fails if it did not
};

// In the operation of what consumes a character: it reads the one before the position, as
// everything inside a look-behind does.
constexpr uint32_t backward = 1u << 31;
constexpr uint32_t no_register = 0xffffffff;
constexpr uint32_t unlimited = 0xffffffff;

enum Flag : uint32_t {
  ignore_case = 1,
  multiline = 2,
  dot_all = 4,
  unicode = 8,
};

struct Head {
  uint32_t magic;
  uint32_t flags;
  uint32_t groups;  // the whole match included
  uint32_t registers;
  uint32_t code_words;
  uint32_t range_count;  // of two words each, behind the code
};
constexpr uint32_t program_magic = 0x31655253;
constexpr uint32_t head_words = sizeof(Head) / 4;

}  // namespace skep::regexp
