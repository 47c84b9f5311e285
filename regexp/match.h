// Runs a program over a text, as the standard's matcher does: by backtracking, with what is to be
// tried later on a stack of its own, so that no pattern can use up the process's.
#pragma once

#include <cstdint>
#include <vector>

namespace skep::regexp {

// A text as the engine gives it: bytes when all of it is ASCII, else UTF-16 code units.
struct Text {
  const uint8_t* bytes = nullptr;
  const uint16_t* units = nullptr;
  uint32_t length = 0;
  uint32_t at(uint32_t index) const { return bytes != nullptr ? bytes[index] : units[index]; }
};

enum class Outcome { matched, failed, too_complex };

constexpr uint32_t nowhere = 0xffffffff;

// Looks for a match that begins at `start`, or with `search` at the first place from there on.
// `slots` gets where each group begins and ends; `nowhere` for those that caught nothing.
Outcome match(const uint32_t* program, const Text& text, uint32_t start, bool search,
              std::vector<uint32_t>& slots);

}  // namespace skep::regexp
