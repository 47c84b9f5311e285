#include "compiler/engine_identifiers.h"

#include <fmt/format.h>

#include "compiler/script_tokens.h"

namespace skep {
namespace {

constexpr std::string_view zero_width_non_joiner = "\xe2\x80\x8c";
constexpr std::string_view zero_width_joiner = "\xe2\x80\x8d";

// The first byte of a character outside the basic plane, which takes four in UTF-8.
bool is_astral_lead(char byte) {
  return static_cast<uint8_t>(byte) >= 0xf0;
}

bool is_joiner(std::string_view bytes) {
  return bytes == zero_width_non_joiner || bytes == zero_width_joiner;
}

size_t character_size(std::string_view word, size_t at) {
  if (is_astral_lead(word[at])) return 4;
  if (is_joiner(word.substr(at, 3))) return 3;
  return 1;
}

// Two names that differ stay different: "$u" and a number stand for nothing else that swc prints
// or that people write.
std::string spelled(std::string_view word) {
  std::string name;
  for (size_t at = 0; at < word.size();) {
    const size_t size = character_size(word, at);
    if (size == 1) {
      name += word[at];
    } else {
      name += "$u";
      for (size_t i = 0; i < size; ++i) {
        name += fmt::format("{:02x}", static_cast<uint8_t>(word[at + i]));
      }
    }
    at += size;
  }
  return name;
}

}  // namespace

bool engine_refuses_identifier(std::string_view word) {
  for (size_t at = 0; at < word.size(); ++at) {
    if (character_size(word, at) > 1) return true;
  }
  return false;
}

std::string spell_identifiers_for_engine(std::string code) {
  bool found = false;
  for (size_t at = 0; at < code.size() && !found; ++at) {
    found = is_astral_lead(code[at]) || (code[at] == zero_width_joiner[0] &&
                                         is_joiner(std::string_view(code).substr(at, 3)));
  }
  if (!found) return code;

  const std::string_view text = code;
  std::string result;
  size_t copied = 0;
  ScriptTokens tokens(text);
  Token before;
  Token token = tokens.next();
  while (token.kind != TokenKind::end) {
    const Token after = tokens.next();
    if (token.kind == TokenKind::word && engine_refuses_identifier(token.text)) {
      const auto at = static_cast<size_t>(token.text.data() - text.data());
      const bool accessor = (before.text == "get" || before.text == "set") && after.text == "(";
      const bool key = after.text == ":" && (before.text == "{" || before.text == ",");
      if (before.text == ".") {
        const auto dot = static_cast<size_t>(before.text.data() - text.data());
        result.append(text.substr(copied, dot - copied)).append("[\"").append(token.text);
        result += "\"]";
      } else if (accessor || key) {
        result.append(text.substr(copied, at - copied)).append("\"").append(token.text) += '"';
      } else {
        result.append(text.substr(copied, at - copied)).append(spelled(token.text));
      }
      copied = at + token.text.size();
    }
    before = token;
    token = after;
  }
  result.append(text.substr(copied));
  return result;
}

}  // namespace skep
