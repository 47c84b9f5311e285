// A worker that writes what it likes into the memory that it shares with the supervisor: the real
// one, which looks while it writes. It is killed, or harms itself, and nobody else notices.
#include "tests/hostile/hostile_here.h"

namespace skep {
namespace {

using harness::SupervisorHere;
using hostile::move_beside_hostile_cell;

// A worker that does this, beside one that behaves and is asked for a sign of life afterwards.
std::string outcome_of(const std::string& misdeed) {
  SupervisorHere here;
  RootRequest request;
  request.keep_alive = true;
  here.spawn({{"main.js", "'misdeed: memory: " + misdeed + ";'"}}, request);
  here.until([&] { return here.has("console survived") || here.has("exit protocol-violation"); },
             "the outcome of: " + misdeed);
  const size_t before = here.log.size();
  here.spawn({{"main.js", "'misdeed: layout: tell;'"}}, request);
  here.until(
      [&] {
        return std::any_of(
            here.log.begin() + static_cast<std::ptrdiff_t>(before), here.log.end(),
            [](const std::string& line) { return line.starts_with("console place "); });
      },
      "a worker after: " + misdeed);
  here.end();
  return here.has("exit protocol-violation") ? "killed" : "survived";
}

TEST_CASE("a worker that forges positions, lengths, types or flags is killed") {
  move_beside_hostile_cell();
  for (const char* misdeed :
       {"tail too far ahead", "tail behind", "tail off by 2^32", "tail back by 2^32",
        "tail not aligned", "length beyond the ring", "length beyond what was published",
        "length that wraps", "commit before payload", "type nobody knows", "type zero",
        "flags nobody knows", "a message that goes on without a beginning",
        "text that is no console line"}) {
    CAPTURE(misdeed);
    CHECK(outcome_of(misdeed) == "killed");
  }
}

TEST_CASE("a worker that rings its doorbell without end makes no work without end") {
  move_beside_hostile_cell();
  CHECK(outcome_of("doorbell without end") == "survived");
}

TEST_CASE("a worker that scribbles on the words that say when to wake it harms only itself") {
  move_beside_hostile_cell();
  CHECK(outcome_of("words scribbled") == "survived");
}

TEST_CASE("what a worker rewrites after it has published it is judged as it was copied") {
  move_beside_hostile_cell();
  // Whatever is read is malformed, or names ports that it does not have.
  CHECK(outcome_of("payload rewritten") == "killed");
}

}  // namespace
}  // namespace skep
