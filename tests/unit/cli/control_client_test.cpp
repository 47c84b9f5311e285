// The client against a scripted other side: the test holds the other end of a socket pair.
#include "cli/control_client.h"

#include <fcntl.h>
#include <functional>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <doctest/doctest.h>

#include "cli/json_member.h"
#include "cli/socket_place.h"

namespace skep::cli {
namespace {

struct Pair {
  Fd ours;
  Fd theirs;
};

Pair make_pair() {
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  REQUIRE(::fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
  return {Fd(ends[0]), Fd(ends[1])};
}

// What the daemon says is written before it is asked: it has ids 1, 2, … to answer to.
struct Conversation {
  explicit Conversation(const std::string& said, bool hang_up = true) : Conversation(make_pair()) {
    REQUIRE(::write(theirs.get(), said.data(), said.size()) == static_cast<ssize_t>(said.size()));
    if (hang_up) ::shutdown(theirs.get(), SHUT_WR);
  }
  explicit Conversation(Pair pair)
      : theirs(std::move(pair.theirs)), client(std::move(pair.ours), "test") {}
  Fd theirs;
  ControlClient client;
};

ExitStatus status_of(const std::function<void()>& act, std::string* sentence = nullptr) {
  try {
    act();
  } catch (const CommandFailure& failure) {
    if (sentence != nullptr) *sentence = failure.what();
    return failure.status();
  }
  return ExitStatus::done;
}

TEST_CASE("an answer is found by its id, events between are kept in order") {
  Conversation talk(R"({"jsonrpc":"2.0","method":"event","params":{"type":"a"}})"
                    "\n"
                    R"({"jsonrpc":"2.0","id":1,"result":{"x":7}})"
                    "\n"
                    R"({"jsonrpc":"2.0","method":"event","params":{"type":"b"}})"
                    "\n");
  CHECK(number_of(talk.client.call("stats"), "x") == 7);
  CHECK(text_of(*talk.client.next_event(), "type") == "a");
  CHECK(text_of(*talk.client.next_event(), "type") == "b");
}

TEST_CASE("a refusal ends with the status of its kind, and its sentence") {
  const std::pair<const char*, ExitStatus> kinds[] = {
      {"no-such-worker", ExitStatus::not_found},
      {"timeout", ExitStatus::timed_out},
      {"spawn-refused", ExitStatus::load_error},
      {"queue-full", ExitStatus::limit},
      {"invalid-params", ExitStatus::usage},
      {"shutting-down", ExitStatus::supervisor_lost},
      {"permission-denied", ExitStatus::permission_denied}};
  for (const auto& [kind, status] : kinds) {
    Conversation talk(
        std::string(R"({"id":1,"error":{"code":-1,"message":"Why.","data":{"kind":")") + kind +
        "\"}}}\n");
    std::string sentence;
    CHECK(status_of([&talk] { talk.client.call("x"); }, &sentence) == status);
    CHECK(sentence.find("Why.") != std::string::npos);
  }
}

TEST_CASE("a mistake in the configuration is told with its place") {
  Conversation talk(
      R"({"id":1,"error":{"code":-32008,"message":"No.","data":{"kind":"config-invalid",)"
      R"("file":"/etc/a.toml","line":3,"column":9}}})"
      "\n");
  std::string sentence;
  CHECK(status_of([&talk] { talk.client.call("reload"); }, &sentence) == ExitStatus::usage);
  CHECK(sentence == "/etc/a.toml:3:9: No.");
}

TEST_CASE("a refusal of the whole conversation needs no id") {
  Conversation talk(
      R"({"id":null,"error":{"code":-32007,"message":"Not you.","data":{"kind":"permission-denied"}}})"
      "\n");
  CHECK(status_of([&talk] { talk.client.call("stats"); }) == ExitStatus::permission_denied);
}

TEST_CASE("a daemon that goes, or says nonsense, is lost") {
  for (const char* said : {"", "{\"id\":1", "nonsense\n", "[]\n"}) {
    CAPTURE(said);
    Conversation talk(said);
    CHECK(status_of([&talk] { talk.client.call("stats"); }) == ExitStatus::supervisor_lost);
  }
}

TEST_CASE("an event that does not come in time is none") {
  Conversation talk("", false);
  CHECK(!talk.client.next_event(ControlClient::Clock::now()));
}

TEST_CASE("a request that no daemon would take is not sent") {
  Conversation talk("", false);
  CHECK(status_of([&talk] {
          talk.client.call("x", {{"data", std::string(2u << 20, 'a')}});
        }) == ExitStatus::limit);
}

TEST_CASE("a socket that is not there says how to start the daemon") {
  std::string sentence;
  CHECK(status_of([] { ControlClient::connect("/nowhere/control.sock"); }, &sentence) ==
        ExitStatus::supervisor_lost);
  CHECK(sentence.find("/nowhere/control.sock") != std::string::npos);
  CHECK(sentence.find("skepd --socket /nowhere/control.sock") != std::string::npos);
}

TEST_CASE("the socket is what was said, then the environment's, then the user's own") {
  ::setenv("SKEP_SOCKET", "/tmp/of-environment", 1);
  CHECK(find_socket("/tmp/said") == "/tmp/said");
  CHECK(find_socket("") == "/tmp/of-environment");
  ::unsetenv("SKEP_SOCKET");
  if (::access("/run/skep/control.sock", F_OK) != 0) {
    ::setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
    CHECK(find_socket("") == "/run/user/7/skep/control.sock");
    ::setenv("XDG_RUNTIME_DIR", "relative", 1);
    CHECK(find_socket("") == "/run/skep/control.sock");
  }
}

TEST_CASE("being refused names the socket and its group") {
  const CommandFailure failure = permission_denied("/dev/null", "Only admins.");
  CHECK(failure.status() == ExitStatus::permission_denied);
  const std::string sentence = failure.what();
  CHECK(sentence.find("/dev/null: Only admins.") != std::string::npos);
  CHECK(sentence.find("group is root") != std::string::npos);
}

}  // namespace
}  // namespace skep::cli
