// SKEP_CHECK: for what only a mistake of our own can break. Never on anything a peer controls.
#pragma once

namespace skep {

// Writes the broken condition and its place to stderr, then aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace skep

#define SKEP_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::skep::check_failed(#condition, __FILE__, __LINE__))
