// The time of day, as clients are told it.
#pragma once

#include <chrono>
#include <cstdint>

namespace skep {

// Milliseconds since 1970, UTC.
inline uint64_t unix_time_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

}  // namespace skep
