// Host functions, BroadcastChannel, and what else comes from outside of a worker's tree.
#include <doctest/doctest.h>

#include "proto/clone_json.h"
#include "proto/wire.h"
#include "proto/worker_messages.h"
#include "test_heap.h"
#include "worker_process.h"

using skep::Broadcast;
using skep::DownType;
using skep::HostResult;
using skep::inside_port;
using skep::control::clone_of_error;
using skep::control::clone_of_json;
using skep::control::Json;
using skep::control::json_of_clone;
using skep::control::ValueForm;
using skep::test::deserialize;
using skep::test::run;
using skep::test::serialized;
using skep::test::WorkerProcess;

namespace {

const std::string shared_url = "https://skep.localhost/main.js";

std::string tagged_json(const std::string& clone) {
  std::string problem;
  const auto value = json_of_clone(skep::as_bytes(clone), ValueForm::tagged, problem);
  return value ? value->data.dump() : problem;
}

std::string answer(uint32_t call, HostResult::Status status, std::string_view clone) {
  return encode(HostResult{call, status, {}, {}, clone});
}

void send_broadcast(WorkerProcess& worker, std::string_view channel, const std::string& clone) {
  worker.send(DownType::broadcast, inside_port, encode(Broadcast{channel, clone}));
}

// What `shown` says of `json` when it arrived as `it`.
std::string in_engine(const std::string& json, const std::string& shown) {
  std::string problem;
  const auto clone = clone_of_json(Json::parse(json), ValueForm::tagged, problem);
  if (!clone) return problem;
  if (!deserialize(*clone)) return "refused";
  return run("String(" + shown + ")");
}

}  // namespace

TEST_CASE("the engine takes what is made of JSON") {
  CHECK(in_engine("[1, -2147483648, 2147483648, 0.5, 1e300]", "it.join()") ==
        "1,-2147483648,2147483648,0.5,1e+300");
  CHECK(in_engine(R"({"$number":"-0"})", "1 / it") == "-Infinity");
  CHECK(in_engine("\"h\u00e9\U0001F600\"", "it === 'h\\u00e9\\ud83d\\ude00'") == "true");
  CHECK(in_engine(R"({"$text":"ANg="})", "it === '\\ud800'") == "true");
  CHECK(in_engine(R"({"b":1,"a":{"__proto__":2}})",
                  "Object.keys(it) + Object.getOwnPropertyDescriptor(it.a, '__proto__').value") ==
        "b,a2");
  CHECK(in_engine(R"({"$undefined":true})", "it") == "undefined");
  CHECK(in_engine(R"({"$date":5})", "it.getTime() + (it instanceof Date)") == "6");
  CHECK(in_engine(R"({"$date":null})", "it.getTime()") == "NaN");
  CHECK(in_engine(R"({"$regexp":["a+","gi"]})", "it") == "/a+/gi");
  CHECK(in_engine(R"({"$map":[["k",{"$set":[7]}]]})", "it.get('k').has(7)") == "true");
  CHECK(in_engine(R"({"$error":{"name":"TypeError","message":"m","cause":[1]}})",
                  "it + it.cause + (it instanceof TypeError)") == "TypeError: m1true");
  CHECK(in_engine(R"([{"$boolean":false},{"$boxed-number":7},{"$boxed-string":"s"}])",
                  "typeof it[0] + it[0] + it[1] + it[2].length") == "objectfalse71");
  CHECK(in_engine(R"({"$view":{"kind":"Uint16Array","buffer":{"$buffer":"AAECAw=="},)"
                  R"("offset":2,"length":2}})",
                  "it[0] + ',' + it.length + it.buffer.byteLength") == "770,14");
  CHECK(in_engine(R"({"$array":{"length":6,"items":[[0,1],[2,3],[5,4]],"extra":[["x",5]]}})",
                  "it.length + ',' + (1 in it) + it[2] + it[5] + it.x") == "6,false345");
  CHECK(in_engine(R"({"$object":[["$x",1],["y",2]]})", "it.$x + it.y") == "3");
  CHECK(in_engine(R"({"$id":3,"$value":{"self":{"$ref":3}}})", "it.self === it") == "true");
  CHECK(in_engine(R"({"$platform":["Blob",{"bytes":{"$view":{"kind":"Uint8Array","buffer":)"
                  R"({"$buffer":"AQI="},"offset":0,"length":2}},"type":"a/b"}]})",
                  "it.size + it.type") == "2a/b");
  CHECK(in_engine(R"({"$error":{"name":"PaymentError","message":"m"}})",
                  "it + (it instanceof Error) + Object.keys(it).length") == "PaymentError: mtrue0");
}

TEST_CASE("what the engine's serializer writes comes out as JSON and back") {
  const std::string value =
      "(function () { var b = new ArrayBuffer(16), e = new RangeError('t', {cause: {a: 1}});"
      "  delete e.stack;"
      "  var v = {u: undefined, i: -7, d: 0.5, s: 'h\\u00e9\\ud83d\\ude00\\ud800',"
      "    a: [1, , 'x'], m: new Map([['k', {x: 1}]]), z: new Set([1]), r: /a+/gi,"
      "    D: new Date(5), B: new Boolean(true), N: new Number(-0), S: new String('boxed'),"
      "    b: b, w: new Uint16Array(b, 2, 3), w2: new DataView(b, 1), e: e,"
      "    x: new DOMException('m', 'AbortError'), $: 1};"
      "  v.a.extra = v; v.self = v; return v; })()";
  const std::string bytes = serialized(value);
  REQUIRE_FALSE(bytes.empty());
  const std::string json = tagged_json(bytes);
  REQUIRE(json.starts_with("{\"$id\":0,\"$value\":{\"$object\":[[\"u\",{\"$undefined\":true}]"));
  std::string problem;
  const auto again = clone_of_json(Json::parse(json), ValueForm::tagged, problem);
  REQUIRE(again);
  CHECK(*again == bytes);
}

TEST_CASE("a host function is called and its value, or what it throws, comes back") {
  WorkerProcess worker(
      "skep.call('add', 1, {two: 2}).then(function (v) { console.log('got ' + v.sum); });"
      "skep.call('fail').catch(function (e) {"
      "  console.log(e + ' ' + (e instanceof Error) + ' ' + e.stack); });"
      "skep.call('none').catch(function (e) {"
      "  console.log(e.name + ': ' + e.message + ' ' + (e instanceof DOMException)); });"
      "skep.call('odd').catch(function (e) { console.log(e.name); });"
      "skep.call('never');");
  CHECK(worker.run() ==
        "call 1 add\ncall 2 fail\ncall 3 none\ncall 4 odd\ncall 5 never\nstarted\n");
  CHECK(tagged_json(worker.messages[0]) == R"([1,{"two":2}])");
  CHECK(tagged_json(worker.messages[1]) == "[]");
  using Status = HostResult::Status;
  worker.send(DownType::host_result, inside_port,
              answer(2, Status::thrown, clone_of_error("PaymentError", "no money", "at client")));
  worker.send(DownType::host_result, inside_port,
              encode(HostResult{3, Status::refused, "NotFoundError", "No such function.", {}}));
  worker.send(DownType::host_result, inside_port,
              answer(1, Status::value, serialized("({sum: 3})")));
  worker.send(DownType::host_result, inside_port, answer(4, Status::value, "nonsense"));
  // Answered twice, and never asked.
  worker.send(DownType::host_result, inside_port, answer(1, Status::value, serialized("1")));
  worker.send(DownType::host_result, inside_port, answer(99, Status::value, serialized("1")));
  CHECK(worker.run() ==
        "PaymentError: no money true at client\n"
        "NotFoundError: No such function. true\n"
        "got 3\n"
        "DataCloneError\n");
}

TEST_CASE("a call that a getter of another call makes has the number before it") {
  WorkerProcess worker("skep.call('outer', {get it() { skep.call('inner'); return 1; }});");
  CHECK(worker.run() == "call 1 inner\ncall 2 outer\nstarted\n");
}

TEST_CASE("arguments are there, frozen, from the first line on") {
  WorkerProcess worker(
      "console.log(JSON.stringify(skep.arguments) + Object.isFrozen(skep.arguments));", shared_url,
      {"--fast", "h\u00e9", ""});
  CHECK(worker.run() == "[\"--fast\",\"h\u00e9\",\"\"]true\nstarted\n");
}

TEST_CASE("a channel is joined with its first object and left with its last") {
  WorkerProcess worker(
      "var a = new BroadcastChannel('c'), b = new BroadcastChannel('c'), d = new "
      "BroadcastChannel('d');"
      "a.postMessage([1]); a.close(); b.close(); b.close(); new BroadcastChannel('c');",
      shared_url, {});
  CHECK(worker.run() == "join c\njoin d\nbroadcast c\nleave c\njoin c\nstarted\n");
  CHECK(tagged_json(worker.messages[0]) == "[1]");
}

TEST_CASE("a worker refuses more channels than it may have, and may after one was closed") {
  WorkerProcess worker(
      "var a = new BroadcastChannel('1'), b = new BroadcastChannel('2'), c = new "
      "BroadcastChannel('3');"
      "try { new BroadcastChannel('4'); } catch (e) { console.log(e.name); }"
      "try { new BroadcastChannel(new Array(20000).join('x')); } catch (e) { console.log(e.name); }"
      "a.close(); new BroadcastChannel('4');",
      shared_url, {});
  CHECK(
      worker.run() ==
      "join 1\njoin 2\njoin 3\nlimit channels 1\nQuotaExceededError\nQuotaExceededError\nleave 1\n"
      "join 4\nstarted\n");
}

TEST_CASE("a broadcast reaches every open channel of its name, in the order of creation") {
  WorkerProcess worker(
      "function listen(name, say) { var c = new BroadcastChannel(name);"
      "  c.onmessage = c.onmessageerror = function (e) {"
      "    console.log(say + ' ' + e.type + ' ' + e.data + ' ' + e.origin); }; return c; }"
      "var a = listen('c', 'a'), b = listen('c', 'b'), d = listen('d', 'd');"
      "a.addEventListener('message', function () {"
      "  Promise.resolve().then(function () { console.log('microtask'); }); });",
      shared_url, {});
  CHECK(worker.run() == "join c\njoin d\nstarted\n");
  send_broadcast(worker, "c", serialized("'x'"));
  send_broadcast(worker, "nobody", serialized("'x'"));
  send_broadcast(worker, "d", "nonsense");
  CHECK(worker.run() ==
        "a message x https://skep.localhost\nmicrotask\nb message x https://skep.localhost\n"
        "d messageerror null https://skep.localhost\n");
}

TEST_CASE("close() in a listener drops what the channels after it would have got") {
  WorkerProcess worker(
      "var a = new BroadcastChannel('c'), b = new BroadcastChannel('c');"
      "a.onmessage = function () { close(); b.postMessage('too late'); };"
      "b.onmessage = function () { console.log('never'); };",
      shared_url, {});
  CHECK(worker.run() == "join c\nstarted\n");
  send_broadcast(worker, "c", serialized("1"));
  CHECK(worker.run() == "close\nexit 0\n");
}

TEST_CASE("a worker of an opaque origin shares its channels with nobody") {
  WorkerProcess worker(
      "var a = new BroadcastChannel('c'), b = new BroadcastChannel('c');"
      "b.onmessage = function (e) { console.log(e.data + e.origin); }; a.postMessage('x');",
      "data:text/javascript,0", {});
  CHECK(worker.run() == "started\nxnull\n");
}

TEST_CASE("names of channels keep every code unit on their way") {
  WorkerProcess worker(
      "['\\u{1F41D}', '\\ud83d', '\\ud83d\\udc1d\\ud83d'].forEach(function (name) {"
      "  new BroadcastChannel(name).onmessage = function (e) {"
      "    console.log(e.data + name.length + (this.name === name)); }; });",
      shared_url, {});
  worker.run();
  send_broadcast(worker, "\U0001F41D", serialized("'bee'"));
  send_broadcast(worker, "\xED\xA0\xBD", serialized("'half'"));
  send_broadcast(worker, "\xED\xA0\xBD\xED\xB0\x9D\xED\xA0\xBD", serialized("'both'"));
  CHECK(worker.run() == "bee2true\nhalf1true\nboth3true\n");
}

TEST_CASE("a request to close is done after what came before it, and what comes later is dropped") {
  WorkerProcess worker(
      "onmessage = function (e) { console.log(e.data); };"
      "setTimeout(function () { console.log('never'); }, 100000);");
  worker.post(serialized("'before'"));
  worker.send(DownType::close, inside_port, "");
  worker.post(serialized("'after'"));
  CHECK(worker.run() == "started\nbefore\nclose\nexit 0\n");
}

TEST_CASE(
    "a message that is passed on in pieces survives one of the supervisor's own between them") {
  // Both are numbered 1, each by who sent it.
  WorkerProcess worker(
      "new BroadcastChannel('c').onmessage = function (e) { console.log(e.data.length); };"
      "onmessage = onmessageerror = function (e) { console.log(e.type + e.data.length); };",
      shared_url, {});
  CHECK(worker.run() == "join c\nstarted\n");
  const std::string passed_on = serialized("new Array(80001).join('x')");
  const std::string own = encode(Broadcast{"c", serialized("new Array(40001).join('y')")});
  worker.interleave(DownType::message, passed_on, DownType::broadcast, own);
  CHECK(worker.run() == "40000\nmessage80000\n");
}
