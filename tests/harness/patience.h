// How long a test waits for an event before it calls it missing.
//
// No passing test ever waits so long, and none asserts how long something took: the bound only
// turns a hang into a failure that says what was missing.
#pragma once

#include <chrono>

namespace skep::harness {

using Clock = std::chrono::steady_clock;

// SKEP_TEST_PATIENCE in the environment, in seconds; 30 without it.
std::chrono::seconds patience();

// When a wait that begins now is given up.
inline Clock::time_point give_up_time() {
  return Clock::now() + patience();
}

// What poll(2) wants: milliseconds until then, at least 0.
int milliseconds_until(Clock::time_point time);

}  // namespace skep::harness
