// A message while it arrives, record by record. Its bulk parts are put where they are to stay; all
// else is one string.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "proto/bulk_head.h"
#include "proto/record.h"
#include "sandbox/bulk_block.h"

namespace skep {

class Arriving {
 public:
  // Of a type of which only a structured clone, as a whole, has bulk parts.
  Arriving(Arena& arena, DownType type, std::span<const std::byte> first);

  void append(std::span<const std::byte> bytes);

  std::string bytes;            // all, or what stands before the bulk parts
  std::vector<BulkBlock> bulk;  // as many as have begun: fewer than announced if it is cut

 private:
  Arena* arena_;
  bool has_bulk_ = false;
  BulkHead head_;
};

}  // namespace skep
