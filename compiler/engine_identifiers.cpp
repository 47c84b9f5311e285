#include "compiler/engine_identifiers.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "compiler/engine_check.h"
#include "compiler/script_tokens.h"

namespace skep {
namespace {

bool is_ascii(char byte) {
  return static_cast<uint8_t>(byte) < 0x80;
}

bool has_only_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_ascii);
}

bool engine_refuses(std::string_view word, duk_context* heap) {
  if (has_only_ascii(word)) return false;
  return has_astral_character(word) ||
         !check_with_engine(heap, fmt::format("var {};", word)).compiles;
}

// Two names that differ stay different: "$u" and a number stand for nothing else that swc prints
// or that people write.
std::string spelled(std::string_view word) {
  std::string name;
  bool in_character = false;
  for (const char byte : word) {
    if (is_ascii(byte)) {
      name += byte;
    } else {
      if (!in_character) name += "$u";
      name += fmt::format("{:02x}", static_cast<uint8_t>(byte));
    }
    in_character = !is_ascii(byte);
  }
  return name;
}

}  // namespace

bool has_astral_character(std::string_view word) {
  // The first byte of a character that takes four in UTF-8.
  return std::any_of(word.begin(), word.end(),
                     [](char byte) { return static_cast<uint8_t>(byte) >= 0xf0; });
}

std::string spell_identifiers_for_engine(std::string code, duk_context* heap) {
  if (has_only_ascii(code)) return code;
  const std::string_view text = code;
  std::string result;
  size_t copied = 0;
  ScriptTokens tokens(text);
  Token before;
  Token token = tokens.next();
  while (token.kind != TokenKind::end) {
    const Token after = tokens.next();
    if (token.kind == TokenKind::word && engine_refuses(token.text, heap)) {
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
