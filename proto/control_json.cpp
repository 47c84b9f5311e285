#include "proto/control_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "proto/control.h"
#include "proto/json_builder.h"

namespace skep::control {
namespace {

// True if brackets outside strings open deeper than max_nesting. What is not JSON at all may count
// wrongly; the parser refuses it afterwards.
bool too_deep(std::string_view line) {
  size_t depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > max_nesting) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

}  // namespace

std::string to_line(const Json& value) {
  std::string line = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  line += '\n';
  return line;
}

std::optional<Json> parse_line(std::string_view line, std::string& problem) {
  if (too_deep(line)) {
    problem = fmt::format("The line nests arrays and objects deeper than {} levels.", max_nesting);
    return std::nullopt;
  }
  JsonBuilder builder;
  if (Json::sax_parse(line, &builder)) return std::move(builder.value);
  problem = std::move(builder.problem);
  return std::nullopt;
}

}  // namespace skep::control
