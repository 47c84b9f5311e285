// Reads the text in which swc reports an error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skep {

struct SwcDiagnostic {
  std::string message;  // without position
  uint32_t line = 0;    // from 1; 0 = not known
  uint32_t column = 0;  // from 1, in the characters of the frame; 0 = not known
  std::string frame;    // the lines of source with carets; may be empty
};

// The text looks like this, possibly several times over, followed by a stack of no interest:
//
//     x the name `a` is defined multiple times
//      ,-[script:1:1]
//    1 | let a; let a;
//      :     |      |
//      :     |      `-- `a` redefined here
//      :     `-- previous definition of `a` here
//      `----
//
// The header's line is right, its column is not: columns come from the carets. Of several labels
// the one that names the mistake counts, not the one that leads up to it.
SwcDiagnostic read_swc_diagnostic(std::string_view text);

}  // namespace skep
