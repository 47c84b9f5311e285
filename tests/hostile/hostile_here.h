// A supervisor in the test's own process whose workers have all been taken over.
//
// The supervisor takes the cell that lies beside its own program: so the program goes on as a copy
// of itself with the hostile cell beside it.
#pragma once

#include "tests/hostile/beside_hostile_cell.h"
#include "tests/process/supervisor_here.h"

namespace skep::hostile {

// The script of a worker that does this.
inline std::string misdeed(const std::string& text) {
  return "globalThis.x = \"misdeed: " + text + ";\"";
}

// What becomes of a worker that does this: "survived", or the reason of its end and the sentence
// about it.
inline std::string outcome_of(const std::string& text, RootRequest request = {}) {
  harness::SupervisorHere here;
  request.keep_alive = true;
  here.spawn({{"main.js", misdeed(text)}}, request);
  here.until([&] { return here.has("console survived") || here.has("exit protocol-violation"); },
             "the outcome of: " + text);
  // What it printed before it was killed is told, and then its end.
  here.end();
  return here.has("exit protocol-violation") ? here.ends.back() : "survived";
}

}  // namespace skep::hostile
