// The events that a supervisor has told so far, and how far the test has followed them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/harness/pattern.h"

namespace skep::harness {

class EventLog {
 public:
  void add(Json event) { events_.push_back(std::move(event)); }

  // The next event that fits; those before it count as passed over. Nothing if none is there yet.
  std::optional<Json> next(const Condition& fits);

  // Whether any event so far fits, followed or not.
  bool seen(const Condition& fits) const;

  const std::vector<Json>& all() const { return events_; }

  // One event a line; a mark shows how far the test had come. Long logs lose their middle.
  std::string text() const;

 private:
  std::vector<Json> events_;
  size_t followed_ = 0;
};

}  // namespace skep::harness
