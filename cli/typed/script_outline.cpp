#include "cli/typed/script_outline.h"

#include <algorithm>
#include <array>

namespace skep::cli {
namespace {

bool is_word_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_word_part(char c) {
  return is_word_start(c) || (c >= '0' && c <= '9');
}

// After these a slash begins a regular expression, after other words it divides.
constexpr std::array<std::string_view, 12> before_expression = {
    "return", "typeof", "case", "in", "of",   "delete",
    "void",   "throw",  "new",  "do", "else", "await"};

class Scanner {
 public:
  explicit Scanner(std::string_view script) : script_(script) {}

  ScriptOutline scan() {
    while (at_ < script_.size()) step();
    outline_.open = outline_.open || !brackets_.empty();
    return std::move(outline_);
  }

 private:
  char look(size_t ahead) const {
    return at_ + ahead < script_.size() ? script_[at_ + ahead] : '\0';
  }
  bool outside() const { return brackets_.empty(); }

  void step() {
    const char c = script_[at_];
    if (c == '\n') return take_line_end();
    if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
      return;
    }
    if (c == '/' && look(1) == '/') return take_line_comment();
    if (c == '/' && look(1) == '*') return take_block_comment();
    if (c == '\'' || c == '"') return take_text(c);
    if (c == '`') {
      ++at_;
      return take_template();
    }
    if (c == '/' && slash_begins_pattern()) return take_pattern();
    if (is_word_start(c)) return take_word();
    take_mark(c);
  }

  void take_line_end() {
    ++at_;
    if (outside()) outline_.ends.push_back(at_);
    fresh_ = true;
  }

  void take_line_comment() { at_ = std::min(script_.find('\n', at_), script_.size()); }

  void take_block_comment() {
    const size_t end = script_.find("*/", at_ + 2);
    outline_.open = outline_.open || end == std::string_view::npos;
    at_ = end == std::string_view::npos ? script_.size() : end + 2;
  }

  void take_text(char quote) {
    ++at_;
    while (at_ < script_.size() && script_[at_] != quote && script_[at_] != '\n') {
      at_ += script_[at_] == '\\' ? 2 : 1;
    }
    // A backslash at the very end: the text goes on in the next line.
    if (at_ > script_.size()) outline_.open = true;
    at_ = std::min(at_ + 1, script_.size());
    seen('"');
  }

  // From behind the back-quote, or behind the brace that ends a substitution.
  void take_template() {
    while (at_ < script_.size()) {
      if (script_[at_] == '`') {
        ++at_;
        return seen('"');
      }
      if (script_[at_] == '$' && look(1) == '{') {
        at_ += 2;
        brackets_.push_back('`');
        return seen('{');
      }
      at_ += script_[at_] == '\\' ? 2 : 1;
    }
    at_ = script_.size();
    outline_.open = true;
  }

  bool slash_begins_pattern() const {
    if (last_ == 'w') return std::ranges::find(before_expression, word_) != before_expression.end();
    return last_ != ')' && last_ != ']' && last_ != '}' && last_ != '"' && last_ != '0';
  }

  void take_pattern() {
    bool in_class = false;
    ++at_;
    while (at_ < script_.size() && script_[at_] != '\n') {
      const char c = script_[at_];
      if (c == '[') in_class = true;
      if (c == ']') in_class = false;
      if (c == '/' && !in_class) break;
      at_ += c == '\\' ? 2 : 1;
    }
    at_ = std::min(at_ + 1, script_.size());
    seen('"');
  }

  void take_word() {
    const size_t start = at_;
    while (at_ < script_.size() && is_word_part(script_[at_])) ++at_;
    word_ = script_.substr(start, at_ - start);
    if (last_ != '.' && word_ == "await") outline_.awaits = true;
    if (outside() && begins_statement()) outline_.words.push_back({start, word_});
    seen('w');
  }

  bool begins_statement() const { return fresh_ || last_ == '\0' || last_ == ';' || last_ == '}'; }

  void take_mark(char c) {
    ++at_;
    if (c == '(' || c == '[' || c == '{') {
      brackets_.push_back(c);
    } else if ((c == ')' || c == ']' || c == '}') && !brackets_.empty()) {
      const char opened = brackets_.back();
      brackets_.pop_back();
      if (opened == '`') return take_template();
      if (c == '}' && outside()) outline_.ends.push_back(at_);
    } else if (c == ';' && outside()) {
      outline_.ends.push_back(at_);
    }
    seen(c >= '0' && c <= '9' ? '0' : c);
  }

  void seen(char what) {
    last_ = what;
    fresh_ = false;
  }

  std::string_view script_;
  size_t at_ = 0;
  std::string brackets_;   // '`' is a substitution in a template
  char last_ = '\0';       // the last mark; 'w' a word, '"' a text, '0' a number
  std::string_view word_;  // the last word
  bool fresh_ = true;      // nothing yet in this line
  ScriptOutline outline_;
};

}  // namespace

ScriptOutline outline(std::string_view script) {
  return Scanner(script).scan();
}

bool is_blank(std::string_view script) {
  while (true) {
    const size_t start = script.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos) return true;
    script.remove_prefix(start);
    if (script.starts_with("//")) {
      script.remove_prefix(std::min(script.find('\n'), script.size()));
    } else if (script.starts_with("/*") && script.find("*/", 2) != std::string_view::npos) {
      script.remove_prefix(script.find("*/", 2) + 2);
    } else {
      return false;
    }
  }
}

}  // namespace skep::cli
