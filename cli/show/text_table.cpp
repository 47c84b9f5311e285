#include "cli/show/text_table.h"

#include <algorithm>

#include "base/check.h"

namespace skep::cli {
namespace {

// How many bytes of UTF-8 this byte says to begin; 0 if it cannot begin any.
size_t sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const size_t length = sequence_length(first);
    bool whole = length > 0 && i + length <= text.size();
    for (size_t k = 1; whole && k < length; ++k) whole = is_continuation(text[i + k]);
    // C1 control characters, two bytes long, move some terminals' cursors as well.
    const bool c1 = whole && first == 0xc2 && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (!whole || first < 0x20 || first == 0x7f || c1) {
      out += '?';
      i += whole ? length : 1;
    } else {
      out += text.substr(i, length);
      i += length;
    }
  }
  return out;
}

size_t shown_width(std::string_view text) {
  return static_cast<size_t>(
      std::ranges::count_if(text, [](char c) { return !is_continuation(c); }));
}

std::string cut_to_width(std::string_view text, size_t width) {
  if (shown_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  size_t bytes = 0;
  for (size_t columns = 0; columns + 1 < width; ++columns) {
    do {
      ++bytes;
    } while (bytes < text.size() && is_continuation(text[bytes]));
  }
  return std::string(text.substr(0, bytes)) + "…";
}

void TextTable::add(std::vector<Cell> row) {
  SKEP_CHECK(row.size() == columns_.size());
  for (Cell& cell : row) cell.text = printable(cell.text);
  rows_.push_back(std::move(row));
}

std::string TextTable::text(const Colors& colors) const {
  std::vector<size_t> widths;
  for (const Column& column : columns_) widths.push_back(column.title.size());
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], shown_width(row[i].text));
    }
  }
  std::string out;
  const auto add_line = [&](const std::vector<Cell>& row) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string blanks(widths[i] - shown_width(row[i].text), ' ');
      const std::string cell = colors.paint(row[i].paint, row[i].text);
      if (i > 0) line += "  ";
      line += columns_[i].align == Align::right ? blanks + cell : cell + blanks;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  };
  std::vector<Cell> titles;
  for (const Column& column : columns_) titles.push_back({column.title, Paint::bold});
  add_line(titles);
  for (const auto& row : rows_) add_line(row);
  return out;
}

}  // namespace skep::cli
