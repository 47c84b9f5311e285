// Columns that line up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/show/color.h"

namespace skep::cli {

// Text that cannot move the cursor: control characters become '?', what is not UTF-8 too.
std::string printable(std::string_view text);

// How many columns such text takes; one for each code point.
size_t shown_width(std::string_view text);

// At most `width` columns of it; what was cut ends with '…'.
std::string cut_to_width(std::string_view text, size_t width);

enum class Align : uint8_t { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
};

struct Cell {
  std::string text;
  Paint paint = Paint::plain;
};

class TextTable {
 public:
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // One cell for each column. Their text is made printable here.
  void add(std::vector<Cell> row);

  // Every line, the titles first. Two blanks between columns; none at the end of a line.
  std::string text(const Colors& colors) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace skep::cli
