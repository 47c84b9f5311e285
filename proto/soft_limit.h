// Limits that are met without an end of the worker: it is refused something, or has to wait.
// Counted by the supervisor for each worker and over all, under the names of the settable limits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace skep {

enum class SoftLimit : uint8_t {
  queue_bytes,          // who posted to it waited
  queue_count,          // likewise
  messages_per_s,       // it waited before it was heard again
  console_bytes_per_s,  // a call of console was dropped
  timers,               // refused with an exception, as all from here on
  channels,
  ports,
  locks,
  source_bytes,     // an imported script or a module; what it starts with ends it
  tenant_queue,     // who posted to it waited for its tenant's quota
  tenant_messages,  // it waited for its tenant's quota
  loading_bytes,    // as source_bytes: too much is being loaded for its tree, or for all
};
inline constexpr size_t soft_limit_count = 12;

using SoftLimitCounts = std::array<uint64_t, soft_limit_count>;

std::string_view name(SoftLimit limit);

// Those that a worker itself refuses, and tells of. Nothing for any other number.
std::optional<SoftLimit> told_by_worker(uint8_t number);

}  // namespace skep
