// A warm heap in the test's own process, and scripts run in it.
#pragma once

#include <string>

#include <duktape.h>

#include "sandbox/arena.h"

namespace skep::test {

// The heap that all tests of this process share; made at the first call.
duk_context* test_heap();
Arena& test_arena();

// What `source` evaluates to, as a string; what it throws, after "threw ".
std::string run(const std::string& source);

// The structured clone of what `source` evaluates to.
std::string serialized(const std::string& source);

// Deserializes `bytes` into the global `it`; false if they are refused.
bool deserialize(const std::string& bytes);

}  // namespace skep::test
