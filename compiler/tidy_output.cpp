#include "compiler/tidy_output.h"

#include <cstdint>
#include <map>
#include <unordered_set>
#include <utility>

#include "compiler/script_tokens.h"

namespace skep {
namespace {

constexpr std::string_view iterator_call = "[Symbol.iterator]()";
constexpr std::string_view import_call = "__swc._import";

using Words = std::unordered_set<std::string_view>;

// Every run of word bytes that begins with an underscore, wherever it stands: in a comment or a
// string too, which only costs a rename.
Words underscore_words(std::string_view source) {
  Words words;
  for (size_t at = 0; at < source.size();) {
    if (!is_word_byte(source[at])) {
      ++at;
      continue;
    }
    size_t end = at;
    while (end < source.size() && is_word_byte(source[end])) ++end;
    if (source[at] == '_') words.insert(source.substr(at, end - at));
    at = end;
  }
  return words;
}

// Distinguishes the temporaries of this source from those of any other: "$" and six letters.
std::string temporary_suffix(std::string_view source) {
  uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (const char byte : source) hash = (hash ^ static_cast<uint8_t>(byte)) * 0x100000001b3;
  std::string suffix = "$";
  for (int i = 0; i < 6; ++i, hash /= 26) suffix += static_cast<char>('a' + hash % 26);
  return suffix;
}

// The variable and the module of a line `var _x1 = require("@swc/helpers/_/_x");`.
bool read_helper_line(std::string_view line, std::pair<std::string_view, std::string_view>& found) {
  constexpr std::string_view head = "var ";
  constexpr std::string_view call = " = require(\"@swc/helpers/_/";
  constexpr std::string_view tail = "\");";
  const size_t at = line.find(call);
  if (line.substr(0, head.size()) != head || at == line.npos ||
      line.size() < at + call.size() + tail.size() ||
      line.substr(line.size() - tail.size()) != tail) {
    return false;
  }
  const std::string_view name = line.substr(head.size(), at - head.size());
  const std::string_view module =
      line.substr(at + call.size(), line.size() - tail.size() - at - call.size());
  for (const char byte : name) {
    if (!is_word_byte(byte)) return false;
  }
  found = {name, module};
  return true;
}

// Where the first of anything but blanks and comments stands.
size_t leading_comments(std::string_view text) {
  size_t at = 0;
  for (;;) {
    const size_t start = text.find_first_not_of(" \t\r\n", at);
    if (start == text.npos) return at;
    const std::string_view mark = text.substr(start, 2);
    if (mark != "//" && mark != "/*") return start;
    const size_t end = mark == "//" ? text.find('\n', start) : text.find("*/", start + 2);
    if (end == text.npos) return at;
    at = end + (mark == "//" ? 1 : 2);
  }
}

}  // namespace

std::string tidy_swc_output(std::string_view output, std::string_view source, bool module) {
  std::string tidied;
  tidied.reserve(output.size() + output.size() / 8);

  // The helper lines stand first, at most after directives ("use strict") and comments.
  std::map<std::string_view, std::string_view> helpers;
  std::string_view rest = output;
  while (!rest.empty()) {
    const size_t comments = leading_comments(rest);
    tidied += rest.substr(0, comments);
    rest.remove_prefix(comments);
    const size_t end = rest.find('\n');
    if (end == rest.npos) break;
    const std::string_view line = rest.substr(0, end);
    std::pair<std::string_view, std::string_view> helper;
    const bool directive = !line.empty() && (line.front() == '"' || line.front() == '\'');
    if (read_helper_line(line, helper)) {
      helpers.insert(helper);
    } else if (directive) {
      tidied += line;
    } else {
      break;
    }
    tidied += '\n';
    rest.remove_prefix(end + 1);
  }

  const Words own_words = underscore_words(source);
  const std::string suffix = temporary_suffix(source);
  ScriptTokens tokens(rest);
  size_t copied = 0;
  const auto offset = [&](std::string_view text) {
    return static_cast<size_t>(text.data() - rest.data());
  };
  Token before;
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) {
    if (token.text == "arguments" && before.text != ".") {
      // The engine's arguments object has no iterator, and its prototype is everybody's.
      const size_t end = offset(token.text) + token.text.size();
      if (rest.substr(end, iterator_call.size()) == iterator_call) {
        tidied.append(rest.substr(copied, end - token.text.size() - copied));
        tidied.append("__swc._ts_values(arguments)");
        copied = end + iterator_call.size();
      }
    }
    if (token.text == "import" && before.text != "." && token.kind == TokenKind::word) {
      // In a module swc has made a call of the module's own import of it.
      const size_t start = offset(token.text);
      if (rest.substr(start + token.text.size(), 1) == "(") {
        tidied.append(rest.substr(copied, start - copied)).append(import_call);
        copied = start + token.text.size();
      }
    }
    const bool ours = token.kind == TokenKind::word && token.text.front() == '_' &&
                      token.text.size() > 1 && before.text != ".";
    before = token;
    if (!ours) continue;
    const size_t start = offset(token.text);
    const size_t end = start + token.text.size();
    const auto helper = helpers.find(token.text);
    if (helper != helpers.end() && rest.substr(end, 2) == "._") {
      tidied.append(rest.substr(copied, start - copied)).append("__swc.").append(helper->second);
      copied = end + 2;
    } else if (!module && helper == helpers.end() && !own_words.contains(token.text)) {
      tidied.append(rest.substr(copied, end - copied)).append(suffix);
      copied = end;
    }
  }
  tidied.append(rest.substr(copied));
  return tidied;
}

}  // namespace skep
