#include "compiler/unsupported.h"

#include "compiler/regexp_literals.h"
#include "compiler/script_tokens.h"
#include "compiler/utf8.h"

namespace skep {
namespace {

std::string literal_complaint(std::string_view literal) {
  const size_t end = literal.rfind('/');
  return regexp_complaint(literal.substr(1, end - 1), literal.substr(end + 1));
}

}  // namespace

UnsupportedFeature find_unsupported(std::string_view output, std::string_view source) {
  // swc unfolds a literal with a modern flag into RegExp("pattern", "flags").
  const bool author_calls = source.find("RegExp") != source.npos;
  ScriptTokens tokens(output);
  Token before[4];  // the latest four, newest first
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) {
    std::string complaint;
    const Token* place = &token;
    if (token.kind == TokenKind::number && token.text.back() == 'n') {
      complaint = "BigInt is not supported by the engine";
    } else if (token.kind == TokenKind::regexp) {
      complaint = literal_complaint(token.text);
    } else if (!author_calls && token.kind == TokenKind::string && before[0].text == "," &&
               before[1].kind == TokenKind::string && before[2].text == "(" &&
               before[3].text == "RegExp") {
      complaint =
          regexp_complaint(string_literal_value(before[1].text), string_literal_value(token.text));
      place = &before[3];
    }
    if (!complaint.empty()) {
      const size_t at = static_cast<size_t>(place->text.data() - output.data());
      const size_t line_start = output.rfind('\n', at) + 1;  // npos + 1 is 0
      return {
          complaint, place->line,
          static_cast<uint32_t>(count_utf16_units(output.substr(line_start, at - line_start)) + 1)};
    }
    for (int i = 3; i > 0; --i) before[i] = before[i - 1];
    before[0] = token;
  }
  return {};
}

}  // namespace skep
