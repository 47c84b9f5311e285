#include "sandbox/arriving.h"

#include <algorithm>

namespace skep {

Arriving::Arriving(Arena& arena, DownType type, std::span<const std::byte> first) : arena_(&arena) {
  has_bulk_ = may_have_bulk(type, first) && head_.read(first);
  if (has_bulk_) bulk.reserve(head_.sizes.size());
  append(first);
}

void Arriving::append(std::span<const std::byte> more) {
  const auto take_main = [&](size_t count) {
    bytes.append(reinterpret_cast<const char*>(more.data()), count);
    more = more.subspan(count);
  };
  if (!has_bulk_) return take_main(more.size());
  if (bytes.size() < head_.body_ends()) {
    take_main(std::min(more.size(), head_.body_ends() - bytes.size()));
  }
  while (!more.empty()) {
    if (bulk.empty() || bulk.back().whole()) {
      // More than was announced makes the body longer than it says it is.
      if (bulk.size() == head_.sizes.size()) return take_main(more.size());
      bulk.emplace_back(*arena_, head_.sizes[bulk.size()]);
    }
    more = more.subspan(bulk.back().append(more));
  }
}

}  // namespace skep
