#include "compiler/literal_prototypes.h"

#include <map>
#include <string_view>
#include <vector>

#include "compiler/script_tokens.h"

namespace skep {
namespace {

bool is_key(const Token& token) {
  return token.text == "__proto__" || token.text == "\"__proto__\"" || token.text == "'__proto__'";
}

}  // namespace

std::string set_literal_prototypes(std::string code) {
  if (code.find("__proto__") == code.npos) return code;
  const std::string_view text = code;
  std::vector<Token> tokens;
  ScriptTokens reader(text);
  for (Token token = reader.next(); token.kind != TokenKind::end; token = reader.next()) {
    tokens.push_back(token);
  }
  const auto place = [&](size_t token) {
    return static_cast<size_t>(tokens[token].text.data() - text.data());
  };
  // What is put in at each place of the text.
  std::map<size_t, std::string_view> additions;
  std::vector<size_t> open;
  std::vector<bool> has_prototype;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view mark = tokens[i].text;
    if (tokens[i].kind == TokenKind::punctuator && (mark == "{" || mark == "(" || mark == "[")) {
      open.push_back(i);
      has_prototype.push_back(false);
    } else if (tokens[i].kind == TokenKind::punctuator && !open.empty() &&
               (mark == "}" || mark == ")" || mark == "]")) {
      if (has_prototype.back()) {
        additions[place(open.back())] = "__swc._with_prototype(";
        additions[place(i) + 1] = ")";
      }
      open.pop_back();
      has_prototype.pop_back();
    } else if (i > 0 && i + 2 < tokens.size() && is_key(tokens[i]) && tokens[i + 1].text == ":" &&
               // swc unfolds the shorthand `{__proto__}`, which sets nothing.
               tokens[i + 2].text != "__proto__" && !open.empty() &&
               tokens[open.back()].text == "{" &&
               (tokens[i - 1].text == "," || i - 1 == open.back())) {
      has_prototype.back() = true;
    }
  }
  if (additions.empty()) return code;
  std::string changed;
  size_t copied = 0;
  for (const auto& [at, addition] : additions) {
    changed.append(text.substr(copied, at - copied)).append(addition);
    copied = at;
  }
  changed.append(text.substr(copied));
  return changed;
}

}  // namespace skep
