// The two futex operations that a worker may use, on words in shared memory.
#pragma once

#include <atomic>
#include <cstdint>

namespace skep {

// Sleeps while *word == expected, until woken or until the absolute CLOCK_MONOTONIC time
// `deadline_ns` (UINT64_MAX: no deadline). May return early for no reason: look again.
void futex_wait_until(const std::atomic<uint32_t>& word, uint32_t expected, uint64_t deadline_ns);

// Wakes whoever sleeps on the word. Never blocks.
void futex_wake(std::atomic<uint32_t>& word);

// CLOCK_MONOTONIC in nanoseconds.
uint64_t monotonic_ns();

}  // namespace skep
