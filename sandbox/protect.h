// Runs C++ that may meet a Duktape error while C++ objects are alive.
//
// A Duktape error is a longjmp: it passes over destructors. So whatever owns memory lives in the
// caller of protect(), and only what owns nothing is alive inside.
#pragma once

#include <duktape.h>

namespace skep {

// Calls body(ctx), which returns the number of results it left on the stack (0 or 1). Takes
// `arguments` values off the stack and leaves exactly one: the result (or undefined), or, when it
// returns false, what was thrown.
template <class Body>
[[nodiscard]] bool protect(duk_context* ctx, duk_idx_t arguments, Body& body) {
  const auto call = [](duk_context* inner, void* place) -> duk_ret_t {
    return (*static_cast<Body*>(place))(inner);
  };
  return duk_safe_call(ctx, call, &body, arguments, 1) == DUK_EXEC_SUCCESS;
}

}  // namespace skep
