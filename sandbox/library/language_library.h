// Loads the language library (entry.js and what it imports) into a heap.
//
// Lowered code then runs as any script: compiled as a program and called with `this` = the global
// object. Library and code meet in two places only: the built-ins, and the global `__swc`.
#pragma once

#include <cstddef>

#include <duktape.h>

// The bundle, made at build time; ends with a zero that the size does not count.
extern const char language_library_start[];
extern const size_t language_library_size;

namespace skep {

// What the library asks of the realm, as Duktape/C functions. They are called while script runs. It
// runs the jobs of builtins/job_queue.h.
struct LanguageHost {
  // (operation, promise, reason): HTML's HostPromiseRejectionTracker. `operation` is "reject" when
  // a promise without a handler is rejected (it may still get one in this turn), "handle" when one
  // so reported gets its first handler; then `reason` is undefined.
  duk_c_function promise_rejection;

  // (specifier, options): import() in a classic script; found by the name `_import` in `__swc`.
  duk_c_function dynamic_import;
};

// Once a heap, before any script runs and while Reflect and Symbol are the engine's own. Throws a
// Duktape error when the library does not load: call it in duk_safe_call.
void install_language_library(duk_context* heap, const LanguageHost& host);

}  // namespace skep
