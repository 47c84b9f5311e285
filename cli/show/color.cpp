#include "cli/show/color.h"

#include <cstdlib>
#include <unistd.h>

#include <fmt/format.h>

namespace skep::cli {
namespace {

bool is_wanted(int descriptor) {
  const char* refused = std::getenv("NO_COLOR");
  if (refused != nullptr && *refused != '\0') return false;
  const char* terminal = std::getenv("TERM");
  if (terminal == nullptr || std::string_view(terminal) == "dumb") return false;
  return ::isatty(descriptor) == 1;
}

std::string_view code(Paint paint) {
  switch (paint) {
    case Paint::plain: break;
    case Paint::bold: return "1";
    case Paint::dim: return "2";
    case Paint::red: return "31";
    case Paint::green: return "32";
    case Paint::yellow: return "33";
    case Paint::blue: return "34";
  }
  return "0";
}

}  // namespace

Colors::Colors(std::string_view when, int descriptor)
    : on_(when == "always" || (when != "never" && is_wanted(descriptor))) {}

std::string Colors::paint(Paint paint, std::string_view text) const {
  if (!on_ || paint == Paint::plain || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code(paint), text);
}

}  // namespace skep::cli
