// What the compiler's process reads of scripts and of what swc made of them, by itself, in C++:
// tokens, the forms of modules, literals. Any bytes give an answer, and what it points at lies
// inside them.
#include <cstdlib>

#include "compiler/module_form.h"
#include "compiler/plain_es5.h"
#include "compiler/regexp_literals.h"
#include "compiler/script_tokens.h"
#include "compiler/system_register.h"
#include "compiler/tidy_output.h"

namespace skep {
namespace {

void check(bool held) {
  if (!held) std::abort();
}

bool lies_in(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

size_t lines_of(std::string_view text) {
  size_t lines = 0;
  for (const char byte : text) lines += byte == '\n' ? 1 : 0;
  return lines;
}

// Every token takes something off the text, in order.
void check_tokens(std::string_view script) {
  ScriptTokens tokens(script);
  size_t at = 0;
  uint32_t line = 1;
  for (Token token = tokens.next(); token.kind != TokenKind::end; token = tokens.next()) {
    check(!token.text.empty() && lies_in(token.text, script));
    const auto start = static_cast<size_t>(token.text.data() - script.data());
    check(start >= at && token.line >= line);
    at = start + token.text.size();
    line = token.line;
  }
}

void check_register(std::string_view output) {
  SystemRegister found;
  if (!read_system_register(output, found)) return;
  check(found.function_start <= found.function_end && found.function_end <= output.size());
  check(found.setters_start <= found.setters_end && found.setters_end <= output.size());
  check(found.return_start <= output.size());
  for (const auto& request : found.requests) check(lies_in(request.specifier, output));
  for (const auto& import : found.imports) {
    check(import.request < found.requests.size() && lies_in(import.local, output) &&
          lies_in(import.name, output));
  }
  for (const auto& again : found.reexports) {
    check(again.request < found.requests.size() && lies_in(again.exported, output));
  }
  for (const size_t star : found.stars) check(star < found.requests.size());
}

}  // namespace
}  // namespace skep

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* input, size_t size) {
  using namespace skep;
  const std::string_view text(reinterpret_cast<const char*>(input), size);
  check_tokens(text);
  check_register(text);
  static_cast<void>(is_plain_es5(text));
  static_cast<void>(has_top_level_await(text));
  static_cast<void>(declares_with_values_only(text));
  for (const bool flag : {false, true}) {
    // Source maps go by lines.
    check(lines_of(tidy_swc_output(text, text, flag)) == lines_of(text));
    const ModuleForm form = module_form_of(text, "AAAA;AACA", text, flag);
    check(form.known || form.code.empty());
  }
  const size_t half = size / 2;
  static_cast<void>(regexp_complaint(text.substr(0, half), text.substr(half)));
  if (size >= 2 && (text[0] == '"' || text[0] == '\'') && text[0] == text[size - 1]) {
    static_cast<void>(string_literal_value(text));
  }
  return 0;
}
