// Events of the supervisor as notifications of the control protocol.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemon/control/schema.h"
#include "daemon/events.h"
#include "proto/clone_json.h"

namespace skep::control {

// The shape of one type of event, for `describe`.
struct EventShape {
  std::string_view type;
  std::string_view meaning;
  std::span<const Field> members;
};
// First the alternatives of Event, in its order, then those of a stream itself.
std::span<const EventShape> event_shapes();

// The members of an exit event, without stream and type.
std::span<const Field> exit_members();

// Which of them an Event is; nothing for a name that is none, or that belongs to streams themselves
// (lost, end).
std::optional<uint32_t> event_type(std::string_view name);

// The params of its notification, without the stream's number: {"type": …}. Text is as the worker
// wrote it, valid UTF-8 or not; to_line() repairs it.
Json event_json(const Event& event, ValueForm values = ValueForm::plain);

// The members of an exit event, without its type.
Json exit_json(const ExitEvent& exit);

// The whole notification on its line.
std::string event_line(uint64_t stream, const Event& event, ValueForm values);
// The same in two steps, for an event that goes to several streams: what comes after the stream's
// number, then the line.
std::string event_members(const Event& event, ValueForm values);
std::string event_line(uint64_t stream, std::string_view members);

// The line that says that the stream has ended with the worker that it was about.
std::string end_line(uint64_t stream);

// The line that tells a slow client how many events it did not get.
std::string lost_line(uint64_t count);

// A client that is too slow may miss it. What ends a worker and what went wrong is never dropped.
bool may_be_dropped(const Event& event);

}  // namespace skep::control
