// MessagePorts as a worker sees them, with the test as its supervisor.
#include <doctest/doctest.h>

#include "proto/port_messages.h"
#include "test_heap.h"
#include "worker_process.h"

namespace skep::test {
namespace {

constexpr const char* shared_url = "https://skep.localhost/main.js";

std::string port_message(const std::string& clone, std::vector<PortHandle> handles = {},
                         bool refused = false) {
  const std::string encoded = encode_handles(handles);
  return encode(PortMessage{static_cast<uint8_t>(refused), 0, encoded, clone});
}

// A clone of `undefined` that brings one MessagePort.
const std::string one_port("\x01\x01\x07\0\0\0_p\x0BMessagePort\x01", 21);

TEST_CASE("a channel of one realm is nobody else's business") {
  WorkerProcess worker(
      "var c = new MessageChannel();"
      "c.port1.onmessage = function (e) { console.log(e.data + e.ports.length); };"
      "c.port1.onclose = function () { console.log('closed'); };"
      "c.port2.postMessage('x'); c.port2.postMessage('y', [new MessageChannel().port1]);"
      "c.port2.close();",
      shared_url, {});
  CHECK(worker.run() == "started\nx0\ny1\nclosed\n");
}

TEST_CASE("a port that leaves takes along what waits at it, and the ports in that first") {
  WorkerProcess worker(
      "var c = new MessageChannel(), d = new MessageChannel(), e = new MessageChannel();"
      "d.port2.postMessage('deep'); c.port2.postMessage('waits', [d.port1]);"
      "c.port2.postMessage('too'); c.port2.onmessage = null;"
      "postMessage('go', [c.port1, e.port1]);",
      shared_url, {});
  CHECK(worker.run() ==
        "open m1 m2\nreturn m1\nopen m3 m4\nopen m5 m6\nstart m6\nreturn m5 m1\nreturn m5\n"
        "post 0 m5 m3\nstarted\n");
}

TEST_CASE(
    "nothing arrives at a port until it is started, and a started one is withdrawn to leave") {
  WorkerProcess worker(
      "onmessage = function (e) { var port = e.ports[0], n = 0;"
      "  port.onmessage = function (e) { console.log(e.data);"
      "    if (++n === 1) { var until = Date.now() + 20; while (Date.now() < until);"
      "      postMessage('away', [port]); } }; }",
      shared_url, {});
  CHECK(worker.run() == "started\n");
  worker.send(DownType::port_message, inside_port, port_message(one_port, {first_given_port}));
  CHECK(worker.run() == "start g0\n");
  const std::string two = port_message(serialized("'two'"));
  worker.send(DownType::port_message, first_given_port, port_message(serialized("'one'")));
  worker.send(DownType::port_message, first_given_port, two);
  CHECK(worker.run() == "one\nwithdraw g0\nreturn g0\npost 0 g0\n");
  // What is too late for it is nobody's.
  worker.send(DownType::port_message, first_given_port, two);
  worker.send(DownType::port_closed, first_given_port, "");
  CHECK(worker.run() == "");
}

TEST_CASE("a port whose peer goes hears of it once, and is given up") {
  WorkerProcess worker(
      "onmessage = function (e) { e.ports[0].onclose = function (e) {"
      "  console.log(e.type + (e.constructor === Event) + e.target.constructor.name); }; }",
      shared_url, {});
  worker.run();
  worker.send(DownType::port_message, inside_port, port_message(one_port, {first_given_port}));
  worker.send(DownType::port_closed, first_given_port, "");
  worker.send(DownType::port_closed, first_given_port, "");
  CHECK(worker.run() == "close g0\nclosetrueMessagePort\n");
}

TEST_CASE("a port that nothing refers to is closed") {
  WorkerProcess worker(
      "onmessage = function (e) { e.ports[0].postMessage('thanks'); console.log('got it'); }",
      shared_url, {});
  worker.run();
  worker.send(DownType::port_message, inside_port, port_message(one_port, {first_given_port}));
  CHECK(worker.run() == "post g0\ngot it\nclose g0\n");
}

TEST_CASE("a message that cannot be read closes the ports that it brought") {
  WorkerProcess worker(
      "onmessage = onmessageerror = function (e) { console.log(e.type + e.ports.length); }",
      shared_url, {});
  worker.run();
  worker.send(DownType::port_message, inside_port,
              port_message("nonsense", {first_given_port, first_given_port + 1}));
  CHECK(worker.run() == "close g1\nclose g0\nmessageerror0\n");
  // More ports named than there are; a kind that does not exist; a port that nothing names.
  worker.send(DownType::port_message, inside_port, port_message(one_port));
  worker.send(DownType::port_message, inside_port,
              port_message(std::string("\x01\x01\x07\0\0\0_p\x01X\x01", 11), {first_given_port}));
  worker.send(DownType::port_message, inside_port, port_message("\x01\0_", {}, true));
  CHECK(worker.run() == "messageerror0\nmessageerror0\nclose g0\nmessageerror0\n");
}

TEST_CASE("ports of a child that was terminated are closed unseen, whole messages or not") {
  WorkerProcess worker(
      "var w = new Worker('w.js'); w.onmessage = function () { console.log('never'); };"
      "onmessage = function () { w.terminate(); };",
      shared_url, {});
  worker.run();
  worker.post(serialized("1"));
  worker.send(DownType::port_message, 1, port_message(one_port, {first_given_port}));
  CHECK(worker.run() == "terminate 1\nclose g0\n");
}

TEST_CASE("a worker refuses more ports than it may hold, and may again after some went") {
  WorkerProcess worker(
      "var a = new MessageChannel(), b = new MessageChannel(), z = new MessageChannel();"
      "try { new MessageChannel(); } catch (e) { console.log(e.name + ' ' + e.code); }"
      "b.port1.close(); b.port2.close(); var c = new MessageChannel();"
      "try { new MessageChannel(); } catch (e) { console.log(e.name + ' ' + e.code); }"
      "a = null; c = new MessageChannel(); console.log('garbage does not count');"
      "onmessageerror = function (e) { console.log(e.type); };"
      "onmessage = function (e) { console.log(e.type); c.port1.close(); c.port2.close(); };",
      shared_url, {});
  CHECK(worker.run() ==
        "limit ports 1\nQuotaExceededError 22\nQuotaExceededError 22\ngarbage does not count\n"
        "started\nlimit ports 1\n");
}

TEST_CASE("a root has nobody to give a port to") {
  WorkerProcess worker(
      "var c = new MessageChannel();"
      "try { postMessage(1, [c.port1]); } catch (e) { console.log(e.name); }"
      "c.port1.onmessage = function () { console.log('still mine'); }; c.port2.postMessage(1);",
      std::string(shared_url) + "?root", {});
  CHECK(worker.run() == "DataCloneError\nstarted\nstill mine\n");
}

TEST_CASE("a getter that closes or gives away the port in the middle of a post does no harm") {
  WorkerProcess worker(
      "onmessage = function (e) { var p = e.ports[0];"
      "  p.postMessage({get x() { p.close(); return 1; }}); p.postMessage(2);"
      "  console.log('done'); };",
      shared_url, {});
  worker.run();
  worker.send(DownType::port_message, inside_port, port_message(one_port, {first_given_port}));
  CHECK(worker.run() == "close g0\ndone\n");
}

}  // namespace
}  // namespace skep::test
