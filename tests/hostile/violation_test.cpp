// Whatever no correct worker writes ends the worker that wrote it, with a reason that says what was
// wrong: each sentence that the supervisor has for it is here.
#include <fmt/format.h>

#include "proto/record.h"
#include "tests/hostile/hostile_here.h"

namespace skep {
namespace {

using hostile::misdeed;
using hostile::outcome_of;

struct Expected {
  const char* misdeed;
  const char* sentence;
};

void check_all(const std::string& kind, std::initializer_list<Expected> all) {
  for (const Expected& expected : all) {
    CAPTURE(expected.misdeed);
    CHECK(outcome_of(kind + ": " + expected.misdeed) ==
          std::string("protocol-violation: ") + expected.sentence);
  }
}

TEST_CASE("a worker whose ring makes no sense is killed") {
  hostile::move_beside_hostile_cell();
  constexpr const char* tail = "the tail of its ring makes no sense";
  constexpr const char* head = "the head of its ring makes no sense";
  constexpr const char* record = "a record of its ring makes no sense";
  constexpr const char* order = "a record does not continue the message before it";
  check_all("ring", {
                        {"the tail goes back", tail},
                        {"the tail runs ahead", tail},
                        {"the tail is between records", tail},
                        {"the head runs ahead", head},
                        {"the head is between records", head},
                        {"the head goes back", head},
                        {"the head goes wrong while answers wait", head},
                        {"a record longer than the ring", record},
                        {"a record longer than any", record},
                        {"a record longer than what was written", record},
                        {"a record of no known flag", record},
                        {"a record with something reserved", record},
                        {"padding before the end", record},
                        {"a type of no kind", order},
                        {"it goes on with nothing", order},
                        {"it begins in the middle", order},
                        {"another port in the middle", order},
                        {"another message in the middle", order},
                        {"another type in the middle", order},
                        {"an abort that begins", order},
                        {"an abort with words", order},
                        {"a port that it never had", "it named a port that it does not have"},
                    });
}

TEST_CASE("a worker whose request is wrong is killed") {
  hostile::move_beside_hostile_cell();
  check_all(
      "request",
      {
          {"too long", "a request is longer than any correct one"},
          {"a child's number twice", "its request spawn is wrong: its number is not a new one"},
          {"end itself as a child",
           "its request terminate_child is wrong: it never had that child"},
          {"end a child that never was",
           "its request terminate_child is wrong: it never had that child"},
          {"import nothing", "its request import_scripts is wrong: it imports no script"},
          {"import while it imports",
           "its request import_scripts is wrong: it waits for scripts already"},
          {"too many modules at once",
           "its request load_module is wrong: it waits for too many modules"},
          {"too many sources at once",
           "its request load_module is wrong: it waits for too many modules whose source it "
           "sent"},
          {"a call out of turn", "its request host_call is wrong: its number is not the next"},
          {"join a channel twice",
           "its request channel_join is wrong: it is in that channel already"},
          {"leave a channel that it is not in",
           "its request channel_leave is wrong: it is not in that channel"},
          {"join too many channels",
           "its request channel_join is wrong: it is in too many channels"},
          {"a lock out of turn", "its request lock_request is wrong: its number is not the next"},
          {"too many locks", "its request lock_request is wrong: it has too many locks"},
          {"give back a lock that it never asked for",
           "its request lock_release is wrong: it never asked for that lock"},
      });
  RootRequest small;
  small.limits.memory_bytes = 16 << 20;
  CHECK(outcome_of("request: sources larger than its memory", small) ==
        "protocol-violation: a request is longer than any correct one");
}

TEST_CASE("bytes that are no request of their type end their sender, whatever the type") {
  hostile::move_beside_hostile_cell();
  for (int type = 2; type <= static_cast<int>(UpType::limit_met); ++type) {
    CAPTURE(type);
    const std::string outcome = outcome_of(fmt::format("request: garbage {}", type));
    const bool named = outcome.starts_with("protocol-violation: its request ") &&
                       outcome.ends_with(" is wrong: it cannot be read");
    const bool empty = outcome == "protocol-violation: a request is longer than any correct one";
    CHECK((named || empty));
  }
}

TEST_CASE("a worker whose head makes no sense is killed by what others post to it, and they live") {
  hostile::move_beside_hostile_cell();
  for (const char* how :
       {"post to a broken child", "post a port to a broken child", "broadcast to a broken child"}) {
    CAPTURE(how);
    harness::SupervisorHere here;
    RootRequest request;
    request.keep_alive = true;
    here.spawn({{"main.js", misdeed(std::string("ring: ") + how)}}, request);
    here.until([&] { return here.has("console survived") && !here.ends.empty(); }, how);
    CHECK(here.ends.front() == "protocol-violation: the head of its ring makes no sense");
    CHECK(here.supervisor.worker_count() == 1);
    here.end();
  }
}

}  // namespace
}  // namespace skep
