#include "proto/bulk_head.h"

#include "proto/limits.h"
#include "proto/value_tags.h"

namespace skep {
namespace {

bool take_varint(std::span<const std::byte>& rest, uint64_t most, uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 35; shift += 7) {
    if (rest.empty()) return false;
    const auto byte = std::to_integer<uint64_t>(rest.front());
    rest = rest.subspan(1);
    value |= (byte & 0x7F) << shift;
    if (byte < 0x80) return value <= most;
  }
  return false;
}

}  // namespace

bool BulkHead::read(std::span<const std::byte> clone) {
  if (clone.empty() || std::to_integer<uint8_t>(clone.front()) != bulk_clone_version) return false;
  std::span<const std::byte> rest = clone.subspan(1);
  uint64_t count;
  uint64_t bytes;
  if (!take_varint(rest, max_bulk_parts, count) || !take_varint(rest, max_message_bytes, bytes)) {
    return false;
  }
  body_bytes = bytes;
  all_bytes = 0;
  sizes.clear();
  for (; count > 0; --count) {
    if (!take_varint(rest, max_message_bytes, bytes) || bytes == 0) return false;
    all_bytes += bytes;
    sizes.push_back(static_cast<uint32_t>(bytes));
  }
  body_begins = clone.size() - rest.size();
  return body_ends() + all_bytes <= max_message_bytes;
}

}  // namespace skep
