#include "cli/typed/script_forms.h"

#include <algorithm>

#include "cli/typed/script_outline.h"

namespace skep::cli {
namespace {

// Only the last few places where the last statement may begin are worth a try each.
constexpr size_t most_places = 4;

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view word_parts =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$";

// What the worker looks at: whether anything of the form ran, its value, its promise.
constexpr std::string_view begin = "$skep.begun = true; ";
constexpr std::string_view begin_async = "$skep.begun = true; $skep.promise = (async () => { ";

std::string_view without_end(std::string_view text) {
  const size_t last = text.find_last_not_of(" \t\r\n;");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

bool starts_with_word(std::string_view text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  return text.size() == word.size() || word_parts.find(text[word.size()]) == std::string_view::npos;
}

// In parentheses. A comment at its end must not swallow the last; else they stay in its line, where
// an error is said to be.
std::string enclosed(std::string_view value) {
  const size_t last_line = value.rfind('\n') + 1;
  const bool comment = value.find("//", last_line) != std::string_view::npos;
  return "(" + std::string(value) + (comment ? "\n)" : ")");
}

// A declaration is also an expression to the compiler, but then it declares nothing.
bool may_be_value(std::string_view text) {
  const size_t start = text.find_first_not_of(blanks);
  if (start == std::string_view::npos) return false;
  text.remove_prefix(start);
  if (starts_with_word(text, "function") || starts_with_word(text, "class")) return false;
  if (starts_with_word(text, "async")) {
    const std::string_view rest = text.substr(5);
    const size_t next = rest.find_first_not_of(blanks);
    return next == std::string_view::npos || !starts_with_word(rest.substr(next), "function");
  }
  return true;
}

// With these a line goes on with the statement of the one before.
bool continues_statement(std::string_view text) {
  const size_t start = text.find_first_not_of(blanks);
  return start != std::string_view::npos &&
         std::string_view("([`+-*/%.,<>=&|^?:").find(text[start]) != std::string_view::npos;
}

// Where the value begins: at 0 the whole text is one.
std::vector<size_t> value_places(std::string_view text, const ScriptOutline& outline) {
  std::vector<size_t> places = {0};
  for (auto end = outline.ends.rbegin(); end != outline.ends.rend(); ++end) {
    if (places.size() > most_places) break;
    const std::string_view rest = text.substr(*end);
    if (is_blank(without_end(rest)) || continues_statement(rest)) continue;
    if (places.back() != *end) places.push_back(*end);
  }
  std::erase_if(places, [text](size_t place) { return !may_be_value(text.substr(place)); });
  return places;
}

// Inside a function declarations would be forgotten with it: they become assignments to globals.
std::string with_globals(std::string_view text, const ScriptOutline& outline,
                         std::string& hoisted) {
  std::string out;
  size_t copied = 0;
  for (const OuterWord& word : outline.words) {
    const size_t end = word.start + word.text.size();
    const size_t next = std::min(text.find_first_not_of(blanks, end), text.size());
    const auto name = [text](size_t start) {
      const size_t stop = std::min(text.find_first_not_of(word_parts, start), text.size());
      return std::string(text.substr(start, stop - start));
    };
    out += text.substr(copied, word.start - copied);
    copied = word.start;
    if (word.text == "const" || word.text == "let" || word.text == "var") {
      // As a comma expression, so that a pattern in braces is no block.
      out += ";0,";
      copied = end;
    } else if (word.text == "class") {
      out += ";" + name(next) + " = ";
    } else if (word.text == "function" || word.text == "async") {
      size_t start = next;
      if (word.text == "async" && starts_with_word(text.substr(next), "function")) {
        start = std::min(text.find_first_not_of(blanks, next + 8), text.size());
      }
      if (start < text.size() && text[start] == '*') {
        start = std::min(text.find_first_not_of(blanks, start + 1), text.size());
      }
      const std::string called = name(start);
      if (!called.empty() && called != "function") {
        hoisted += "globalThis." + called + " = " + called + "; ";
      }
    }
  }
  out += text.substr(copied);
  return out;
}

void add_async_forms(std::string_view text, const ScriptOutline& outlined,
                     std::vector<ScriptForm>& forms) {
  std::string hoisted;
  const std::string whole = with_globals(text, outlined, hoisted);
  const ScriptOutline again = outline(whole);
  const std::string first_line = std::string(begin_async) + hoisted + "\n";
  for (const size_t place : value_places(whole, again)) {
    const std::string_view value = without_end(std::string_view(whole).substr(place));
    forms.push_back({first_line + whole.substr(0, place) +
                     "return $skep.value = " + enclosed(value) + " })();"});
  }
  forms.push_back({first_line + whole + "\n})();", true});
}

}  // namespace

std::vector<ScriptForm> script_forms(std::string_view text) {
  std::vector<ScriptForm> forms;
  const ScriptOutline outlined = outline(text);
  for (const size_t place : value_places(text, outlined)) {
    const std::string_view value = without_end(text.substr(place));
    forms.push_back({std::string(begin) + "\n" + std::string(text.substr(0, place)) +
                     "$skep.value = " + enclosed(value)});
  }
  forms.push_back({std::string(begin) + "\n" + std::string(text), !outlined.awaits});
  if (outlined.awaits) add_async_forms(text, outlined, forms);
  return forms;
}

}  // namespace skep::cli
