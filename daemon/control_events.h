// Events of the supervisor as notifications of the control protocol.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "daemon/control_schema.h"
#include "daemon/events.h"

namespace skep::control {

// The shape of one type of event, for `describe`.
struct EventShape {
  std::string_view type;
  std::string_view meaning;
  std::span<const Field> members;
};
std::span<const EventShape> event_shapes();

// The params of its notification: {"type": …}. Text is as the worker wrote it, valid UTF-8 or not;
// to_line() repairs it.
Json event_json(const Event& event);

// The whole notification on its line.
std::string event_line(const Event& event);

// The line that tells a slow client how many events it did not get.
std::string lost_line(uint64_t count);

// A client that is too slow may miss it. What ends a worker and what went wrong is never dropped.
bool may_be_dropped(const Event& event);

}  // namespace skep::control
