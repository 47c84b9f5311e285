#include "compiler/regexp_literals.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

#include "compiler/engine_check.h"
#include "compiler/script_tokens.h"
#include "regexp/compile.h"
#include "regexp/program.h"

namespace skep {
namespace {

// Of text that is valid UTF-8, or has surrogates written as three bytes.
std::u16string utf16_of(std::string_view text) {
  std::u16string units;
  for (size_t at = 0; at < text.size();) {
    const auto lead = static_cast<uint8_t>(text[at]);
    const size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t point = size == 1 ? lead : lead & (0xffu >> (size + 1));
    for (size_t i = 1; i < size && at + i < text.size(); ++i) {
      point = point << 6 | (static_cast<uint8_t>(text[at + i]) & 63u);
    }
    at += size;
    if (point > 0xffff) {
      units += static_cast<char16_t>(0xd800 + ((point - 0x10000) >> 10));
      point = 0xdc00 + ((point - 0x10000) & 0x3ff);
    }
    units += static_cast<char16_t>(point);
  }
  return units;
}

void append_utf8(std::string& text, uint32_t point) {
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xc0 | point >> 6);
    text += static_cast<char>(0x80 | (point & 63));
  } else {
    text += static_cast<char>(0xe0 | point >> 12);
    text += static_cast<char>(0x80 | (point >> 6 & 63));
    text += static_cast<char>(0x80 | (point & 63));
  }
}

std::string quoted(std::string_view text) {
  std::string literal = "\"";
  for (const char byte : text) {
    if (byte == '\\' || byte == '"') literal += '\\';
    literal += byte;
  }
  return literal + '"';
}

bool is_ours(std::string_view literal, std::string_view pattern, std::string_view flags,
             duk_context* heap) {
  return flags.find_first_not_of("gim") != flags.npos || pattern.find("(?<") != pattern.npos ||
         !check_with_engine(heap, literal).compiles;
}

}  // namespace

std::string regexp_complaint(std::string_view pattern, std::string_view flags) {
  uint32_t known = 0;
  for (size_t i = 0; i < flags.size(); ++i) {
    if (flags[i] == 'v') return "RegExp flag v is not supported by the engine";
    if (std::string_view("dgimsuy").find(flags[i]) == std::string_view::npos ||
        flags.find(flags[i], i + 1) != flags.npos) {
      return fmt::format("Invalid regular expression flags '{}'", flags);
    }
    known |= flags[i] == 'i' ? regexp::ignore_case : flags[i] == 'u' ? regexp::unicode : 0u;
  }
  const regexp::Compiled compiled = regexp::compile(utf16_of(pattern), known);
  return compiled.error.empty() ? "" : "Invalid regular expression: " + compiled.error;
}

std::string string_literal_value(std::string_view literal) {
  std::string value;
  for (size_t at = 1; at + 1 < literal.size(); ++at) {
    if (literal[at] != '\\') {
      value += literal[at];
      continue;
    }
    const char letter = literal[++at];
    const size_t digits = letter == 'u' ? 4 : letter == 'x' ? 2 : 0;
    if (digits > 0) {
      uint32_t point = 0;
      const char* const first = literal.data() + at + 1;
      std::from_chars(first, first + std::min(digits, literal.size() - at - 1), point, 16);
      append_utf8(value, point);
      at += digits;
    } else {
      constexpr std::string_view letters = "nrtbfv0";
      const size_t known = letters.find(letter);
      value += known == letters.npos ? letter : "\n\r\t\b\f\v\0"[known];
    }
  }
  return value;
}

std::string replace_regexp_literals(std::string code, duk_context* heap) {
  const std::string_view text = code;
  std::string replaced;
  size_t copied = 0;
  ScriptTokens tokens(text);
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) {
    if (token.kind != TokenKind::regexp) continue;
    const size_t end = token.text.rfind('/');
    const std::string_view pattern = token.text.substr(1, end - 1);
    const std::string_view flags = token.text.substr(end + 1);
    if (!is_ours(token.text, pattern, flags, heap)) continue;
    const auto at = static_cast<size_t>(token.text.data() - text.data());
    replaced.append(text.substr(copied, at - copied));
    replaced.append("__swc._regexp(").append(quoted(pattern)).append(",").append(quoted(flags));
    replaced += ')';
    copied = at + token.text.size();
  }
  if (copied == 0) return code;
  replaced.append(text.substr(copied));
  return replaced;
}

}  // namespace skep
