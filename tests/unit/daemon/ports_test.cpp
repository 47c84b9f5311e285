#include "daemon/tree/ports.h"

#include <doctest/doctest.h>

namespace skep {
namespace {

constexpr WorkerId someone{1};

HeldMessage message(std::string text, std::vector<PortId> ports = {}) {
  return {std::move(text), std::move(ports), false};
}

std::string texts(std::deque<HeldMessage> messages) {
  std::string all;
  for (const HeldMessage& held : messages) all += held.clone;
  return all;
}

struct Pair {
  explicit Pair(Ports& ports) : one(ports.add(someone, 1).id), other(ports.add(someone, 2).id) {
    Ports::entangle(*ports.find(one), *ports.find(other));
  }
  PortId one;
  PortId other;
};

TEST_CASE("what its owner gives back to a port comes before what came meanwhile") {
  Ports ports;
  Port& port = ports.add(someone, 1);
  ports.hold(port, message("3"));
  ports.give_back(port, message("1"));
  ports.hold(port, message("4"));
  ports.give_back(port, message("2"));
  CHECK(texts(ports.take(port)) == "1234");
  ports.hold(port, message("6"));
  ports.give_back(port, message("5"));
  CHECK(texts(ports.take(port)) == "56");
}

TEST_CASE("waiting bytes are counted, here and for the tenant") {
  uint64_t total = 0;
  {
    Ports ports;
    ports.charge_to(total);
    Port& port = ports.add(someone, 1);
    ports.hold(port, message("hello"));
    CHECK(ports.waiting_bytes() >= 5);
    CHECK(total == ports.waiting_bytes());
    const uint64_t waited = total;
    ports.take(port);
    CHECK(total == 0);
    CHECK(ports.moved_bytes() == waited);
    ports.hold(port, message("and again"));
    CHECK(total != 0);
  }
  CHECK(total == 0);
}

TEST_CASE("a port that goes leaves its peer alone") {
  Ports ports;
  const Pair pair(ports);
  CHECK(ports.remove({pair.one}) == std::vector<PortId>{pair.other});
  CHECK(ports.find(pair.one) == nullptr);
  CHECK(ports.find(pair.other)->peer == PortId::none);
  CHECK(ports.remove({pair.other, pair.other}).empty());
  CHECK(ports.count() == 0);
}

TEST_CASE("what waits at a port goes with it, and the ports in that") {
  Ports ports;
  const Pair carrier(ports);
  const Pair carried(ports);
  ports.hold(*ports.find(carrier.one), message("m", {carried.one}));
  CHECK(ports.remove({carrier.one}) == std::vector<PortId>{carrier.other, carried.other});
  CHECK(ports.count() == 2);
  CHECK(ports.waiting_bytes() == 0);
}

TEST_CASE("ports that wait in each other's messages go when one outside of the ring does") {
  Ports ports;
  const Pair a(ports);
  const Pair b(ports);
  ports.hold(*ports.find(a.other), message("m", {b.other}));
  ports.hold(*ports.find(b.other), message("m", {a.other}));
  // What a worker still holds: a.one and b.one. To close one leaves the other alone.
  CHECK(ports.remove({a.one, a.other}) == std::vector<PortId>{b.one});
  CHECK(ports.count() == 1);
}

TEST_CASE("ports may lie in each other's messages as deep as they like") {
  Ports ports;
  constexpr int deep = 200'000;
  Pair outermost(ports);
  PortId around = outermost.one;
  for (int i = 0; i < deep; ++i) {
    const Pair inner(ports);
    ports.hold(*ports.find(around), message("m", {inner.one}));
    around = inner.one;
  }
  CHECK(ports.remove({outermost.one}).size() == deep + 1);
  CHECK(ports.waiting_bytes() == 0);
}

}  // namespace
}  // namespace skep
