// Hands what arrived to the global scope.
#pragma once

#include "sandbox/inbox.h"

namespace skep {

struct Realm;

// One arrival is one task. Only between tasks.
void deliver(Realm& realm, Arrival& arrival);

}  // namespace skep
