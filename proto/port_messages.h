// What workers and the supervisor say to each other about MessagePorts, and its codecs.
//
// A message that brings ports is an envelope, which the supervisor checks and rewrites, around a
// structured clone, which it never looks into: the clone knows its ports only by their order.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "proto/ids.h"
#include "proto/limits.h"

namespace skep {

// Two ports that a worker makes known: entangled. `second` may be 0: `first` has no peer (any
// more).
struct PortPair {
  PortHandle first = 0;
  PortHandle second = 0;
};

struct PortMessage {
  // Only on its way down: the message could not be carried, because there were too many ports. It
  // brings none, and fires a messageerror.
  uint8_t refused = 0;
  uint32_t count = 0;        // at most max_ports_per_message
  std::string_view handles;  // `count` encoded PortHandles, of the worker that reads or wrote this
  std::string_view clone;

  PortHandle handle(uint32_t index) const;
};

std::string encode(const PortPair& pair);
std::string encode(const PortMessage& message);
std::string encode_handles(std::span<const PortHandle> handles);

[[nodiscard]] bool decode(std::span<const std::byte> bytes, PortPair& pair);
[[nodiscard]] bool decode(std::span<const std::byte> bytes, PortMessage& message);

// The same from a message of which only the beginning is there: the clone is whatever follows. All
// handles are in its first record.
[[nodiscard]] bool decode_beginning(std::span<const std::byte> bytes, PortMessage& message);

}  // namespace skep
