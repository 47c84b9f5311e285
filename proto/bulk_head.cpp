#include "proto/bulk_head.h"

#include "proto/limits.h"
#include "proto/value_bytes.h"
#include "proto/value_tags.h"

namespace skep {
namespace {

// Of five bytes at most: no size of a message needs more.
bool take_size(std::span<const std::byte>& rest, uint64_t most, uint64_t& value) {
  return read_varint(rest, most, value, 35);
}

}  // namespace

bool BulkHead::read(std::span<const std::byte> clone) {
  if (clone.empty() || std::to_integer<uint8_t>(clone.front()) != bulk_clone_version) return false;
  std::span<const std::byte> rest = clone.subspan(1);
  uint64_t count;
  uint64_t bytes;
  if (!take_size(rest, max_bulk_parts, count) || !take_size(rest, max_message_bytes, bytes)) {
    return false;
  }
  body_bytes = bytes;
  all_bytes = 0;
  sizes.clear();
  for (; count > 0; --count) {
    if (!take_size(rest, max_message_bytes, bytes) || bytes == 0) return false;
    all_bytes += bytes;
    sizes.push_back(static_cast<uint32_t>(bytes));
  }
  body_begins = clone.size() - rest.size();
  return body_ends() + all_bytes <= max_message_bytes;
}

}  // namespace skep
