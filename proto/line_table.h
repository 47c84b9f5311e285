// Where each line of lowered code stood in the source: all that is left of a source map.
//
// Duktape reports generated lines without columns, so one position a line is enough: the first
// segment of that line in the compiler's map, or, where a line has none (braces, glue), the
// previous mapped one. Encoded as two signed varint deltas (line, column) a generated line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skep {

// Counted from 1. Line 0 means not known.
struct SourcePosition {
  uint32_t line = 0;
  uint32_t column = 0;
};

// Builds a table from the "mappings" of a version 3 source map. A malformed one gives the table of
// what could be read.
std::string line_table_from_mappings(std::string_view mappings);

// Position of `generated_line` (from 1). A line past the end, or a malformed table, gives {0, 0}.
// Linear in the table: only for the rare case, an error.
SourcePosition find_source_position(std::string_view table, uint32_t generated_line);

}  // namespace skep
