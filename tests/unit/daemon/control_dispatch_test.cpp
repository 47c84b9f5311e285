#include <doctest/doctest.h>
#include <fmt/format.h>

#include "control_target_fake.h"
#include "daemon/control/dispatch.h"
#include "daemon/control/events.h"

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
  const Json answer =
      talk.call("worker.spawn", {{"root", "/srv"},
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
  const Json error = talk.call("worker.spawn", params)["error"];
  CHECK(error["code"] == static_cast<int>(ErrorCode::spawn_refused));
  CHECK(error["message"] == "/etc/passwd is outside the script root /srv.");
  CHECK(error["data"]["kind"] == "spawn-refused");
  CHECK(error["data"]["errno"] == EXDEV);
}

TEST_CASE("spawn takes no relative path and no NUL") {
  Conversation talk;
  const Json relative = {{"root", "/srv"}, {"file", "main.js"}};
  CHECK(talk.call("worker.spawn", relative)["error"]["data"]["param"] == "file");
  const Json nul = {{"root", std::string("/srv\0/x", 7)}, {"file", "/srv/main.js"}};
  CHECK(talk.call("worker.spawn", nul)["error"]["data"]["param"] == "root");
  CHECK(talk.target.spawned.empty());
}

TEST_CASE("after shutdown nothing is spawned any more") {
  Conversation talk;
  CHECK(talk.call("shutdown", Json::object())["result"] == Json::object());
  CHECK(talk.target.drain == std::chrono::milliseconds(0));
  const Json params = {{"root", "/srv"}, {"file", "/srv/main.js"}};
  CHECK(talk.call("worker.spawn", params)["error"]["data"]["kind"] == "shutting-down");
}

TEST_CASE("a worker that is not there is named in the refusal") {
  Conversation talk;
  talk.target.workers.push_back(running_worker(3));
  CHECK(talk.call("worker.terminate", {{"worker", 3}})["result"] == Json::object());
  for (const char* method : {"worker.terminate", "worker.inspect"}) {
    const Json error = talk.call(method, {{"worker", 4}})["error"];
    CHECK(error["message"] == "There is no worker 4.");
    CHECK(error["data"]["worker"] == 4);
  }
}

TEST_CASE("the list of workers comes in parts, in the order of their ids, each worker once") {
  Conversation talk;
  uint64_t id = 0;
  const auto end = [&](uint64_t worker, const std::string& tenant) {
    ExitEvent exit;
    exit.worker = WorkerId{worker};
    exit.tenant = tenant;
    talk.target.ended_workers.add(exit);
  };
  std::vector<uint64_t> gone;
  for (size_t i = 0; i < 5 * max_listed / 2; ++i) {
    if (++id % 3 == 0) {
      gone.push_back(id);
    } else {
      talk.target.workers.push_back(running_worker(id));
      talk.target.workers.back().tenant = id % 2 == 0 ? "even" : "odd";
    }
  }
  // They end in an order of their own.
  for (auto worker = gone.rbegin(); worker != gone.rend(); ++worker) {
    end(*worker, *worker % 2 == 0 ? "even" : "odd");
  }
  const auto all = [&](Json params) {
    std::vector<uint64_t> ids;
    for (size_t parts = 1;; ++parts) {
      const Json part = talk.call("worker.list", params)["result"];
      for (const Json& worker : part["workers"]) ids.push_back(worker["worker"]);
      if (!part["more"]) return ids;
      CHECK(part["workers"].size() == max_listed);
      REQUIRE(parts < 10);
      params["after"] = ids.back();
    }
  };
  const std::vector<uint64_t> there = all(Json::object());
  CHECK(there.size() == id - gone.size());
  CHECK(std::ranges::is_sorted(there));
  const std::vector<uint64_t> both = all({{"ended", true}});
  REQUIRE(both.size() == id);
  for (uint64_t i = 0; i < id; ++i) CHECK(both[i] == i + 1);
  const std::vector<uint64_t> even = all({{"ended", true}, {"tenant", "even"}});
  REQUIRE(even.size() == id / 2);
  for (uint64_t i = 0; i < even.size(); ++i) CHECK(even[i] == 2 * i + 2);
}

TEST_CASE("results have the shape that describe promises") {
  Conversation talk;
  talk.target.workers.push_back(running_worker(3));
  talk.target.layers = 1;
  for (const Topic& topic : topics()) {
    for (const Method& method : topic.methods) {
      CAPTURE(method.name);
      if (method.name == method::shutdown || method.name == method::wait) continue;
      Json params = Json::object();
      for (const Field& field : method.params) {
        if (field.presence == Presence::optional) continue;
        if (field.name == "worker") params["worker"] = 3;
        if (field.name == "stream") params["stream"] = 1;
        if (field.name == "data") params["data"] = {1, "two"};
        if (field.name == "channel" || field.name == "service") params[field.name] = "c";
        if (field.name == "functions") params["functions"] = {"f"};
      }
      if (method.name == method::spawn) params["source"] = "1";
      const Json answer = talk.call(method.name, params);
      CAPTURE(answer.dump());
      REQUIRE(answer.contains("result"));
      CHECK(!check(answer["result"], method.result));
    }
  }
}

TEST_CASE("a connection that may only look is refused whatever changes anything") {
  Conversation talk;
  talk.caller.allowed = Access::read_only;
  talk.target.workers.push_back(running_worker(3));
  CHECK(talk.call("worker.inspect", {{"worker", 3}}).contains("result"));
  CHECK(talk.call("hello", Json::object())["result"]["access"] == "read-only");
  for (const char* name : {"worker.spawn", "worker.post", "worker.terminate", "worker.close",
                           "host.register", "channel.post", "reload", "shutdown"}) {
    CAPTURE(name);
    CHECK(talk.call(name, Json::object())["error"]["data"]["kind"] == "permission-denied");
  }
  CHECK(!talk.target.drain);
}

TEST_CASE("inline source needs no file and no directory, and excludes a file") {
  Conversation talk;
  const Json inline_script = {{"source", "postMessage(1)"}, {"language", "typescript"}};
  CHECK(talk.call("worker.spawn", inline_script)["result"]["worker"] == 1);
  CHECK(talk.target.spawned[0].source == "postMessage(1)");
  CHECK(talk.target.spawned[0].typescript);
  CHECK(talk.target.spawned[0].directory.empty());
  const Json both = {{"source", "1"}, {"file", "/srv/a.js"}};
  CHECK(talk.call("worker.spawn", both)["error"]["data"]["param"] == "file");
  CHECK(talk.call("worker.spawn", Json::object())["error"]["data"]["param"] == "file");
}

TEST_CASE("a script root that the configuration does not allow is refused") {
  Conversation talk;
  talk.target.allowed_root = "/srv";
  CHECK(talk.call("worker.spawn", {{"file", "/srv/a.js"}}).contains("result"));
  const Json error = talk.call("worker.spawn", {{"file", "/etc/a.js"}})["error"];
  CHECK(error["data"]["kind"] == "spawn-refused");
  CHECK(talk.target.spawned.size() == 1);
}

TEST_CASE("a worker belongs to the connection that spawned it, unless it is detached") {
  Conversation talk;
  talk.call("worker.spawn", {{"source", "1"}});
  talk.call("worker.spawn", {{"source", "1"}, {"detached", true}});
  CHECK(talk.caller.owned == std::vector{WorkerId{1}});
  CHECK(talk.target.spawned[0].owner == talk.caller.client);
  CHECK(talk.target.spawned[1].owner == ClientId::none);
  // A client may always post to what a shared daemon runs.
  CHECK(talk.target.spawned[0].keep_alive);
  talk.target.one_client = true;
  talk.call("worker.spawn", {{"source", "1"}});
  CHECK(!talk.target.spawned[2].keep_alive);
}

TEST_CASE("a stream that is opened with a worker hears of it from the start") {
  Conversation talk;
  const Json spawned =
      talk.call("worker.spawn", {{"source", "1"}, {"subscribe", {{"types", {"message"}}}}});
  CHECK(spawned["result"]["stream"] == 1);
  CHECK(talk.caller.own_streams.want(1u << *event_type("message"), WorkerId{1}));
  CHECK(!talk.caller.own_streams.want(1u << *event_type("message"), WorkerId{2}));
  const Json unknown = {{"source", "1"}, {"subscribe", {{"types", {"mesage"}}}}};
  CHECK(talk.call("worker.spawn", unknown)["error"]["data"]["param"] == "subscribe.types");
}

TEST_CASE("a message that does not reach its worker says why") {
  Conversation talk;
  const Json params = {{"worker", 3}, {"data", {{"a", 1}}}};
  CHECK(talk.call("worker.post", params)["result"] == Json::object());
  REQUIRE(talk.target.messages.size() == 1);
  talk.target.posting = Posted::queue_full;
  CHECK(talk.call("worker.post", params)["error"]["data"]["kind"] == "queue-full");
  talk.target.posting = Posted::no_such_worker;
  CHECK(talk.call("worker.post", params)["error"]["data"]["kind"] == "no-such-worker");
  const Json wrong = {{"worker", 3}, {"data", {{"$date", "x"}}}, {"values", "tagged"}};
  CHECK(talk.call("worker.post", wrong)["error"]["data"]["param"] == "data");
}

TEST_CASE("wait answers when the worker is gone, at once when it is already, or when time is up") {
  Conversation talk;
  talk.target.workers.push_back(running_worker(3));
  const Json params = {{"worker", 3}};
  CHECK(
      talk.raw(R"({"jsonrpc":"2.0","id":9,"method":"worker.wait","params":{"worker":3}})").empty());
  ExitEvent exit = {};
  exit.worker = WorkerId{3};
  exit.reason = EndReason::finished;
  talk.target.wait_table.on_exit(exit);
  REQUIRE(talk.caller.later.size() == 1);
  CHECK(talk.caller.later[0].first == 9);
  CHECK(std::get<Json>(talk.caller.later[0].second)["reason"] == "finished");
  CHECK(talk.target.wait_table.size() == 0);

  talk.target.workers.clear();
  CHECK(talk.call("worker.wait", params)["error"]["data"]["kind"] == "no-such-worker");
  talk.target.ended_workers.add(exit);
  CHECK(talk.call("worker.wait", params)["result"]["reason"] == "finished");
  CHECK(talk.call("worker.inspect", params)["result"]["state"] == "gone");

  talk.target.workers.push_back(running_worker(4));
  talk.raw(
      R"({"jsonrpc":"2.0","id":10,"method":"worker.wait","params":{"worker":4,"timeout_ms":1}})");
  talk.target.io.run();
  REQUIRE(talk.caller.later.size() == 2);
  CHECK(std::get<Refusal>(talk.caller.later[1].second).code == ErrorCode::timeout);
}

TEST_CASE("a client's answer to a request of ours is no request") {
  Conversation talk;
  std::vector<Reply> replies;
  talk.caller.request("h1", "host.call", {}, [&](Reply reply) { replies.push_back(reply); });
  CHECK(talk.raw(R"({"jsonrpc":"2.0","id":"h1","result":[1]})").empty());
  CHECK(talk.raw(R"({"jsonrpc":"2.0","id":"h1","result":[1]})").empty());
  REQUIRE(replies.size() == 1);
  CHECK(replies[0].value == Json{1});
  talk.caller.request("h2", "host.call", {}, [&](Reply reply) { replies.push_back(reply); });
  CHECK(talk.raw(R"({"jsonrpc":"2.0","id":"h2","error":{"code":1,"message":"no"}})").empty());
  REQUIRE(replies.size() == 2);
  CHECK(replies[1].failed);
}

TEST_CASE("every state of a worker is one that the protocol names") {
  Conversation talk;
  for (int state = 0; state < worker_state_count; ++state) {
    WorkerStatus status = running_worker(3);
    status.state = static_cast<WorkerState>(state);
    talk.target.workers = {status};
    const Json answer = talk.call("worker.inspect", {{"worker", 3}});
    CHECK(!check(answer["result"], find_method("worker.inspect")->result));
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
  uint64_t stream = 0;
  for (const char* id : {"1", "\"a\"", "null", "-3", "1.5"}) {
    const Json answer =
        talk.ask(fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"subscribe"}})", id));
    CHECK(answer["id"] == Json::parse(id));
    CHECK(answer["result"]["stream"] == ++stream);
  }
}

TEST_CASE("a notification is obeyed and not answered") {
  Conversation talk;
  CHECK(talk.raw(R"({"jsonrpc":"2.0","method":"subscribe"})").empty());
  CHECK(talk.raw(R"({"jsonrpc":"2.0","method":"nope"})").empty());
  CHECK(talk.raw(R"([{"jsonrpc":"2.0","method":"subscribe"}])").empty());
  CHECK(talk.caller.own_streams.wishes().size() == 2);
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
  CHECK(talk.ask(quoted)["result"]["stream"] == 1);
}

TEST_CASE("describe names every method and event, each with a schema") {
  Conversation talk;
  const Json result = talk.call("describe", Json::object())["result"];
  size_t methods = 0;
  for (const Topic& topic : topics()) methods += topic.methods.size();
  CHECK(result["methods"].size() == methods);
  CHECK(result["events"].size() == event_shapes().size());
  CHECK(result["methods"]["worker.post"]["params"]["required"] == Json{"worker", "data"});
  CHECK(result["methods"]["worker.list"]["access"] == "read-only");
  const Json& limits = result["methods"]["worker.spawn"]["params"]["properties"]["limits"];
  CHECK(limits["properties"]["memory_bytes"]["minimum"] == 1u << 20);
}

}  // namespace
}  // namespace skep::control
