// Finds, in what swc printed, what the engine can never run, and names it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skep {

struct UnsupportedFeature {
  std::string message;  // empty: nothing found
  uint32_t line = 0;    // in swc's output, from 1
  uint32_t column = 0;  // in swc's output, UTF-16 units, from 1
};

// BigInt literals, and regular expression literals that are none or
// have a flag of which there is no replacement. `source` tells regular expressions that swc
// unfolded from calls that the author wrote.
UnsupportedFeature find_unsupported(std::string_view output, std::string_view source);

}  // namespace skep
