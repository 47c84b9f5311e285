// From the text of a regular expression to its program.
//
// The grammar is the standard's, that of Annex B without flag u. Every text is hostile: depth,
// number of groups and size of the program are bounded, and what is beyond is an error like any
// other.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skep::regexp {

struct Compiled {
  std::string error;                                       // empty when there is a program
  std::vector<uint32_t> program;                           // see regexp/program.h
  std::vector<std::pair<std::u16string, uint32_t>> names;  // named groups and their numbers
};

// `flags` are Flag values of regexp/program.h. The pattern is in UTF-16 code units.
Compiled compile(std::u16string_view pattern, uint32_t flags);

}  // namespace skep::regexp
