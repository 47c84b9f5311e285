#include "cli/show/console_line.h"

#include "cli/json_member.h"
#include "cli/show/shown_amount.h"

namespace skep::cli {
namespace {

Paint paint_of_level(const std::string& level) {
  if (level == "error") return Paint::red;
  if (level == "warn") return Paint::yellow;
  if (level == "debug") return Paint::dim;
  return Paint::plain;
}

}  // namespace

std::string console_line(const control::Json& entry, bool times, const Colors& colors) {
  std::string line;
  if (times) {
    line = colors.paint(Paint::dim, show_clock(number_of(entry, "time_ms"))) + "  ";
  }
  line += colors.paint(paint_of_level(text_of(entry, "level")), text_of(entry, "text"));
  line += '\n';
  return line;
}

}  // namespace skep::cli
