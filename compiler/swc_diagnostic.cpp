#include "compiler/swc_diagnostic.h"

#include <charconv>
#include <vector>

namespace skep {
namespace {

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return lines;
}

uint32_t number_at(std::string_view text) {
  uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// " 12 | source" gives 12; any other line 0.
uint32_t source_line_number(std::string_view line) {
  const std::string_view inner = trimmed(line);
  const uint32_t number = number_at(inner);
  const size_t bar = inner.find('|');
  return number != 0 && bar != inner.npos &&
                 inner.substr(0, bar).find_first_not_of("0123456789 ") == inner.npos
             ? number
             : 0;
}

// Columns before the text of a source line: the caret lines stand under the same margin.
size_t margin_of(std::string_view line) {
  return line.find('|') + 2;
}

bool names_the_mistake(std::string_view label) {
  return label.find("redefined here") != label.npos ||
         label.find("cannot reassign") != label.npos || label.find("redeclared") != label.npos;
}

void read_position(const std::vector<std::string_view>& lines, SwcDiagnostic& found) {
  uint32_t line = 0;
  size_t margin = 0;
  bool first = true;
  for (const std::string_view text : lines) {
    if (const uint32_t number = source_line_number(text)) {
      line = number;
      margin = margin_of(text);
      continue;
    }
    const std::string_view inner = trimmed(text);
    if (line == 0 || inner.empty() || inner.front() != ':' || text.size() <= margin) continue;
    const size_t mark = text.find_first_of("^|`", margin);
    const size_t label = text.rfind("`-- ");
    if (first && mark != text.npos && line == found.line) {
      found.column = static_cast<uint32_t>(mark - margin + 1);
      first = false;
    }
    if (label != text.npos && names_the_mistake(text.substr(label))) {
      found.line = line;
      found.column = static_cast<uint32_t>(label - margin + 1);
      return;
    }
  }
}

}  // namespace

SwcDiagnostic read_swc_diagnostic(std::string_view text) {
  SwcDiagnostic found;
  const std::vector<std::string_view> lines = lines_of(text);
  size_t i = 0;
  while (i < lines.size() && trimmed(lines[i]).empty()) ++i;
  // The message may run over several lines; it ends where the frame begins.
  for (; i < lines.size() && trimmed(lines[i]).substr(0, 3) != ",-["; ++i) {
    std::string_view part = trimmed(lines[i]);
    if (part.empty() || part == "Caused by:" || part == "Stack backtrace:") break;
    if (found.message.empty() && part.substr(0, 2) == "x ") part = trimmed(part.substr(2));
    if (part.substr(0, 2) == "| ") part = part.substr(2);
    if (!found.message.empty()) found.message += ' ';
    found.message += part;
  }
  if (i >= lines.size() || trimmed(lines[i]).substr(0, 3) != ",-[") return found;

  const std::string_view header = trimmed(lines[i]);
  const size_t column_colon = header.rfind(':');
  const size_t line_colon = header.rfind(':', column_colon - 1);
  if (line_colon != header.npos) found.line = number_at(header.substr(line_colon + 1));

  std::vector<std::string_view> frame;
  for (++i; i < lines.size() && trimmed(lines[i]).substr(0, 5) != "`----"; ++i) {
    frame.push_back(lines[i]);
    found.frame += lines[i];
    found.frame += '\n';
  }
  read_position(frame, found);
  return found;
}

}  // namespace skep
