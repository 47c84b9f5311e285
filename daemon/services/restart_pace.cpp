#include "daemon/services/restart_pace.h"

#include <algorithm>

namespace skep {

std::optional<uint64_t> RestartPace::next_wait(uint64_t now_ms, uint64_t ran_ms,
                                               const Backoff& backoff, const Intensity& intensity) {
  while (!restarts_ms_.empty() && now_ms - restarts_ms_.front() >= intensity.within_ms) {
    restarts_ms_.pop_front();
  }
  if (restarts_ms_.size() >= intensity.restarts) return std::nullopt;
  restarts_ms_.push_back(now_ms);

  if (wait_ms_ == 0 || ran_ms >= backoff.reset_after_ms) {
    wait_ms_ = backoff.initial_ms;
  } else {
    // Both are far below 2^53 (the configuration's bounds): a double holds the product.
    const double longer = static_cast<double>(wait_ms_) * backoff.factor;
    wait_ms_ = static_cast<uint64_t>(std::min(longer, static_cast<double>(backoff.most_ms)));
  }
  wait_ms_ = std::min(wait_ms_, backoff.most_ms);
  return wait_ms_;
}

void RestartPace::reset() {
  wait_ms_ = 0;
  restarts_ms_.clear();
}

}  // namespace skep
