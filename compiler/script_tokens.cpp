#include "compiler/script_tokens.h"

#include <algorithm>
#include <iterator>

namespace skep {
namespace {

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

// After these words an expression begins, so a slash opens a regular expression.
constexpr std::string_view words_before_expression[] = {"return", "typeof", "instanceof", "in",
                                                        "new",    "delete", "void",       "throw",
                                                        "case",   "do",     "else",       "yield"};

}  // namespace

bool is_word_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || is_digit(byte) ||
         byte == '_' || byte == '$' || static_cast<uint8_t>(byte) >= 0x80;
}

void ScriptTokens::skip_space() {
  newline_ = false;
  while (at_ < script_.size()) {
    const char byte = script_[at_];
    if (byte == '\n') {
      newline_ = true;
      ++line_;
      ++at_;
    } else if (byte == ' ' || byte == '\t' || byte == '\r' || byte == '\v' || byte == '\f') {
      ++at_;
    } else if (script_.substr(at_, 2) == "//") {
      at_ = std::min(script_.find('\n', at_), script_.size());
    } else if (script_.substr(at_, 2) == "/*") {
      const size_t found = script_.find("*/", at_ + 2);
      const size_t end = found == std::string_view::npos ? script_.size() : found + 2;
      const auto lines = std::count(script_.begin() + static_cast<ptrdiff_t>(at_),
                                    script_.begin() + static_cast<ptrdiff_t>(end), '\n');
      line_ += static_cast<uint32_t>(lines);
      newline_ = newline_ || lines > 0;
      at_ = end;
    } else {
      return;
    }
  }
}

size_t ScriptTokens::string_end() const {
  const char quote = script_[at_];
  for (size_t i = at_ + 1; i < script_.size(); ++i) {
    if (script_[i] == '\\') {
      ++i;
    } else if (script_[i] == quote) {
      return i + 1;
    }
  }
  return script_.size();
}

size_t ScriptTokens::regexp_end() const {
  bool in_class = false;
  size_t i = at_ + 1;
  for (; i < script_.size() && script_[i] != '\n'; ++i) {
    if (script_[i] == '\\') {
      ++i;
    } else if (script_[i] == '[') {
      in_class = true;
    } else if (script_[i] == ']') {
      in_class = false;
    } else if (script_[i] == '/' && !in_class) {
      ++i;
      break;
    }
  }
  while (i < script_.size() && is_word_byte(script_[i])) ++i;
  return std::min(i, script_.size());
}

size_t ScriptTokens::number_end() const {
  size_t i = at_;
  while (i < script_.size()) {
    const char byte = script_[i];
    const bool exponent_sign =
        (byte == '+' || byte == '-') && (script_[i - 1] == 'e' || script_[i - 1] == 'E') &&
        !(script_[at_] == '0' && i > at_ + 1 && (script_[at_ + 1] | 32) == 'x');
    if (!is_word_byte(byte) && byte != '.' && !exponent_sign) break;
    ++i;
  }
  return i;
}

bool ScriptTokens::slash_opens_regexp(bool& doubtful) const {
  switch (last_.kind) {
    case TokenKind::end: return true;
    case TokenKind::number:
    case TokenKind::string:
    case TokenKind::regexp: return false;
    case TokenKind::word:
      return std::find(std::begin(words_before_expression), std::end(words_before_expression),
                       last_.text) != std::end(words_before_expression);
    case TokenKind::punctuator: break;
  }
  if (last_.text == "]" || last_.text == "++" || last_.text == "--") return false;
  if (last_.text != ")" && last_.text != "}") return true;
  doubtful = true;
  const bool spaced =
      at_ + 1 < script_.size() && (script_[at_ + 1] == ' ' || script_[at_ + 1] == '=');
  return !spaced;
}

Token ScriptTokens::next() {
  skip_space();
  Token token;
  token.line = line_;
  token.after_newline = newline_;
  if (at_ >= script_.size()) return token;

  const char byte = script_[at_];
  size_t end = at_ + 1;
  token.kind = TokenKind::punctuator;
  if (byte == '"' || byte == '\'') {
    token.kind = TokenKind::string;
    end = string_end();
  } else if (is_digit(byte) ||
             (byte == '.' && at_ + 1 < script_.size() && is_digit(script_[at_ + 1]))) {
    token.kind = TokenKind::number;
    end = number_end();
  } else if (is_word_byte(byte) || byte == '\\') {
    token.kind = TokenKind::word;
    while (end < script_.size() && (is_word_byte(script_[end]) || script_[end] == '\\')) ++end;
  } else if (byte == '/' && slash_opens_regexp(token.doubtful)) {
    token.kind = TokenKind::regexp;
    end = regexp_end();
  } else if (const auto pair = script_.substr(at_, 2);
             pair == "++" || pair == "--" || pair == "**" || pair == "=>") {
    end = at_ + 2;
  }
  token.text = script_.substr(at_, end - at_);
  line_ += static_cast<uint32_t>(std::count(token.text.begin(), token.text.end(), '\n'));
  at_ = end;
  last_ = token;
  return token;
}

}  // namespace skep
