// The text of JSON.stringify, made what the standard says.
#pragma once

#include <duktape.h>

namespace skep {

// (text): the same, with lone surrogates escaped (which the engine leaves) and U+2028 and U+2029 as
// they are (which it escapes).
duk_ret_t well_formed_json(duk_context* heap);

}  // namespace skep
