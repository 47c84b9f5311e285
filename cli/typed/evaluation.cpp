#include "cli/typed/evaluation.h"

#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "proto/control.h"

namespace skep::cli {
namespace {

// Forms are compiled from Blobs; their URLs end with a UUID.
constexpr std::string_view form_origin = "blob:https://skep.localhost/";
constexpr size_t uuid_length = 36;

// "12" of "12:3)", removed from it with the colon before it: 0 if there is none.
uint64_t take_number(std::string_view& text) {
  if (text.size() < 2 || text[0] != ':') return 0;
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
  if (error != std::errc()) return 0;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return number;
}

std::string typed_line(std::string_view line) {
  std::string out;
  while (true) {
    const size_t start = line.find(form_origin);
    out += line.substr(0, start);
    if (start == std::string_view::npos) return out;
    line.remove_prefix(std::min(start + form_origin.size() + uuid_length, line.size()));
    out += "<typed>";
    const uint64_t number = take_number(line);
    // The first line of a form is ours.
    if (number > 1) out += fmt::format(":{}", number - 1);
    if (const uint64_t column = take_number(line); column != 0) out += fmt::format(":{}", column);
  }
}

}  // namespace

control::Json forms_json(std::string_view text) {
  control::Json forms = control::Json::array();
  for (const ScriptForm& form : script_forms(text)) {
    forms.push_back({{"code", form.code}, {"plain", form.plain}});
  }
  return forms;
}

std::string evaluate_once(std::string_view text, bool as_message) {
  // JSON is JavaScript, but for two line separators that older engines take for line ends.
  return fmt::format("{}({}, {});\n", evaluation_script,
                     forms_json(text).dump(-1, ' ', true, control::Json::error_handler_t::replace),
                     as_message);
}

std::string evaluate_many() {
  return fmt::format("{}();\n", evaluation_script);
}

std::string with_typed_places(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const bool last = end == text.size();
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string_view frame = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    if (frame.starts_with("at ") && frame.find(evaluation_url) != std::string_view::npos) {
      if (last && out.ends_with('\n')) out.pop_back();
      continue;
    }
    out += typed_line(line);
    if (!last) out += '\n';
  }
  return out;
}

}  // namespace skep::cli
