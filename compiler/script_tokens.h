// Cuts ES5 text into tokens, well enough to rename words and to see what a script uses.
//
// It is made for two texts only: what swc printed (pretty, ES5) and a source that Duktape has
// already taken. Whether a slash divides or opens a regular expression is decided by the token
// before it and, after a closing bracket, by swc's habit of printing a division as " / ". Where
// that habit cannot be relied on, `doubtful` is set on the token.
#pragma once

#include <cstdint>
#include <string_view>

namespace skep {

enum class TokenKind { end, word, number, string, regexp, punctuator };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;  // part of the script
  uint32_t line = 1;
  bool after_newline = false;
  bool doubtful = false;
};

class ScriptTokens {
 public:
  explicit ScriptTokens(std::string_view script) : script_(script) {}

  // The next token; comments and white space are passed over. Never fails: text that is no script
  // gives tokens that mean nothing.
  Token next();

 private:
  void skip_space();
  size_t string_end() const;
  size_t regexp_end() const;
  size_t number_end() const;
  bool slash_opens_regexp(bool& doubtful) const;

  std::string_view script_;
  size_t at_ = 0;
  uint32_t line_ = 1;
  bool newline_ = false;
  Token last_;
};

// Letters, digits, $, _ and every byte of a character outside ASCII.
bool is_word_byte(char byte);

}  // namespace skep
