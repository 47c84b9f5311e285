#include "cli/show/state_paint.h"

#include "proto/control.h"
#include "proto/exit_status.h"

namespace skep::cli {

Paint paint_of_state(std::string_view state) {
  if (state == "running") return Paint::green;
  if (state == "gone") return Paint::dim;
  return Paint::yellow;
}

Paint paint_of_reason(std::string_view reason) {
  const auto known = control::end_reason(reason);
  if (!known) return Paint::plain;
  switch (exit_status(*known)) {
    case ExitStatus::done: return Paint::green;
    case ExitStatus::terminated: return Paint::yellow;
    default: return Paint::red;
  }
}

std::string shown_script(std::string_view url) {
  if (url.starts_with(control::script_origin)) url.remove_prefix(control::script_origin.size());
  return std::string(url);
}

}  // namespace skep::cli
