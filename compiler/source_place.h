// Places in a source: from swc's output back to it, and how to show one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "proto/line_table.h"

namespace skep {

// The source position of a place in swc's output: its own segment, else the nearest before it.
// {0, 0} when there is none.
SourcePosition position_in_source(std::string_view mappings, uint32_t line, uint32_t column);

// The column, in UTF-16 units from 1, of a column of swc's frames, in which a tab reaches to the
// next multiple of four and a wide character takes two. 0 stays 0.
uint32_t source_column(std::string_view source, uint32_t line, uint32_t frame_column);

// The line with its number and, when the column is known, a caret line below it. Empty when the
// line is not known or too long to show.
std::string frame_of(std::string_view source, SourcePosition position);

}  // namespace skep
