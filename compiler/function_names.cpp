#include "compiler/function_names.h"

#include <unordered_set>
#include <vector>

#include "compiler/script_tokens.h"

namespace skep {
namespace {

using Tokens = std::vector<Token>;

using Words = std::unordered_set<std::string_view>;

// Every run of word bytes in the source, wherever it stands.
Words words_of(std::string_view source) {
  Words words;
  for (size_t at = 0; at < source.size();) {
    size_t end = at;
    while (end < source.size() && is_word_byte(source[end])) ++end;
    if (end > at) words.insert(source.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// The text of the token `back` places before `at`; empty before the first.
std::string_view before(const Tokens& tokens, size_t at, size_t back) {
  return back > at ? std::string_view() : tokens[at - back].text;
}

bool matches_before(const Tokens& tokens, size_t at, size_t back,
                    std::initializer_list<std::string_view> newest_first) {
  for (const std::string_view wanted : newest_first) {
    if (before(tokens, at, back++) != wanted) return false;
  }
  return true;
}

// The variable that is assigned to where "=" stands `back` tokens before; empty for a member.
std::string_view assigned(const Tokens& tokens, size_t at, size_t back) {
  if (before(tokens, at, back) != "=" || back + 1 > at) return {};
  const Token& target = tokens[at - back - 1];
  if (target.kind != TokenKind::word || before(tokens, at, back + 2) == ".") return {};
  return target.text;
}

std::string_view unquoted(std::string_view text) {
  return text.size() >= 2 && text[0] == '"' ? text.substr(1, text.size() - 2) : text;
}

// What the place of the function at `at` names it; empty when it names nothing.
std::string_view name_from_place(const Tokens& tokens, size_t at) {
  if (const auto name = assigned(tokens, at, 1); !name.empty()) return name;
  // name = value === void 0 ? function
  if (matches_before(tokens, at, 1, {"?", "0", "void", "=", "=", "="})) {
    return assigned(tokens, at, 8);
  }
  // name = arguments.length > 1 && arguments[1] !== void 0 ? arguments[1] : function
  if (matches_before(tokens, at, 1, {":", "]"}) &&
      matches_before(tokens, at, 6, {"?", "0", "void", "=", "=", "!", "]"}) &&
      matches_before(tokens, at, 16, {"&", "&"}) && before(tokens, at, 20) == "length") {
    return assigned(tokens, at, 23);
  }
  // __swc._define_property(this, "name", function
  if (before(tokens, at, 1) == "," && before(tokens, at, 3) == "," &&
      matches_before(tokens, at, 5, {"(", "_define_property", ".", "__swc"}) &&
      tokens[at - 2].kind == TokenKind::string) {
    return unquoted(tokens[at - 2].text);
  }
  // key: "name", value: function
  if (matches_before(tokens, at, 1, {":", "value", ","}) && before(tokens, at, 5) == ":" &&
      before(tokens, at, 6) == "key" && tokens[at - 4].kind == TokenKind::string) {
    return unquoted(tokens[at - 4].text);
  }
  if (before(tokens, at, 1) == ":" && at >= 2 &&
      (before(tokens, at, 3) == "{" || before(tokens, at, 3) == ",")) {
    return unquoted(tokens[at - 2].text);
  }
  return {};
}

// Whether `own` is `name` with swc's number behind it.
bool is_numbered(std::string_view own, std::string_view name, const Words& source) {
  if (!own.starts_with(name) || own.size() == name.size()) return false;
  const std::string_view number = own.substr(name.size());
  return number.find_first_not_of("0123456789") == number.npos && !source.contains(own);
}

// The place of the bracket that closes the one at each place; 0 where none does.
std::vector<size_t> closing_brackets(const Tokens& tokens) {
  std::vector<size_t> closing(tokens.size(), 0);
  std::vector<size_t> open;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::punctuator) continue;
    const char mark = tokens[i].text.front();
    if (mark == '(' || mark == '[' || mark == '{') open.push_back(i);
    if ((mark == ')' || mark == ']' || mark == '}') && !open.empty()) {
      closing[open.back()] = i;
      open.pop_back();
    }
  }
  return closing;
}

bool ends_expression(const Tokens& tokens, size_t at) {
  if (at >= tokens.size()) return true;
  return std::string_view(",;):}]").find(tokens[at].text.front()) != std::string_view::npos;
}

struct Naming {
  size_t start;  // of the word "function", or of the class
  size_t end;    // behind the bracket that closes the body
  std::string_view name;
};

// swc's name of a class that has none.
bool is_nameless_class(const Token& token, const Words& source) {
  return token.text.starts_with("_class") &&
         !source.contains(token.text.substr(0, token.text.find('$')));
}

// Whether a function behind this token is a value, and no declaration.
bool before_value(std::string_view token) {
  return !token.empty() && (token == "return" ||
                            std::string_view("(,=:[?|&").find(token[0]) != std::string_view::npos);
}

}  // namespace

std::string infer_function_names(std::string code, std::string_view source) {
  const std::string_view text = code;
  Tokens tokens;
  ScriptTokens reader(text);
  for (Token token = reader.next(); token.kind != TokenKind::end; token = reader.next()) {
    tokens.push_back(token);
  }
  const Words source_words = words_of(source);
  const auto closing = closing_brackets(tokens);
  // What is put in at each place of the text, in the order of the text: a nested function's end
  // comes before its outer function's.
  std::vector<Naming> namings;
  const auto place = [&](size_t token) {
    return static_cast<size_t>(tokens[token].text.data() - text.data());
  };
  for (size_t i = 0; i + 2 < tokens.size(); ++i) {
    if (tokens[i].text == "return" && is_nameless_class(tokens[i + 1], source_words) &&
        tokens[i + 2].text == ";") {
      namings.push_back({place(i + 1), place(i + 2), ""});
      continue;
    }
    if (tokens[i].text != "function" || before(tokens, i, 1) == ".") continue;
    const bool nameless =
        is_nameless_class(tokens[i + 1], source_words) && before_value(before(tokens, i, 1));
    const std::string_view name = nameless ? "" : name_from_place(tokens, i);
    if (!nameless && (name.empty() || name.find('\\') != name.npos)) continue;
    const bool anonymous = tokens[i + 1].text == "(";
    if (nameless) {
      // The body is looked for below as that of any other.
    } else if (anonymous ? before(tokens, i, 1) == ":" && before(tokens, i, 2) != "]"
                         : !is_numbered(tokens[i + 1].text, name, source_words)) {
      continue;
    }
    if (!nameless && !source_words.contains(name)) continue;
    const size_t head = closing[anonymous ? i + 1 : i + 2];
    if (head == 0 || head + 1 >= tokens.size() || tokens[head + 1].text != "{") continue;
    const size_t body = closing[head + 1];
    if (body == 0 || !ends_expression(tokens, body + 1)) continue;
    namings.push_back({place(i), place(body) + 1, name});
  }
  if (namings.empty()) return code;

  std::string named;
  named.reserve(code.size() + namings.size() * 24);
  size_t copied = 0;
  std::vector<size_t> open_ends;
  const auto close_up_to = [&](size_t place) {
    while (!open_ends.empty() && open_ends.back() <= place) {
      named.append(text.substr(copied, open_ends.back() - copied)) += ')';
      copied = open_ends.back();
      open_ends.pop_back();
    }
  };
  for (const Naming& naming : namings) {
    close_up_to(naming.start);
    named.append(text.substr(copied, naming.start - copied));
    named.append("__swc._name(\"").append(naming.name).append("\",");
    copied = naming.start;
    open_ends.push_back(naming.end);
  }
  close_up_to(text.size());
  named.append(text.substr(copied));
  return named;
}

}  // namespace skep
