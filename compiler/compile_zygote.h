// The compiler's zygote: loads, seals itself, warms up, then forks one process a source.
#pragma once

#include "base/fd.h"
#include "compiler/compile_child.h"

namespace skep {

// Finds and loads the addon. First of all, while its file can be read. May throw
// std::runtime_error, as the next two.
SwcAddon load_swc();

// Leaves root, the machine's namespaces and its file system as far as the machine allows, and says
// on stderr what it could not leave. Returns in the innermost process.
void seal_compiler();

// Runs everything that a source will use once, so that a child's first step is not the first ever
// and it copies few pages.
CompileTools warm_up_compiler(const SwcAddon& swc);

// Takes requests until the supervisor's end closes. `socket` is a SOCK_SEQPACKET; see
// proto/compile.h. Reports every child's end. Returns when the peer is gone.
Result<> serve_compile_requests(const Fd& socket, const CompileTools& tools);

}  // namespace skep
