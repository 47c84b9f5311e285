// Where the statements of a script may end, without parsing it: enough to offer the compiler ways
// to read what somebody typed, and to know that more is to come. The compiler has the last word, so
// a wrong guess costs a try and nothing else.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace skep::cli {

// A word outside of all brackets with which a statement may begin: "const", "function", "x".
struct OuterWord {
  size_t start;
  std::string_view text;
};

struct ScriptOutline {
  // Offsets just behind ';', '}' and line ends that are outside of all brackets, in order.
  std::vector<size_t> ends;
  // In order; those that could begin a statement only.
  std::vector<OuterWord> words;
  // A bracket, template or comment is still open at the end.
  bool open = false;
  // The word await is somewhere outside of text and comments.
  bool awaits = false;
};

// `script` must outlive the outline.
ScriptOutline outline(std::string_view script);

// Blanks and comments: nothing to evaluate.
bool is_blank(std::string_view script);

}  // namespace skep::cli
