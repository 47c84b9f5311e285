#include "daemon/control/host_functions.h"

#include <doctest/doctest.h>

#include "control_target_fake.h"
#include "proto/clone_json.h"
#include "proto/wire.h"

namespace skep::control {
namespace {

HostRegistration to_all() {
  HostRegistration registration;
  registration.scope = HostScope::all;
  return registration;
}

HostRegistration of_tenant(const char* tenant) {
  HostRegistration registration;
  registration.scope = HostScope::tenant;
  registration.tenant = tenant;
  return registration;
}

struct Hosts {
  FakeTarget target;
  FakeCaller client;
  HostFunctions& hosts = target.host_functions;

  void call(uint32_t number, std::string_view function, const Json& arguments = {1, 2}) {
    std::string problem;
    const std::string clone = *clone_of_json(arguments, ValueForm::plain, problem);
    hosts.call(WorkerId{1}, number, function, as_bytes(std::string_view(clone)));
  }
  // How the call ended: "refused NAME", "value JSON", "thrown JSON", or nothing yet.
  std::string result(uint32_t number) {
    const auto found = target.host_results.find(number);
    if (found == target.host_results.end()) return "";
    const size_t space = found->second.find(' ');
    if (found->second.starts_with("refused")) return found->second;
    std::string problem;
    const auto value = json_of_clone(as_bytes(std::string_view(found->second).substr(space + 1)),
                                     ValueForm::plain, problem);
    return found->second.substr(0, space + 1) + (value ? value->data.dump() : problem);
  }
};

TEST_CASE("a client that leaves too much unread is asked nothing more") {
  Hosts host;
  CHECK(host.hosts.add(host.client, "sum", {}));
  host.client.full = true;
  host.call(1, "sum");
  CHECK(host.result(1) == "refused QuotaExceededError");
  CHECK(host.client.requests.empty());
  CHECK(host.hosts.failed() == 1);
  host.client.full = false;
  host.call(2, "sum");
  CHECK(host.client.requests.size() == 1);
}

TEST_CASE("a worker that goes takes its own calls along and nobody else's") {
  Hosts host;
  CHECK(host.hosts.add(host.client, "sum", {}));
  host.call(1, "sum");
  host.call(2, "sum");
  std::string problem;
  const std::string clone = *clone_of_json(Json::array(), ValueForm::plain, problem);
  host.hosts.call(WorkerId{2}, 1, "sum", as_bytes(std::string_view(clone)));
  host.hosts.forget(WorkerId{1});
  host.hosts.forget(WorkerId{1});
  CHECK(host.client.notifications.size() == 2);
  REQUIRE(host.client.requests.size() == 1);
  CHECK(host.client.requests[0].params["worker"] == 2);
  CHECK(host.hosts.pending() == 1);
}

TEST_CASE("a call goes to the client that offers the function, and its result comes back") {
  Hosts host;
  CHECK(host.hosts.add(host.client, "sum", {}));
  host.call(7, "sum", {1, "two"});
  REQUIRE(host.client.requests.size() == 1);
  const auto& request = host.client.requests[0];
  CHECK(request.method == method::host_call);
  CHECK(request.params == Json{{"worker", 1}, {"function", "sum"}, {"arguments", {1, "two"}}});
  CHECK(host.hosts.pending() == 1);
  host.client.take_reply(request.id, {false, {{"sum", 3}}});
  CHECK(host.result(7) == R"(value {"sum":3})");
  CHECK(host.hosts.pending() == 0);
}

TEST_CASE("what the client throws arrives as an Error with its name and message") {
  Hosts host;
  host.hosts.add(host.client, "f", {});
  host.call(1, "f");
  host.client.take_reply(
      host.client.requests[0].id,
      {true, {{"code", 1}, {"message", "no such row"}, {"data", {{"name", "RangeError"}}}}});
  CHECK(host.result(1).starts_with(R"(thrown {"name":"RangeError","message":"no such row")"));
}

TEST_CASE("an error object of any shape is still an Error") {
  Hosts host;
  host.hosts.add(host.client, "f", {});
  uint32_t number = 0;
  for (const Json& error : {Json(5), Json::object(), Json{{"message", 5}, {"data", "x"}}}) {
    host.call(++number, "f");
    host.client.take_reply(host.client.requests[0].id, {true, error});
    CHECK(host.result(number).starts_with(R"(thrown {"name":"Error","message":)"));
  }
}

TEST_CASE("a function that nobody offers to this worker is refused") {
  Hosts host;
  host.call(1, "f");
  CHECK(host.result(1) == "refused NotFoundError");
  host.hosts.add(host.client, "f", {});
  host.target.tree.owner = ClientId{2};  // another client's worker
  host.call(2, "f");
  CHECK(host.result(2) == "refused NotFoundError");
  host.hosts.add(host.client, "f", of_tenant("t"));
  host.call(3, "f");
  CHECK(host.result(3) == "refused NotFoundError");
  host.target.tree.tenant = "t";
  host.call(4, "f");
  CHECK(host.client.requests.size() == 1);
  CHECK(host.hosts.remove(host.client.client, "f"));
  CHECK(!host.hosts.remove(host.client.client, "f"));
  host.call(5, "f");
  CHECK(host.result(5) == "refused NotFoundError");
}

TEST_CASE("the worker's owner is asked before those who serve everybody") {
  Hosts host;
  FakeCaller everybody;
  everybody.client = ClientId{9};
  host.hosts.add(everybody, "f", to_all());
  host.call(1, "f");
  CHECK(everybody.requests.size() == 1);
  host.hosts.add(host.client, "f", {});
  host.call(2, "f");
  CHECK(host.client.requests.size() == 1);
  CHECK(everybody.requests.size() == 1);
}

TEST_CASE("when the client goes, its calls are aborted and its functions are gone") {
  Hosts host;
  host.hosts.add(host.client, "f", {});
  host.call(1, "f");
  host.hosts.forget(host.client.client);
  CHECK(host.result(1) == "refused AbortError");
  CHECK(host.hosts.pending() == 0);
  host.call(2, "f");
  CHECK(host.result(2) == "refused NotFoundError");
}

TEST_CASE("when the worker goes, the client is told and nothing is answered") {
  Hosts host;
  host.hosts.add(host.client, "f", {});
  host.call(1, "f");
  const std::string id = host.client.requests[0].id;
  host.hosts.forget(WorkerId{1});
  REQUIRE(host.client.notifications.size() == 1);
  CHECK(host.client.notifications[0].first == method::host_cancel);
  CHECK(host.client.notifications[0].second == Json{{"id", id}, {"reason", "worker-gone"}});
  CHECK(host.client.requests.empty());
  CHECK(host.target.host_results.empty());
}

TEST_CASE("a call that takes too long is ended on both sides") {
  Hosts host;
  HostRegistration hurried;
  hurried.timeout = std::chrono::milliseconds(1);
  host.hosts.add(host.client, "f", hurried);
  host.call(1, "f");
  host.target.io.run();
  CHECK(host.result(1) == "refused TimeoutError");
  REQUIRE(host.client.notifications.size() == 1);
  CHECK(host.client.notifications[0].second["reason"] == "timeout");
}

TEST_CASE("what is no clone of an array, or no value of the form agreed on, is refused") {
  Hosts host;
  HostRegistration tagged;
  tagged.values = ValueForm::tagged;
  host.hosts.add(host.client, "f", tagged);
  host.hosts.call(WorkerId{1}, 1, "f", as_bytes(std::string_view("\x01garbage")));
  CHECK(host.result(1) == "refused DataCloneError");
  host.call(2, "f", {{"not", "an array"}});
  CHECK(host.result(2) == "refused DataCloneError");
  host.call(3, "f");
  host.client.take_reply(host.client.requests[0].id, {false, {{"$date", "never"}}});
  CHECK(host.result(3) == "refused DataCloneError");
}

TEST_CASE("one client offers a bounded number of functions") {
  Hosts host;
  for (size_t i = 0; i < max_host_functions; ++i) {
    CHECK(host.hosts.add(host.client, "f" + std::to_string(i), {}));
  }
  CHECK(!host.hosts.add(host.client, "one more", {}));
  CHECK(host.hosts.add(host.client, "f0", {}));
}

}  // namespace
}  // namespace skep::control
