#include "cli/json_argument.h"

#include <cerrno>
#include <cstring>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/limit_option.h"
#include "proto/control.h"

namespace skep::cli {

std::string read_standard_input(size_t most, std::string_view what) {
  std::string text;
  char piece[64 * 1024];
  while (true) {
    const ssize_t count = ::read(STDIN_FILENO, piece, sizeof piece);
    if (count == 0) return text;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      throw UsageError(fmt::format("standard input cannot be read: {}.", std::strerror(errno)));
    }
    text.append(piece, static_cast<size_t>(count));
    if (text.size() > most) {
      throw UsageError(fmt::format("standard input: {} may have at most {} bytes.", what, most));
    }
  }
}

control::Json read_json_argument(const std::string& word) {
  const std::string text =
      word == "-" ? read_standard_input(control::max_request_bytes, "a message") : word;
  std::string problem;
  auto value = control::parse_line(text, problem);
  if (!value) {
    constexpr size_t shown = 40;
    throw UsageError(
        fmt::format("this is not JSON: {}{}  ({})  A string needs its quotes: '\"text\"'.",
                    text.substr(0, shown), text.size() > shown ? "..." : "", problem));
  }
  return std::move(*value);
}

}  // namespace skep::cli
