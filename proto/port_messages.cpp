#include "proto/port_messages.h"

#include <cstring>

#include "proto/wire.h"

namespace skep {

// All handles of a message are in its first record, whatever else is.
static_assert(16 + max_ports_per_message * sizeof(PortHandle) <= max_record - 16);

PortHandle PortMessage::handle(uint32_t index) const {
  PortHandle handle;
  std::memcpy(&handle, handles.data() + index * sizeof handle, sizeof handle);
  return handle;
}

std::string encode(const PortPair& pair) {
  WireWriter out;
  out.put(pair.first);
  out.put(pair.second);
  return out.take();
}

bool decode(std::span<const std::byte> bytes, PortPair& pair) {
  WireReader in(bytes);
  return in.get(pair.first) && in.get(pair.second) && in.at_end();
}

std::string encode_handles(std::span<const PortHandle> handles) {
  WireWriter out;
  for (const PortHandle handle : handles) out.put(handle);
  return out.take();
}

std::string encode(const PortMessage& message) {
  WireWriter out;
  out.put(message.refused);
  out.put(message.handles);
  out.put_rest(message.clone);
  return out.take();
}

bool decode_beginning(std::span<const std::byte> bytes, PortMessage& message) {
  WireReader in(bytes);
  if (!in.get(message.refused) || message.refused > 1 ||
      !in.get(message.handles, max_ports_per_message * sizeof(PortHandle)) ||
      message.handles.size() % sizeof(PortHandle) != 0) {
    return false;
  }
  message.count = static_cast<uint32_t>(message.handles.size() / sizeof(PortHandle));
  return in.get_rest(message.clone, max_message_bytes);
}

bool decode(std::span<const std::byte> bytes, PortMessage& message) {
  return decode_beginning(bytes, message) && message.clone.size() <= max_whole_clone_bytes;
}

}  // namespace skep
