#include "cli/show/code_frame.h"

#include <fmt/format.h>

#include "proto/worker_messages.h"

namespace skep::cli {
namespace {

constexpr uint32_t lines_before = 2;
constexpr uint32_t lines_after = 1;
constexpr size_t most_shown = 160;  // bytes of one line

// Blanks as wide as the text before the column: a tab stays a tab, and of a character that is one
// column wide here only its first byte counts.
std::string blanks_before(std::string_view text, uint32_t column) {
  std::string blanks;
  uint32_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) == 0x80) continue;
    units += byte >= 0xf0 ? 2 : 1;
    if (units >= column) break;
    blanks += c == '\t' ? '\t' : ' ';
  }
  return blanks;
}

std::string printable(std::string_view text) {
  std::string out(cut_text(text, most_shown));
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t') || byte == 0x7f) c = ' ';
  }
  return out;
}

}  // namespace

std::string code_frame(std::string_view source, uint32_t line, uint32_t column) {
  std::string frame;
  bool found = false;
  uint32_t current = 0;
  const int width = static_cast<int>(fmt::formatted_size("{}", line + lines_after));
  while (!source.empty() && current < line + lines_after) {
    ++current;
    const size_t end = std::min(source.find('\n'), source.size());
    std::string_view text = source.substr(0, end);
    source.remove_prefix(std::min(end + 1, source.size()));
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (current + lines_before < line) continue;
    frame += fmt::format("  {} {:>{}} | {}\n", current == line ? '>' : ' ', current, width,
                         printable(text));
    if (current != line) continue;
    found = true;
    const std::string blanks = blanks_before(text, column);
    if (column != 0 && blanks.size() < most_shown) {
      frame += fmt::format("    {:>{}} | {}^\n", "", width, blanks);
    }
  }
  return found ? frame : std::string();
}

}  // namespace skep::cli
