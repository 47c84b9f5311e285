#include "daemon/config/bare_text.h"

#include <algorithm>

namespace skep {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool beyond_ascii(char byte) {
  return static_cast<unsigned char>(byte) >= 0x80;
}

// Behind the text in quotes that begins at `at`. One that nothing ends, ends with its line, or with
// the file if it may have lines: the parser complains of it there.
size_t end_of_quoted(std::string_view text, size_t at) {
  const char quote = text[at];
  const bool escapes = quote == '"';
  const std::string_view three = quote == '"' ? R"(""")" : "'''";
  if (!text.substr(at).starts_with(three)) {
    for (++at; at < text.size() && text[at] != '\n'; ++at) {
      if (text[at] == quote) return at + 1;
      if (escapes && text[at] == '\\' && at + 1 < text.size() && text[at + 1] != '\n') ++at;
    }
    return at;
  }
  for (at += three.size(); at < text.size(); ++at) {
    if (escapes && text[at] == '\\') {
      ++at;
    } else if (text.substr(at).starts_with(three)) {
      at += three.size();
      // Up to two quotes may stand right before the three that end it.
      for (int more = 0; more < 2 && at < text.size() && text[at] == quote; ++more) ++at;
      return at;
    }
  }
  return text.size();
}

}  // namespace

std::optional<size_t> first_bare_character_beyond_ascii(std::string_view text) {
  size_t at = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  while (at < text.size()) {
    if (beyond_ascii(text[at])) return at;
    if (text[at] == '#') {
      at = std::min(text.find('\n', at), text.size());
    } else if (text[at] == '"' || text[at] == '\'') {
      at = end_of_quoted(text, at);
    } else {
      ++at;
    }
  }
  return std::nullopt;
}

}  // namespace skep
