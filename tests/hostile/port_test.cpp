// A worker that lies to the supervisor about MessagePorts is killed, and nothing else comes of it.
#include "tests/hostile/hostile_here.h"

namespace skep {
namespace {

std::string outcome_of(const std::string& misdeed) {
  RootRequest request;
  request.limits.ports = 100;
  return hostile::outcome_of("ports: " + misdeed, request);
}

TEST_CASE("a worker that lies about its ports is killed") {
  hostile::move_beside_hostile_cell();
  for (const char* misdeed : {"open twice",
                              "open one port as two",
                              "open what is given",
                              "open the inside port",
                              "post through nothing",
                              "post through what is given",
                              "bring nothing",
                              "bring the child",
                              "bring a port twice",
                              "bring it again",
                              "bring it through itself",
                              "bring it outside",
                              "start nothing",
                              "withdraw nothing",
                              "close twice",
                              "start with words",
                              "return to nothing",
                              "return to a started port",
                              "say that it is refused",
                              "ports without end"}) {
    CAPTURE(misdeed);
    const std::string outcome = outcome_of(misdeed);
    CHECK(outcome.starts_with("protocol-violation: "));
    CHECK_FALSE(outcome.ends_with("it cannot be read"));
  }
  CHECK(outcome_of("half a handle").ends_with("port_post is wrong: it cannot be read"));
  CHECK(outcome_of("none") == "survived");
}

}  // namespace
}  // namespace skep
