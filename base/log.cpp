#include "base/log.h"

#include <cstdlib>
#include <string>
#include <unistd.h>

namespace skep::log {
namespace {

struct Sink {
  std::string program = "skep";
  Level least = Level::warning;
  bool journal = false;
};

Sink& sink() {
  static Sink instance;
  return instance;
}

}  // namespace

std::optional<Level> level_of(std::string_view name) {
  if (name == "error") return Level::error;
  if (name == "warning") return Level::warning;
  if (name == "notice") return Level::notice;
  if (name == "info") return Level::info;
  if (name == "debug") return Level::debug;
  return std::nullopt;
}

void open(std::string_view program, Level least) {
  sink().program = program;
  sink().least = least;
  sink().journal = std::getenv("JOURNAL_STREAM") != nullptr;
}

bool enabled(Level level) {
  return level <= sink().least;
}

void write(Level level, std::string_view line) {
  if (!enabled(level)) return;
  std::string out;
  if (sink().journal) out += fmt::format("<{}>", static_cast<int>(level));
  out += fmt::format("{}: {}\n", sink().program, line);
  // One write a line, so that lines of several processes do not mix. A lost stderr is not an error.
  [[maybe_unused]] auto written = ::write(STDERR_FILENO, out.data(), out.size());
}

}  // namespace skep::log
