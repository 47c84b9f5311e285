#include <algorithm>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "daemon/control/events.h"
#include "proto/control.h"

namespace skep::control {
namespace {

std::vector<Event> one_of_each() {
  ErrorReport report;
  report.message = "Uncaught Error: boom";
  return {StartedEvent{WorkerId{2}, WorkerId{1}, "w", "https://skep.localhost/w.js", 77},
          ConsoleEvent{WorkerId{2}, "w", ConsoleLevel::warn, "text"},
          ConsoleLostEvent{WorkerId{2}, 5},
          ErrorEvent{WorkerId{1}, report},
          ExitEvent{WorkerId{2}, WorkerId{1}, "w", "https://skep.localhost/w.js", "t", 77,
                    EndReason::cpu_limit, "too long", 9, 1500, 4096, 1, 2},
          SpawnedEvent{WorkerId{2}, WorkerId{1}, "w", "https://skep.localhost/w.js", "t"},
          StateEvent{WorkerId{2}, WorkerState::running},
          LimitEvent{WorkerId{2}, "memory_bytes", "its heap is full"},
          MessageEvent{WorkerId{1}, {}},
          MessageRefusedEvent{WorkerId{1}, 1u << 25},
          BroadcastEvent{WorkerId{1}, "c", {}, false},
          ReloadedEvent{1},
          ZygoteEvent{true, 1},
          ZygoteEvent{false, 0},
          ServiceEvent{"web", ServiceState::backing_off, WorkerId::none, 3, "crashed: SIGSEGV"}};
}

TEST_CASE("every event has exactly the members that describe promises") {
  for (const Event& event : one_of_each()) {
    const Json json = Json::parse(event_line(1, event, ValueForm::plain))["params"];
    CAPTURE(json.dump());
    CHECK(event_type(json["type"].get<std::string>()) == event.index());
    const auto shape = std::ranges::find(event_shapes(), json["type"], &EventShape::type);
    REQUIRE(shape != event_shapes().end());
    CHECK(!check(json, shape->members));
  }
}

TEST_CASE("an event is one notification on one line") {
  const std::string line = event_line(3, ConsoleLostEvent{WorkerId{2}, 5}, ValueForm::plain);
  CHECK(line ==
        "{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"stream\":3,"
        "\"type\":\"console-lost\",\"worker\":2,\"lines\":5}}\n");
}

TEST_CASE("bytes that are not UTF-8 become U+FFFD") {
  for (const std::string_view bad :
       {"a\xff", "\xc3(", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\x80", "\xe2\x82"}) {
    const std::string line =
        event_line(1, ConsoleEvent{WorkerId{1}, bad, ConsoleLevel::log, bad}, ValueForm::plain);
    std::string problem;
    const auto json = parse_line(line, problem);
    REQUIRE(json);
    CHECK((*json)["params"]["text"].get<std::string>().find("\xef\xbf\xbd") != std::string::npos);
  }
  const std::string_view good = "gr\xc3\xbc\xc3\x9f \xf0\x9f\x90\x9d \x01";
  CHECK(Json::parse(event_line(1, ConsoleEvent{WorkerId{1}, "", ConsoleLevel::log, good},
                               ValueForm::plain))["params"]["text"] == good);
}

TEST_CASE("what ended a worker and what went wrong is never dropped") {
  for (const Event& event : one_of_each()) {
    const std::string type = event_json(event)["type"];
    CHECK(may_be_dropped(event) == (type != "exit" && type != "error"));
  }
}

TEST_CASE("the time on the processor is told in milliseconds") {
  ExitEvent exit = {};
  exit.cpu_us = 1999;
  CHECK(event_json(exit)["cpu_ms"] == 1);
}

TEST_CASE("every layer of the sandbox has a bit and a name of its own") {
  uint32_t bits = 0;
  for (const LayerName& layer : layer_names) {
    CHECK((bits & layer.bit) == 0);
    CHECK(!layer.name.empty());
    bits |= layer.bit;
  }
  const Json json = event_json(ZygoteEvent{true, bits});
  CHECK(json["layers"].size() == layer_count);
  CHECK(json["missing"].empty());
}

}  // namespace
}  // namespace skep::control
