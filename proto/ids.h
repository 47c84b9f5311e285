// Names of things that two processes talk about.
//
// Ids are never reused within one supervisor's life, so a late message can only name something that
// is gone, never its successor: the generation is the number itself.
#pragma once

#include <cstdint>

namespace skep {

// A worker, counted from 1 by the supervisor. 0 is no worker.
enum class WorkerId : uint64_t { none = 0 };

// A sealed process, counted from 1 by the supervisor. Which worker runs in it may be said later.
enum class CellId : uint64_t { none = 0 };

// A message port in the supervisor's table, counted from 1. Workers never see it.
enum class PortId : uint64_t { none = 0 };

// How one worker names one of its ports: an index into the capability table that the supervisor
// keeps for it, as a descriptor is to a process. A number that is not in the table is a violation.
// 0 is the implicit port of a dedicated worker ("inside port"); the outside port of each child that
// it makes has the number it chose when it asked for the child (1, 2, 3 … never twice).
// MessagePorts have the upper half: from first_made_port those that the worker made and numbered,
// from first_given_port those that came with messages, numbered by the supervisor. A number is free
// again once the worker itself has given the port away or closed it.
using PortHandle = uint32_t;
inline constexpr PortHandle inside_port = 0;
inline constexpr PortHandle first_made_port = 0x8000'0000;
inline constexpr PortHandle first_given_port = 0xC000'0000;

constexpr bool is_message_port(PortHandle handle) {
  return handle >= first_made_port;
}
constexpr bool is_made_port(PortHandle handle) {
  return handle >= first_made_port && handle < first_given_port;
}

constexpr uint64_t number(WorkerId id) {
  return static_cast<uint64_t>(id);
}
constexpr uint64_t number(CellId id) {
  return static_cast<uint64_t>(id);
}
constexpr uint64_t number(PortId id) {
  return static_cast<uint64_t>(id);
}

}  // namespace skep
