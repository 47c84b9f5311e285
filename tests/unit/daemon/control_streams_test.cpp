#include <doctest/doctest.h>

#include "daemon/control/events.h"
#include "daemon/control/streams.h"
#include "proto/control.h"

namespace skep::control {
namespace {

Streams::Delivery delivered() {
  return Streams::Delivery::lines;
}

struct Heard {
  Streams streams;
  std::vector<Json> params;

  void publish(const Event& event) {
    streams.publish(event, delivered, [this](std::string_view line) {
      params.push_back(Json::parse(line)["params"]);
    });
  }
  // "STREAM TYPE" of each event heard so far.
  std::vector<std::string> all() const {
    std::vector<std::string> texts;
    for (const Json& each : params) {
      texts.push_back(std::to_string(each["stream"].get<int>()) + " " +
                      each["type"].get<std::string>());
    }
    return texts;
  }
};

using Texts = std::vector<std::string>;

ExitEvent exit_of(uint64_t worker) {
  ExitEvent exit = {};
  exit.worker = WorkerId{worker};
  return exit;
}

EventTypes types(std::initializer_list<std::string_view> names) {
  EventTypes bits = 0;
  for (const std::string_view name : names) bits |= 1u << *event_type(name);
  return bits;
}

TEST_CASE("each stream hears the types it asked for, under its own number") {
  Heard heard;
  CHECK(heard.streams.open({.types = types({"state", "zygote"})}) == 1);
  CHECK(heard.streams.open({.types = types({"state"})}) == 2);
  heard.publish(StateEvent{WorkerId{5}, WorkerState::running});
  heard.publish(ConsoleLostEvent{WorkerId{5}, 1});
  heard.publish(ZygoteEvent{true, 0});
  CHECK(heard.all() == Texts{"1 state", "2 state", "1 zygote"});
}

TEST_CASE("a closed stream is silent and its number is not used again") {
  Heard heard;
  heard.streams.open({});
  CHECK(heard.streams.close(1));
  CHECK(!heard.streams.close(1));
  CHECK(heard.streams.open({}) == 2);
  heard.publish(ZygoteEvent{true, 0});
  CHECK(heard.all() == Texts{"2 zygote"});
}

TEST_CASE("the stream of a worker hears of its descendants, of nobody else, and ends with it") {
  Heard heard;
  heard.streams.open({.workers = {WorkerId{5}}});
  heard.publish(SpawnedEvent{WorkerId{6}, WorkerId{5}, "", "", ""});
  heard.publish(SpawnedEvent{WorkerId{7}, WorkerId{6}, "", "", ""});
  heard.publish(SpawnedEvent{WorkerId{8}, WorkerId{1}, "", "", ""});
  heard.publish(StateEvent{WorkerId{7}, WorkerState::running});
  heard.publish(StateEvent{WorkerId{8}, WorkerState::running});
  heard.publish(ZygoteEvent{true, 0});
  heard.publish(exit_of(7));
  heard.publish(exit_of(6));
  heard.publish(exit_of(5));
  CHECK(heard.all() ==
        Texts{"1 spawned", "1 spawned", "1 state", "1 exit", "1 exit", "1 exit", "1 end"});
  CHECK(heard.streams.wishes().empty());
}

TEST_CASE("a stream of one channel hears that channel of that tree only") {
  Heard heard;
  heard.streams.open({.types = types({"broadcast"}),
                      .workers = {WorkerId{5}},
                      .with_descendants = false,
                      .channel = "c"});
  heard.publish(BroadcastEvent{WorkerId{5}, "c", {}, false});
  heard.publish(BroadcastEvent{WorkerId{5}, "other", {}, false});
  heard.publish(BroadcastEvent{WorkerId{6}, "c", {}, false});
  CHECK(heard.all() == Texts{"1 broadcast"});
}

TEST_CASE("what is not delivered is still told, and a stream without delivery still ends") {
  Streams streams;
  streams.open({.workers = {WorkerId{5}}});
  int missed = 0;
  int lines = 0;
  const auto count = [&](std::string_view line) { ++(line.empty() ? missed : lines); };
  const auto missing = [] { return Streams::Delivery::none; };
  streams.publish(StateEvent{WorkerId{5}, WorkerState::running}, missing, count);
  CHECK(missed == 1);
  streams.publish(exit_of(5), delivered, count);
  CHECK(lines == 2);
}

TEST_CASE("streams about one worker share what they follow, and each ends or is closed alone") {
  Heard heard;
  heard.streams.open({.workers = {WorkerId{5}}});
  heard.streams.open({.workers = {WorkerId{5}}, .with_descendants = false});
  heard.streams.open({.workers = {WorkerId{6}}});
  heard.streams.open({});
  heard.publish(SpawnedEvent{WorkerId{6}, WorkerId{5}, "", "", ""});
  CHECK(heard.all() == Texts{"4 spawned", "3 spawned", "1 spawned"});
  heard.params.clear();
  CHECK(heard.streams.close(3));
  heard.publish(exit_of(6));
  CHECK(heard.all() == Texts{"4 exit", "1 exit"});
  heard.params.clear();
  heard.publish(exit_of(5));
  CHECK(heard.all() == Texts{"4 exit", "1 exit", "2 exit", "1 end", "2 end"});
  CHECK(heard.streams.wishes().size() == 1);
}

TEST_CASE("a client has a bounded number of streams") {
  Streams streams;
  for (size_t i = 0; i < max_streams; ++i) CHECK(streams.open({}) != 0);
  CHECK(streams.open({}) == 0);
  CHECK(streams.close(7));
  CHECK(streams.open({}) != 0);
}

TEST_CASE("whether messages are wanted depends on the types and the worker") {
  Streams streams;
  streams.open({.types = types({"message"}), .workers = {WorkerId{5}}});
  CHECK(streams.want(types({"message"}), WorkerId{5}));
  CHECK(!streams.want(types({"message"}), WorkerId{6}));
  CHECK(!streams.want(types({"console"}), WorkerId{5}));
}

}  // namespace
}  // namespace skep::control
