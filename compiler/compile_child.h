// One compiler process: locked down first, then it sees the source.
#pragma once

#include <duktape.h>

#include "base/fd.h"
#include "compiler/addon.h"
#include "confine/landlock.h"
#include "confine/seccomp_filter.h"
#include "proto/compile.h"

namespace skep {

// What the zygote prepared once for every child.
struct CompileTools {
  SwcAddon swc;
  duk_context* heap;  // warm; only ever compiles
  SeccompFilter filter;
  LandlockRules landlock;  // without a ruleset where the kernel has no Landlock
  bool forbid_executable_memory = false;
  uint64_t address_bytes = 0;  // RLIMIT_AS of a child
};

// Maps the source, gives up everything, lowers, writes the frame, ends the process. Status 0: the
// whole frame was written; 1: a step of the lock-down failed, before the source was looked at;
// 2: the frame could not be written. Any other end is the hostile source's doing.
[[noreturn]] void run_compile_child(const CompileTools& tools, SourceLanguage language, Fd source,
                                    Fd output);

}  // namespace skep
