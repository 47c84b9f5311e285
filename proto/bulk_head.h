// What stands before the body of a structured clone with bulk parts (proto/value_tags.h), read as a
// hostile worker wrote it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace skep {

struct BulkHead {
  size_t body_begins = 0;
  size_t body_bytes = 0;
  size_t all_bytes = 0;         // of the bulk parts together
  std::vector<uint32_t> sizes;  // of each

  // Where the bulk parts begin.
  size_t body_ends() const { return body_begins + body_bytes; }

  // False: it does not begin such a clone, or not one that a message can be, or it is cut.
  [[nodiscard]] bool read(std::span<const std::byte> clone);
};

}  // namespace skep
