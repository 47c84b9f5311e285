// Blob URLs of the worker, and of others of its tree, with the test as its supervisor.
#include <doctest/doctest.h>

#include "proto/blob_messages.h"
#include "worker_process.h"

namespace skep::test {
namespace {

constexpr const char* shared_url = "https://skep.localhost/main.js";

TEST_CASE("others are told of a blob URL and that it is revoked; its own worker asks nobody") {
  WorkerProcess worker(
      "var url = URL.createObjectURL(new Blob(['console.log(1)'], {type: 'text/javascript'}));"
      "new Worker(url); URL.revokeObjectURL(url); URL.revokeObjectURL('https://a/');",
      shared_url, {});
  const std::string log = worker.run();
  CHECK(log.starts_with("blob text/javascript console.log(1)\nspawn blob:https://skep.localhost/"));
  CHECK(log.ends_with("\nrevoke\nstarted\n"));
}

TEST_CASE("a blob URL that this worker did not make is asked for") {
  WorkerProcess worker(
      "new Worker('blob:https://skep.localhost/1#fragment');"
      "try { importScripts('blob:https://skep.localhost/2'); } catch (e) { console.log(e.name); }",
      shared_url, {});
  worker.blobs.emplace("blob:https://skep.localhost/1", "void 0");
  CHECK(worker.run() ==
        "find blob:https://skep.localhost/1\nspawn blob:https://skep.localhost/1#fragment\n"
        "find blob:https://skep.localhost/2\nNetworkError\nstarted\n");
}

TEST_CASE("a blob URL that another worker revokes names nothing here any more") {
  WorkerProcess worker(
      "var url = URL.createObjectURL(new Blob(['1'], {type: 'text/javascript'}));"
      "postMessage(url); onmessage = function () {"
      "  try { importScripts(url); } catch (e) { console.log(e.name); } };",
      shared_url, {});
  worker.run();
  REQUIRE(worker.messages.size() == 1);
  const size_t at = worker.messages[0].find("blob:");
  worker.send(DownType::blob_revoked, inside_port, encode(BlobUrl{worker.messages[0].substr(at)}));
  worker.post(std::string("\x01\0_", 3));
  const std::string log = worker.run();
  CHECK(log.starts_with("find blob:"));
  CHECK(log.ends_with("\nNetworkError\n"));
}

TEST_CASE("an opaque origin tells nobody and asks nobody") {
  WorkerProcess worker(
      "var url = URL.createObjectURL(new Blob(['1'])); URL.revokeObjectURL(url);"
      "try { importScripts('blob:https://skep.localhost/1'); } catch (e) { console.log(e.name); }",
      "data:text/javascript,0", {});
  CHECK(worker.run() == "NetworkError\nstarted\n");
}

}  // namespace
}  // namespace skep::test
