#include "tests/harness/patience.h"

#include <algorithm>
#include <cstdlib>

namespace skep::harness {

std::chrono::seconds patience() {
  const char* set = std::getenv("SKEP_TEST_PATIENCE");
  const int seconds = set != nullptr ? std::atoi(set) : 0;
  return std::chrono::seconds(seconds > 0 ? seconds : 30);
}

int milliseconds_until(Clock::time_point time) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(time - Clock::now()).count();
  return static_cast<int>(std::clamp<int64_t>(left, 0, 3'600'000));
}

}  // namespace skep::harness
