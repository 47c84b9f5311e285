#include "daemon/control_dispatch.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "control_target_fake.h"
#include "daemon/control_events.h"

namespace skep::control {
namespace {

struct Conversation {
  FakeTarget target;
  FakeCaller caller;

  std::string raw(std::string_view line) { return answer_line(target, caller, line); }
  Json ask(std::string_view line) { return Json::parse(raw(line)); }
  Json call(std::string_view method, const Json& params) {
    const Json request = {{"jsonrpc", "2.0"}, {"id", 7}, {"method", method}, {"params", params}};
    return ask(request.dump());
  }
  int code(std::string_view line) { return ask(line)["error"]["code"].get<int>(); }
};

TEST_CASE("hello tells who answers, the sandbox, and the limits with their units") {
  Conversation talk;
  Json result = talk.call("hello", Json::object())["result"];
  CHECK(result["server"] == "skepd");
  CHECK(result["protocol"] == 1);
  CHECK(result["sandbox"]["ready"] == false);
  CHECK(result["limits"]["memory_bytes"] == WorkerLimits{}.memory_bytes);
  talk.target.layers = ~0u;
  result = talk.call("hello", Json::object())["result"];
  CHECK(result["sandbox"]["ready"] == true);
  CHECK(result["sandbox"]["layers"].size() == layer_count);
  CHECK(result["sandbox"]["missing"].empty());
}

TEST_CASE("spawn passes on exactly what the request says") {
  Conversation talk;
  const Json answer = talk.call("spawn", {{"root", "/srv"},
                                          {"file", "/srv/main.js"},
                                          {"name", "m"},
                                          {"arguments", {"a", "b"}},
                                          {"keep_alive", true},
                                          {"limits", {{"memory_bytes", 1u << 25}, {"cpu_ms", 0}}}});
  CHECK(answer["id"] == 7);
  CHECK(answer["result"] == Json{{"worker", 1}});
  REQUIRE(talk.target.spawned.size() == 1);
  const RootRequest& request = talk.target.spawned[0];
  CHECK(request.directory == "/srv");
  CHECK(request.file == "/srv/main.js");
  CHECK(request.name == "m");
  CHECK(request.arguments == std::vector<std::string>{"a", "b"});
  CHECK(request.keep_alive);
  CHECK(request.limits.memory_bytes == 1u << 25);
  CHECK(request.limits.queue_bytes == WorkerLimits{}.queue_bytes);
}

TEST_CASE("a refused spawn says which path and why") {
  Conversation talk;
  talk.target.spawn_error = errno_error(EXDEV);
  const Json params = {{"root", "/srv"}, {"file", "/etc/passwd"}};
  const Json error = talk.call("spawn", params)["error"];
  CHECK(error["code"] == static_cast<int>(ErrorCode::spawn_refused));
  CHECK(error["message"] == "/etc/passwd is outside the script root /srv.");
  CHECK(error["data"]["kind"] == "spawn-refused");
  CHECK(error["data"]["errno"] == EXDEV);
}

TEST_CASE("spawn takes no relative path and no NUL") {
  Conversation talk;
  const Json relative = {{"root", "/srv"}, {"file", "main.js"}};
  CHECK(talk.call("spawn", relative)["error"]["data"]["param"] == "file");
  const Json nul = {{"root", std::string("/srv\0/x", 7)}, {"file", "/srv/main.js"}};
  CHECK(talk.call("spawn", nul)["error"]["data"]["param"] == "root");
  CHECK(talk.target.spawned.empty());
}

TEST_CASE("after shutdown nothing is spawned any more") {
  Conversation talk;
  CHECK(talk.call("shutdown", Json::object())["result"] == Json::object());
  CHECK(talk.target.ending);
  const Json params = {{"root", "/srv"}, {"file", "/srv/main.js"}};
  CHECK(talk.call("spawn", params)["error"]["data"]["kind"] == "shutting-down");
}

TEST_CASE("a worker that is not there is named in the refusal") {
  Conversation talk;
  talk.target.workers.push_back(running_worker(3));
  CHECK(talk.call("terminate", {{"worker", 3}})["result"] == Json::object());
  for (const char* method : {"terminate", "inspect"}) {
    const Json error = talk.call(method, {{"worker", 4}})["error"];
    CHECK(error["message"] == "There is no worker 4.");
    CHECK(error["data"]["worker"] == 4);
  }
}

TEST_CASE("results have the shape that describe promises") {
  Conversation talk;
  talk.target.workers.push_back(running_worker(3));
  talk.target.layers = 1;
  const std::pair<std::string_view, Json> calls[] = {
      {"hello", Json::object()},
      {"subscribe", Json::object()},
      {"list", Json::object()},
      {"inspect", {{"worker", 3}}},
      {"describe", Json::object()},
      {"terminate", {{"worker", 3}}},
      {"spawn", {{"root", "/srv"}, {"file", "/srv/a.js"}}}};
  for (const auto& [name, params] : calls) {
    CAPTURE(name);
    const Json answer = talk.call(name, params);
    REQUIRE(answer.contains("result"));
    // describe's own members are free-form JSON Schema.
    if (name == "describe") continue;
    CHECK(!check(answer["result"], find_method(name)->result));
  }
  CHECK(talk.caller.subscriptions == 1);
}

TEST_CASE("every state of a worker is one that the protocol names") {
  Conversation talk;
  for (int state = 0; state < worker_state_count; ++state) {
    WorkerStatus status = running_worker(3);
    status.state = static_cast<WorkerState>(state);
    talk.target.workers = {status};
    const Json answer = talk.call("inspect", {{"worker", 3}});
    CHECK(!check(answer["result"], find_method("inspect")->result));
  }
}

TEST_CASE("what is not a request is refused with JSON-RPC's own codes") {
  Conversation talk;
  CHECK(talk.code("{") == -32700);
  CHECK(talk.code("") == -32700);
  CHECK(talk.code("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\"}") == -32700);
  CHECK(talk.code("1e999") == -32700);
  CHECK(talk.code("7") == -32600);
  CHECK(talk.code("{}") == -32600);
  CHECK(talk.code(R"({"jsonrpc":"1.0","id":1,"method":"hello"})") == -32600);
  CHECK(talk.code(R"({"jsonrpc":"2.0","id":[1],"method":"hello"})") == -32600);
  CHECK(talk.code(R"({"jsonrpc":"2.0","id":1,"method":5})") == -32600);
  CHECK(talk.code(R"({"jsonrpc":"2.0","id":1,"method":"nope"})") == -32601);
  CHECK(talk.code(R"({"jsonrpc":"2.0","id":1,"method":"hello","params":[1]})") == -32602);
  CHECK(talk.code(R"({"jsonrpc":"2.0","id":1,"method":"hello","params":{"x":1}})") == -32602);
}

TEST_CASE("ids come back as they were sent") {
  Conversation talk;
  for (const char* id : {"1", "\"a\"", "null", "-3", "1.5"}) {
    const Json answer =
        talk.ask(fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"subscribe"}})", id));
    CHECK(answer["id"] == Json::parse(id));
    CHECK(answer["result"] == Json::object());
  }
}

TEST_CASE("a notification is obeyed and not answered") {
  Conversation talk;
  CHECK(talk.raw(R"({"jsonrpc":"2.0","method":"subscribe"})").empty());
  CHECK(talk.raw(R"({"jsonrpc":"2.0","method":"nope"})").empty());
  CHECK(talk.raw(R"([{"jsonrpc":"2.0","method":"subscribe"}])").empty());
  CHECK(talk.caller.subscriptions == 2);
}

TEST_CASE("a batch is answered in order on one line") {
  Conversation talk;
  const std::string line =
      talk.raw(R"([{"jsonrpc":"2.0","id":1,"method":"hello"},5,{"jsonrpc":"2.0","method":"hello"},)"
               R"({"jsonrpc":"2.0","id":2,"method":"nope"}])");
  CHECK(line.find('\n') == line.size() - 1);
  const Json answers = Json::parse(line);
  REQUIRE(answers.size() == 3);
  CHECK(answers[0]["id"] == 1);
  CHECK(answers[1]["error"]["code"] == -32600);
  CHECK(answers[2]["error"]["code"] == -32601);
}

TEST_CASE("an empty batch and one that is too large are refused whole") {
  Conversation talk;
  CHECK(talk.code("[]") == -32600);
  std::string batch = "[1";
  for (size_t i = 0; i < max_batch; ++i) batch += ",1";
  CHECK(talk.code(batch + "]") == -32600);
}

TEST_CASE("a deeply nested line is refused without being built") {
  Conversation talk;
  const std::string opening(500'000, '[');
  CHECK(talk.code(opening) == -32700);
  CHECK(talk.code(opening + std::string(500'000, ']')) == -32700);
  // Brackets inside a string do not nest.
  const std::string quoted = R"({"jsonrpc":"2.0","id":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"",)"
                             R"("method":"subscribe"})";
  CHECK(talk.ask(quoted)["result"] == Json::object());
}

TEST_CASE("describe names every method and event, each with a schema") {
  Conversation talk;
  const Json result = talk.call("describe", Json::object())["result"];
  CHECK(result["methods"].size() == 8);
  CHECK(result["events"].size() == event_shapes().size());
  CHECK(result["methods"]["spawn"]["params"]["required"] == Json{"root", "file"});
  const Json& limits = result["methods"]["spawn"]["params"]["properties"]["limits"];
  CHECK(limits["properties"]["memory_bytes"]["minimum"] == 1u << 20);
}

}  // namespace
}  // namespace skep::control
