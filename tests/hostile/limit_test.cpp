// A worker that lies about its limits is killed, or only miscounts what is its own.
#include "tests/hostile/hostile_here.h"

namespace skep {
namespace {

TEST_CASE("a worker that lies about its limits is killed, or counts for nothing") {
  hostile::move_beside_hostile_cell();
  for (const char* misdeed :
       {"a limit that it does not judge", "a limit that does not exist", "half a limit"}) {
    CAPTURE(misdeed);
    CHECK(hostile::outcome_of(std::string("limits: ") + misdeed).find("protocol-violation") !=
          std::string::npos);
  }
  CHECK(hostile::outcome_of("limits: limits met without end") == "survived");
}

}  // namespace
}  // namespace skep
