#include "compiler/plain_es5.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "compiler/engine_identifiers.h"
#include "compiler/script_tokens.h"

namespace skep {
namespace {

// Words that newer JavaScript gave a meaning, and that Duktape takes for names or treats loosely.
constexpr std::string_view modern_words[] = {
    "async", "await", "class",  "const", "enum",  "export", "extends", "import",
    "let",   "of",    "static", "super", "yield", "target", "BigInt",  "__proto__"};

// What an open bracket belongs to.
enum class Bracket { other, function_head, function_body, list };

// Whether "[" behind this token begins a list; else it asks for a member.
bool begins_list(const Token& before) {
  if (before.kind == TokenKind::word) {
    constexpr std::string_view words[] = {"return", "typeof", "in",   "instanceof", "delete",
                                          "void",   "throw",  "case", "else",       "do"};
    return std::find(std::begin(words), std::end(words), before.text) != std::end(words);
  }
  return before.kind == TokenKind::end ||
         (before.kind == TokenKind::punctuator && before.text != ")" && before.text != "]");
}

// Whether a closing bracket stands before what assigns: "]" of a list, "}" or ")".
bool assigns(std::string_view source, const Token& token) {
  if (token.text == "in") return true;
  const auto behind = static_cast<size_t>(token.text.data() - source.data()) + 1;
  return token.text == "=" && (behind >= source.size() || source[behind] != '=');
}

}  // namespace

bool is_plain_es5(std::string_view source) {
  if (source.find("<!--") != source.npos || source.find("-->") != source.npos) return false;
  if (source.find('`') != source.npos || source.substr(0, 2) == "#!") return false;
  ScriptTokens tokens(source);
  std::vector<Bracket> open;
  Token before;
  bool function_head_next = false;    // between `function` and its parenthesis
  bool closed_function_head = false;  // right after the parenthesis that closes the head
  bool closed_pattern = false;        // right after what may be a pattern that is assigned to
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) {
    if (token.doubtful) return false;
    const bool body_may_open = std::exchange(closed_function_head, false);
    // The engine takes `[a] = b` for an error that comes when the line runs.
    if (std::exchange(closed_pattern, false) && assigns(source, token)) return false;
    if (token.kind == TokenKind::word) {
      if (token.text.find('\\') != token.text.npos) return false;
      if (has_astral_character(token.text)) return false;
      if (before.text != "." && std::find(std::begin(modern_words), std::end(modern_words),
                                          token.text) != std::end(modern_words)) {
        return false;
      }
      if (token.text == "function") {
        // A declaration begins a statement; one that is in a block has a scope Duktape ignores.
        const bool in_block = !open.empty() && open.back() == Bracket::other;
        const bool begins_statement = before.text == "{" || before.text == "}" ||
                                      before.text == ";" || before.text == ")" ||
                                      before.text == ":" || before.text == "else" ||
                                      before.text == "do" || token.after_newline;
        const bool is_value = before.text == ":" && in_block;
        const bool after_head = before.text == ")" || before.text == "else";
        if (begins_statement && !is_value && (in_block || after_head)) return false;
        function_head_next = true;
      }
    } else if (token.kind == TokenKind::punctuator) {
      const char mark = token.text.front();
      if (token.text == "**" || token.text == "=>" || mark == '#' || mark == '@') return false;
      if (mark == '(') {
        open.push_back(std::exchange(function_head_next, false) ? Bracket::function_head
                                                                : Bracket::other);
      } else if (mark == '{') {
        open.push_back(body_may_open ? Bracket::function_body : Bracket::other);
      } else if (mark == '[') {
        open.push_back(begins_list(before) ? Bracket::list : Bracket::other);
      } else if (mark == ')' || mark == '}' || mark == ']') {
        if (open.empty()) return false;
        closed_function_head = mark == ')' && open.back() == Bracket::function_head;
        closed_pattern = mark == ']' ? open.back() == Bracket::list : true;
        open.pop_back();
      }
    } else if (token.kind == TokenKind::string) {
      if (token.text.substr(1, token.text.size() - 2) == "__proto__") return false;
    } else if (token.kind == TokenKind::number) {
      const char last = token.text.back();
      const bool hexadecimal = token.text.size() > 1 && (token.text[1] | 32) == 'x';
      if (last == 'n' || token.text.find('_') != token.text.npos) return false;
      if (!hexadecimal && token.text.size() > 1 && (token.text[1] | 32) >= 'a' &&
          (token.text[1] | 32) != 'e') {
        return false;
      }
    } else if (token.kind == TokenKind::regexp) {
      // Duktape takes a regular expression of its own dialect; flags and groups it does not know
      // are compile errors already, so only the newer syntax that it reads differently matters.
      if (token.text.find("(?<") != token.text.npos || token.text.find("\\u{") != token.text.npos ||
          token.text.find("\\k") != token.text.npos) {
        return false;
      }
    }
    before = token;
  }
  return open.empty();
}

}  // namespace skep
