#include "compiler/source_place.h"

#include <algorithm>

#include "compiler/utf8.h"
#include "proto/source_mappings.h"

namespace skep {
namespace {

constexpr size_t longest_shown_line = 400;  // bytes

std::string_view line_of(std::string_view source, uint32_t number) {
  for (uint32_t i = 1; i < number; ++i) {
    const size_t end = source.find('\n');
    if (end == source.npos) return {};
    source.remove_prefix(end + 1);
  }
  return source.substr(0, source.find('\n'));
}

// Takes one character of well-formed UTF-8 off the front.
uint32_t take_character(std::string_view& text) {
  const auto lead = static_cast<uint8_t>(text.front());
  const size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  uint32_t character = length == 1 ? lead : lead & (0x7fu >> length);
  for (size_t i = 1; i < length && i < text.size(); ++i) {
    character = (character << 6) | (static_cast<uint8_t>(text[i]) & 0x3fu);
  }
  text.remove_prefix(std::min(length, text.size()));
  return character;
}

// The ranges of East Asian wide characters that matter to a person reading a caret line.
bool is_wide(uint32_t character) {
  return (character >= 0x1100 && character <= 0x115f) ||
         (character >= 0x2e80 && character <= 0xa4cf) ||
         (character >= 0xac00 && character <= 0xd7a3) ||
         (character >= 0xf900 && character <= 0xfaff) ||
         (character >= 0xfe30 && character <= 0xfe6f) ||
         (character >= 0xff00 && character <= 0xff60) ||
         (character >= 0xffe0 && character <= 0xffe6) ||
         (character >= 0x1f300 && character <= 0x1faff) ||
         (character >= 0x20000 && character <= 0x3fffd);
}

}  // namespace

SourcePosition position_in_source(std::string_view mappings, uint32_t line, uint32_t column) {
  SourceMappings segments(mappings);
  MappedSegment segment;
  SourcePosition found;
  while (segments.next(segment)) {
    if (segment.generated_line > line ||
        (segment.generated_line == line && segment.generated_column > column)) {
      break;
    }
    found = {segment.source_line, segment.source_column};
  }
  return found;
}

uint32_t source_column(std::string_view source, uint32_t line, uint32_t frame_column) {
  if (line == 0 || frame_column == 0) return 0;
  std::string_view text = line_of(source, line);
  uint32_t shown = 0;
  uint32_t units = 0;
  while (!text.empty() && shown + 1 < frame_column) {
    const uint32_t character = take_character(text);
    shown += character == '\t' ? 4 - shown % 4 : is_wide(character) ? 2 : 1;
    units += character > 0xffff ? 2 : 1;
  }
  return units + 1;
}

std::string frame_of(std::string_view source, SourcePosition position) {
  if (position.line == 0) return {};
  std::string_view text = line_of(source, position.line);
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (text.size() > longest_shown_line) return {};
  const std::string number = std::to_string(position.line);
  std::string frame = " " + number + " | ";
  std::string carets = " " + std::string(number.size(), ' ') + " : ";
  uint32_t units = 0;
  while (!text.empty()) {
    const std::string_view rest = text;
    const uint32_t character = take_character(text);
    if (units + 1 < position.column) {
      carets.append(character == '\t' ? 4 : is_wide(character) ? 2 : 1, ' ');
    }
    units += character > 0xffff ? 2 : 1;
    if (character == '\t') {
      frame += "    ";
    } else {
      frame += rest.substr(0, rest.size() - text.size());
    }
  }
  frame += '\n';
  return position.column == 0 ? frame : frame + carets + "^\n";
}

}  // namespace skep
