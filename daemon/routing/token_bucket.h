// So much in a second, one second's worth at once. No timer: the bucket fills as time passes, and
// all it keeps is the moment at which it is full again.
#pragma once

#include <algorithm>
#include <cstdint>

namespace skep {

class TokenBucket {
 public:
  // Whether `amount` could be taken now, of a bucket that gets `rate` (not 0) in a second.
  bool has(uint64_t now_ns, uint64_t rate, uint64_t amount) const {
    return ready_ns(rate, amount) <= now_ns;
  }

  // When it can be taken. What is more than one second's worth never can.
  uint64_t ready_ns(uint64_t rate, uint64_t amount) const {
    if (amount > rate) return UINT64_MAX;
    const uint64_t full_ns = full_ns_ + cost_ns(rate, amount);
    return full_ns > second_ns ? full_ns - second_ns : 0;
  }

  // Takes it, whether or not it is there: what is missing delays what comes after.
  void take(uint64_t now_ns, uint64_t rate, uint64_t amount) {
    full_ns_ = std::max(full_ns_, now_ns) + cost_ns(rate, amount);
  }

 private:
  static constexpr uint64_t second_ns = 1'000'000'000;

  static uint64_t cost_ns(uint64_t rate, uint64_t amount) {
    // Amounts are far below 2^34: a console line, or one message.
    return amount * second_ns / rate;
  }

  uint64_t full_ns_ = 0;
};

}  // namespace skep
