// A message while it arrives, record by record. Its bulk parts are put where they are to stay; all
// else is one string.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "proto/bulk_head.h"
#include "proto/record.h"
#include "proto/value_tags.h"
#include "sandbox/bulk_block.h"

namespace skep {

class Arriving {
 public:
  // Only a structured clone that is the whole message has any.
  static bool may_have_bulk(DownType type, std::span<const std::byte> first) {
    return type == DownType::message && !first.empty() &&
           static_cast<uint8_t>(first.front()) == bulk_clone_version;
  }

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
