#include "proto/line_table.h"

#include "proto/source_mappings.h"

namespace skep {
namespace {

// Seven bits a byte, the eighth says that more follow; the lowest bit is the sign.
void append_delta(std::string& table, int64_t delta) {
  uint64_t bits =
      delta < 0 ? (static_cast<uint64_t>(-delta) << 1) | 1 : static_cast<uint64_t>(delta) << 1;
  while (bits >= 128) {
    table.push_back(static_cast<char>((bits & 127) | 128));
    bits >>= 7;
  }
  table.push_back(static_cast<char>(bits));
}

bool read_delta(std::string_view& table, int64_t& delta) {
  uint64_t bits = 0;
  for (int shift = 0; shift < 42; shift += 7) {
    if (table.empty()) return false;
    const auto byte = static_cast<uint8_t>(table.front());
    table.remove_prefix(1);
    bits |= static_cast<uint64_t>(byte & 127) << shift;
    if (byte < 128) {
      const int64_t magnitude = static_cast<int64_t>(bits >> 1);
      delta = (bits & 1) != 0 ? -magnitude : magnitude;
      return true;
    }
  }
  return false;
}

bool is_position(int64_t number) {
  return number >= 0 && number <= UINT32_MAX;
}

}  // namespace

std::string line_table_from_mappings(std::string_view mappings) {
  std::string table;
  SourcePosition last;
  uint32_t lines = 0;
  const auto append_line = [&](SourcePosition position) {
    append_delta(table, int64_t{position.line} - last.line);
    append_delta(table, int64_t{position.column} - last.column);
    last = position;
    ++lines;
  };
  SourceMappings segments(mappings);
  MappedSegment segment;
  while (segments.next(segment)) {
    if (segment.generated_line <= lines) continue;  // not the first of its line
    while (lines + 1 < segment.generated_line) append_line(last);
    append_line({segment.source_line, segment.source_column});
  }
  return table;
}

SourcePosition find_source_position(std::string_view table, uint32_t generated_line) {
  if (generated_line == 0) return {};
  int64_t line = 0;
  int64_t column = 0;
  for (uint32_t i = 0; i < generated_line; ++i) {
    int64_t line_delta;
    int64_t column_delta;
    if (!read_delta(table, line_delta) || !read_delta(table, column_delta)) return {};
    line += line_delta;
    column += column_delta;
    if (!is_position(line) || !is_position(column)) return {};
  }
  return {static_cast<uint32_t>(line), static_cast<uint32_t>(column)};
}

}  // namespace skep
