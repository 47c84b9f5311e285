#include "proto/soft_limit.h"

namespace skep {

std::string_view name(SoftLimit limit) {
  static constexpr std::array<std::string_view, soft_limit_count> names = {
      "queue_bytes",  "queue_count",  "messages_per_s",  "console_bytes_per_s",
      "timers",       "channels",     "ports",           "locks",
      "source_bytes", "tenant_queue", "tenant_messages", "loading_bytes"};
  return names[static_cast<size_t>(limit)];
}

std::optional<SoftLimit> told_by_worker(uint8_t number) {
  const auto limit = static_cast<SoftLimit>(number);
  switch (limit) {
    case SoftLimit::timers:
    case SoftLimit::channels:
    case SoftLimit::ports:
    case SoftLimit::locks: return limit;
    default: return std::nullopt;
  }
}

}  // namespace skep
