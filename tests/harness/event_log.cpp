#include "tests/harness/event_log.h"

#include <algorithm>

namespace skep::harness {

std::optional<Json> EventLog::next(const Condition& fits) {
  for (size_t i = followed_; i < events_.size(); ++i) {
    if (!fits(events_[i])) continue;
    followed_ = i + 1;
    return events_[i];
  }
  return std::nullopt;
}

bool EventLog::seen(const Condition& fits) const {
  return std::ranges::any_of(events_, fits);
}

std::string EventLog::text() const {
  constexpr size_t most_at_each_end = 60;
  std::string text;
  for (size_t i = 0; i < events_.size(); ++i) {
    if (i == followed_) text += "  --- the test has followed until here ---\n";
    if (i == most_at_each_end && events_.size() > 2 * most_at_each_end) {
      text += "  …\n";
      i = events_.size() - most_at_each_end;
    }
    // Text of a worker may be no UTF-8; a log shows it anyway.
    std::string line = events_[i].dump(-1, ' ', false, Json::error_handler_t::replace);
    if (line.size() > 500) line = line.substr(0, 500) + "…";
    text += "  " + line + "\n";
  }
  return text;
}

}  // namespace skep::harness
