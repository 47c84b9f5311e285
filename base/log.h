// One line a happening, to stderr, with the journal's priority prefix when the journal reads it.
//
// A line is "program: sentence key=value …". Trusted programs only: a sealed worker has no stderr.
#pragma once

#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace skep::log {

enum class Level : int { error = 3, warning = 4, notice = 5, info = 6, debug = 7 };

// "error", "warning", "notice", "info", "debug"; nothing for any other word.
std::optional<Level> level_of(std::string_view name);

// Names the program in every line and sets the least urgent level that is written.
// Under systemd (JOURNAL_STREAM is set) lines carry "<N>" so that the journal keeps the priority.
void open(std::string_view program, Level least);
bool enabled(Level level);
void write(Level level, std::string_view line);

template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::error, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warning(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::warning, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void notice(fmt::format_string<Args...> format, Args&&... args) {
  write(Level::notice, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::info)) write(Level::info, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
  if (enabled(Level::debug)) write(Level::debug, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace skep::log
