#include "compiler/shadowed_globals.h"

#include <algorithm>
#include <array>

#include "compiler/script_tokens.h"

namespace skep {
namespace {

// Accessors of the global scope without a setter. The others replace themselves when assigned to.
constexpr std::array<std::string_view, 6> read_only = {
    "self", "location", "navigator", "isSecureContext", "crossOriginIsolated", "crypto"};

// Where `word` stands alone in `text`, from `at` on.
size_t find_word(std::string_view text, std::string_view word, size_t at = 0) {
  for (at = text.find(word, at); at != text.npos; at = text.find(word, at + 1)) {
    const bool starts = at == 0 || !is_word_byte(text[at - 1]);
    const size_t end = at + word.size();
    if (starts && (end == text.size() || !is_word_byte(text[end]))) return at;
  }
  return text.npos;
}

// What a declaration binds: one word, or a pattern up to its closing bracket.
std::string_view bound_by(std::string_view rest) {
  while (!rest.empty() && (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\n')) {
    rest.remove_prefix(1);
  }
  size_t end = 0;
  if (rest.starts_with('{') || rest.starts_with('[')) {
    int depth = 0;
    do {
      if (rest[end] == '{' || rest[end] == '[') ++depth;
      if (rest[end] == '}' || rest[end] == ']') --depth;
      ++end;
    } while (depth > 0 && end < rest.size());
  } else {
    while (end < rest.size() && is_word_byte(rest[end])) ++end;
  }
  return rest.substr(0, end);
}

// Found too often (in a comment, a string, a nested function) does no harm: the attribute keeps its
// value, it only becomes writable.
bool declares(std::string_view source, std::string_view name) {
  for (const std::string_view keyword : {"const", "let", "class"}) {
    for (size_t at = find_word(source, keyword); at != source.npos;
         at = find_word(source, keyword, at + 1)) {
      const std::string_view bound = bound_by(source.substr(at + keyword.size()));
      if (find_word(bound, name) != bound.npos) return true;
    }
  }
  return false;
}

}  // namespace

std::string allow_shadowed_globals(std::string code, std::string_view source) {
  std::string before;
  for (const std::string_view name : read_only) {
    if (find_word(source, name) == source.npos || !declares(source, name)) continue;
    before += "Object.defineProperty(this,\"";
    before += name;
    before += "\",{value:this.";
    before += name;
    before += ",writable:true,enumerable:true,configurable:true});";
  }
  if (before.empty()) return code;
  // Behind the directive, or it would be none any more.
  constexpr std::string_view directive = "\"use strict\";";
  code.insert(code.starts_with(directive) ? directive.size() : 0, before);
  return code;
}

}  // namespace skep
