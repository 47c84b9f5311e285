// How methods open streams of events for their caller.
#pragma once

#include "daemon/control/caller.h"

namespace skep::control {

// The param `types`, which has passed its check; all types if it is left out.
void put_types(const Json& params, StreamWish& wish);

// {"stream": its number}, or a refusal when the caller has too many.
Answer open_stream(Caller& caller, StreamWish wish);

}  // namespace skep::control
