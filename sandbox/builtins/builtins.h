// The built-in classes that are written in C++, because script runs through them all the time.
#pragma once

#include <duktape.h>

namespace skep {

// Defines them all, and the well-known symbols that the engine lacks. Once a heap, before the
// language library, which goes on from here. Throws a Duktape error when memory is exhausted.
//
// `track_rejection` is called as HostPromiseRejectionTracker is: (operation, promise, reason).
void define_builtins(duk_context* ctx, duk_c_function track_rejection);

}  // namespace skep
