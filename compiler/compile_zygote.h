// The compiler's zygote: loads, warms up, seals itself, then forks one process a source.
#pragma once

#include "base/fd.h"
#include "compiler/compile_child.h"

namespace skep {

// Finds and loads the addon. First of all, while its file can be read. May throw
// std::runtime_error, as the next two.
SwcAddon load_swc();

// Runs everything that a source will use once, on scripts of our own, so that a child's first step
// is not the first ever and it copies few pages. Before the sealing: swc learns here, from
// /proc/self/maps, where its stack ends. Where it cannot, it takes every recursion for the last
// that fits and maps a new stack for it, 10,000 in a source of 1,000 lines.
CompileTools warm_up_compiler(const SwcAddon& swc);

// Leaves root, the machine's namespaces and its file system as far as the machine allows, and says
// on stderr what it could not leave. Returns in the innermost process.
void seal_compiler();

// Takes requests until the supervisor's end closes. `socket` is a SOCK_SEQPACKET; see
// proto/compile.h. Reports every child's end. Returns when the peer is gone.
Result<> serve_compile_requests(const Fd& socket, const CompileTools& tools);

}  // namespace skep
