#include "daemon/config/error.h"

#include <algorithm>

#include <fmt/format.h>

#include "proto/worker_messages.h"

namespace skep {
namespace {

constexpr size_t most_line_bytes = 160;

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// Blanks as wide as the characters before the column: a tab stays a tab.
std::string blanks_before(std::string_view text, uint32_t column) {
  std::string blanks;
  uint32_t character = 0;
  for (const char c : text) {
    if (continues_character(c)) continue;
    if (++character >= column) break;
    blanks += c == '\t' ? '\t' : ' ';
  }
  return blanks;
}

// Nothing that a terminal would obey.
std::string printable(std::string_view text) {
  std::string out(cut_text(text, most_line_bytes));
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t') || byte == 0x7f) c = ' ';
  }
  return out;
}

}  // namespace

std::vector<ConfigError> ConfigErrors::shown() const {
  std::vector<ConfigError> sorted = all_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const ConfigError& a, const ConfigError& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  if (sorted.size() > most) sorted.resize(most);
  return sorted;
}

std::string_view ConfigErrors::line(uint32_t number) const {
  std::string_view rest = text_;
  for (uint32_t i = 1; i < number; ++i) {
    const size_t end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  std::string_view line = rest.substr(0, rest.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string ConfigErrors::show(const ConfigError& error) const {
  if (error.line == 0) return fmt::format("{}: {}\n", file_, error.sentence);
  const std::string number = fmt::format("{}", error.line);
  const std::string_view text = line(error.line);
  std::string out = fmt::format("{}:{}:{}: {}\n  {} | {}\n", file_, error.line, error.column,
                                error.sentence, number, printable(text));
  const std::string blanks = blanks_before(text, error.column);
  if (blanks.size() < most_line_bytes) {
    out += fmt::format("  {:>{}} | {}^\n", "", number.size(), blanks);
  }
  return out;
}

std::string ConfigErrors::report() const {
  std::string out;
  for (const ConfigError& error : shown()) out += show(error);
  if (all_.size() > most) {
    out += fmt::format("{}: {} more mistakes are not shown.\n", file_, all_.size() - most);
  }
  return out;
}

}  // namespace skep
