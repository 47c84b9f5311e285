// How fast a service may be restarted: each wait longer than the one before, and not too often.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "daemon/config/config.h"

namespace skep {

class RestartPace {
 public:
  // The service ended at `now_ms` after it ran for `ran_ms` and is to be restarted: how long to
  // wait before. Nothing: it was restarted too often.
  std::optional<uint64_t> next_wait(uint64_t now_ms, uint64_t ran_ms, const Backoff& backoff,
                                    const Intensity& intensity);

  // As if it had never ended.
  void reset();

 private:
  uint64_t wait_ms_ = 0;              // the last one; 0: none yet
  std::deque<uint64_t> restarts_ms_;  // when; at most `intensity.restarts`
};

}  // namespace skep
