#include "compiler/module_form.h"

#include <algorithm>
#include <utility>

#include "compiler/script_tokens.h"
#include "compiler/source_place.h"
#include "compiler/system_register.h"

namespace skep {
namespace {

bool is_literal(std::string_view text) {
  return text.front() == '"' || text.front() == '\'';
}

// A name as a string literal; 0 for none.
std::string quoted(std::string_view name) {
  if (name.empty()) return "0";
  if (is_literal(name)) return std::string(name);
  return '"' + std::string(name) + '"';
}

std::string lines(std::string_view text) {
  return std::string(static_cast<size_t>(std::count(text.begin(), text.end(), '\n')), '\n');
}

// Where the specifier of a dependency stands in the source; swc puts each on a line of its own.
SourcePosition place_of(const SystemRegister::Request& request, std::string_view output,
                        std::string_view mappings) {
  const auto at = static_cast<size_t>(request.specifier.data() - output.data());
  const size_t line_start = output.rfind('\n', at) + 1;  // npos + 1 is 0
  return position_in_source(mappings, request.line, static_cast<uint32_t>(at - line_start + 1));
}

template <class Items, class Write>
void put_list(std::string& out, std::string_view key, const Items& items, Write write) {
  out.append(key).append(":[");
  bool first = true;
  for (const auto& item : items) {
    if (!std::exchange(first, false)) out += ',';
    write(item);
  }
  out += "],";
}

std::string table_of(const SystemRegister& module, std::string_view output,
                     std::string_view mappings, std::string_view source, bool waits) {
  std::string out = "({";
  put_list(out, "requests", module.requests, [&](const SystemRegister::Request& request) {
    const SourcePosition place = place_of(request, output, mappings);
    out += '[' + std::string(request.specifier) + ',' + std::to_string(place.line) + ',' +
           std::to_string(place.column);
    for (const std::string_view text : request.attributes) out += ',' + quoted(text);
    out += ']';
  });
  put_list(out, "imports", module.imports, [&](const SystemRegister::Import& import) {
    out += '[' + std::to_string(import.request) + ',' + quoted(import.name) + ']';
  });
  put_list(out, "exports", module.exports, [&](std::string_view name) { out += quoted(name); });
  put_list(out, "indirect", module.reexports, [&](const SystemRegister::Reexport& reexport) {
    out += '[' + quoted(reexport.exported) + ',' + std::to_string(reexport.request) + ',' +
           quoted(reexport.name) + ']';
  });
  put_list(out, "stars", module.stars, [&](size_t request) { out += std::to_string(request); });
  out += declares_with_values_only(source) ? "unset:1," : "unset:0,";
  return out += waits ? "waits:1,body:" : "waits:0,body:";
}

// The word at `at`, and what follows it: the first byte behind it that is no white space.
struct Word {
  std::string_view text;
  size_t end = 0;
};
Word word_at(std::string_view source, size_t at) {
  size_t end = at;
  while (end < source.size() && is_word_byte(source[end])) ++end;
  return {source.substr(at, end - at), end};
}
size_t skip_white(std::string_view source, size_t at) {
  return std::min(source.find_first_not_of(" \t\r\n", at), source.size());
}

}  // namespace

bool has_top_level_await(std::string_view output) {
  // In ES5 nothing else is an async function, and no string or comment of swc's holds a line break.
  return output.find("\n        execute: async function() {") != output.npos;
}

bool declares_with_values_only(std::string_view source) {
  for (size_t at = 0; at < source.size();) {
    if (!is_word_byte(source[at])) {
      ++at;
      continue;
    }
    const Word word = word_at(source, at);
    at = word.end;
    if (word.text == "var" || word.text == "enum" || word.text == "namespace") return false;
    if (word.text != "let") continue;
    const size_t name_start = skip_white(source, at);
    if (name_start == source.size() || !is_word_byte(source[name_start])) continue;
    const size_t behind = skip_white(source, word_at(source, name_start).end);
    const std::string_view next = word_at(source, behind).text;
    if (next == "of" || next == "in") continue;
    if (behind == source.size() || source[behind] == ';' || source[behind] == ',' ||
        source[behind] == ':' || is_word_byte(source[behind]) || source[behind] == '}') {
      return false;
    }
  }
  return true;
}

ModuleForm module_form_of(std::string_view output, std::string_view mappings,
                          std::string_view source, bool waits) {
  SystemRegister module;
  ModuleForm form;
  if (!read_system_register(output, module)) return form;
  form.known = true;
  std::string& out = form.code;
  const auto part = [&](size_t from, size_t to) { return output.substr(from, to - from); };
  out = table_of(module, output, mappings, source, waits);
  out += lines(part(0, module.function_start));
  out += part(module.function_start, module.return_start);
  for (const SystemRegister::Helper& helper : module.helpers) {
    out.append(helper.local).append(" = __swc.").append(helper.name).append("; ");
  }
  out += part(module.return_start, module.setters_start);
  out += '[';
  for (size_t i = 0; i < module.imports.size(); ++i) {
    const SystemRegister::Import& import = module.imports[i];
    if (i > 0) out += ", ";
    out.append("function(").append(import.parameter).append(") { ").append(import.local);
    out.append(" = ").append(import.parameter).append("; }");
  }
  out += ']';
  out += lines(part(module.setters_start, module.setters_end));
  out += part(module.setters_end, module.function_end);
  out += "})";
  return form;
}

}  // namespace skep
