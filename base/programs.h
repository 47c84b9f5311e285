// Finds the other programs and files of this installation.
#pragma once

#include <string>

#include "base/result.h"

namespace skep {

// The path of `name` (skepd, skep-cell, skep-compile, swc.node …): beside the running program when
// it is there (a build tree), else in the libexec directory given at build time. ENOENT if neither.
Result<std::string> find_program_file(const std::string& name);

}  // namespace skep
