#include "compiler/generator_parameters.h"

#include <vector>

#include "compiler/script_tokens.h"

namespace skep {
namespace {

constexpr std::string_view mark_text = "\"skep: the parameters are read\"";
constexpr std::string_view helper = "_ts_generator";
constexpr std::string_view eager_helper = "_ts_gen_eager";
static_assert(helper.size() == eager_helper.size());

// Behind the template literal whose "`" stands at `at`.
size_t template_end(std::string_view source, size_t at) {
  size_t braces = 0;  // open in the substitution that is being read; 0 in the text itself
  for (size_t i = at + 1; i < source.size(); ++i) {
    if (source[i] == '\\') {
      ++i;
    } else if (braces == 0) {
      if (source[i] == '`') return i + 1;
      if (source.substr(i, 2) == "${") {
        braces = 1;
        ++i;
      }
    } else if (source[i] == '`') {
      i = template_end(source, i) - 1;
    } else if (source[i] == '{') {
      ++braces;
    } else if (source[i] == '}') {
      --braces;
    }
  }
  return source.size();
}

std::vector<Token> tokens_of(std::string_view source) {
  std::vector<Token> found;
  ScriptTokens tokens(source);
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) {
    if (token.text == "`") {
      const auto at = static_cast<size_t>(token.text.data() - source.data());
      tokens = ScriptTokens(source.substr(template_end(source, at)));
    }
    found.push_back(token);
  }
  return found;
}

// The place behind the bracket that closes the one at `open`.
size_t behind_bracket(const std::vector<Token>& tokens, size_t open) {
  size_t depth = 0;
  for (size_t i = open; i < tokens.size(); ++i) {
    const char first = tokens[i].text.front();
    if (tokens[i].kind != TokenKind::punctuator) continue;
    if (first == '(' || first == '[' || first == '{') ++depth;
    if ((first == ')' || first == ']' || first == '}') && --depth == 0) return i + 1;
  }
  return tokens.size();
}

// Whether what is put in front of `rest` moves nothing that has a column to tell: its line ends, or
// has only the end of an empty body.
bool moves_nothing(std::string_view rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  return line.find_first_not_of(" \t\r});,") == line.npos;
}

// Where the parameters of the generator whose "*" stands at `star` begin; 0 when there is none.
size_t parameters_after(const std::vector<Token>& tokens, size_t star) {
  size_t at = star + 1;
  const bool is_function = star > 0 && tokens[star - 1].text == "function";
  if (at < tokens.size() && tokens[at].text == "#") ++at;
  if (at < tokens.size() && tokens[at].text == "[") {
    at = behind_bracket(tokens, at);
  } else if (at < tokens.size() && tokens[at].kind != TokenKind::punctuator) {
    ++at;
  } else if (!is_function) {
    return 0;
  }
  return at < tokens.size() && tokens[at].text == "(" ? at : 0;
}

}  // namespace

std::string mark_generator_bodies(std::string_view source) {
  std::string marked;
  if (source.find('*') == source.npos) return std::string(source);
  const std::vector<Token> tokens = tokens_of(source);
  size_t copied = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].text != "*") continue;
    const size_t open = parameters_after(tokens, i);
    if (open == 0) continue;
    const size_t body = behind_bracket(tokens, open);
    if (body >= tokens.size() || tokens[body].text != "{") continue;
    bool simple = true;
    for (size_t j = open + 1; j < body; ++j) {
      const std::string_view text = tokens[j].text;
      simple = simple && text != "=" && text != "{" && text != "[";
    }
    const auto place = static_cast<size_t>(tokens[body].text.data() - source.data()) + 1;
    if (simple || place < copied || !moves_nothing(source.substr(place))) continue;
    marked.append(source.substr(copied, place - copied)).append("yield ").append(mark_text);
    marked += ';';
    copied = place;
  }
  marked.append(source.substr(copied));
  return marked;
}

std::string start_marked_generators(std::string code) {
  if (code.find(mark_text) == code.npos) return code;
  std::vector<size_t> open;  // for each bracket: where its helper's name stands, or npos
  std::vector<size_t> renamed;
  ScriptTokens tokens(code);
  Token before;
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) {
    if (token.text == "(" || token.text == "[" || token.text == "{") {
      const bool called = token.text == "(" && before.text == helper;
      open.push_back(called ? static_cast<size_t>(before.text.data() - code.data()) : code.npos);
    } else if ((token.text == ")" || token.text == "]" || token.text == "}") && !open.empty()) {
      open.pop_back();
    } else if (token.text == mark_text) {
      for (size_t i = open.size(); i > 0; --i) {
        if (open[i - 1] == code.npos) continue;
        renamed.push_back(open[i - 1]);
        break;
      }
    }
    before = token;
  }
  for (const size_t at : renamed) code.replace(at, helper.size(), eager_helper);
  return code;
}

}  // namespace skep
