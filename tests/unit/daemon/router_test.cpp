// Who is heard when, with real segments and the workers' ends of them in the same process.
#include "daemon/routing/router.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/post.hpp>
#include <doctest/doctest.h>

#include "ipc/worker_end.h"
#include "proto/lock_messages.h"
#include "proto/worker_messages.h"

namespace skep {
namespace {

constexpr int most_of_a_turn = 64;  // records

struct Place : Router::Client {
  struct Known {
    Worker* worker;
    std::unique_ptr<WorkerEnd> end;
  };

  Place() : router(io, workers, *this, counters) {}

  // A worker that runs; one without a segment is still loading.
  Known& add(bool has_segment = true) {
    Worker& worker = workers.add();
    if (!tree) {
      tree = std::make_shared<Tree>();
      tree->root = worker.id;
      tree->account = std::make_shared<Tenant>();
    } else {
      worker.parent = tree->root;
    }
    worker.tree = tree;
    std::unique_ptr<WorkerEnd> its;
    if (has_segment) {
      worker.state = WorkerState::running;
      worker.end.emplace(SupervisorEnd::create().value());
      its = std::make_unique<WorkerEnd>(Segment::map_for_worker(worker.end->memfd()).value(),
                                        worker.end->doorbell().get());
    }
    known.push_back({&worker, std::move(its)});
    return known.back();
  }
  static bool say(Known& who, UpType type, std::string_view payload) {
    RecordHeader header;
    header.type = static_cast<uint8_t>(type);
    header.channel = inside_port;
    header.flags = flag_first | flag_last;
    return who.end->send(header, as_bytes(payload)) == RingState::ready;
  }
  static void fill(Known& who) {
    while (say(who, UpType::lock_query, encode(LockQuery{1}))) {
    }
  }

  void on_request(Worker& worker, const RecordHeader& header,
                  std::span<const std::byte> bytes) override {
    heard.push_back(worker.id);
    if (on_heard) on_heard(worker);
    Broadcast broadcast;
    if (header.type == static_cast<uint8_t>(UpType::broadcast) && decode(bytes, broadcast)) {
      router.broadcast(*worker.tree, broadcast.channel, worker.id, bytes);
    }
  }
  void on_violation(Worker&, std::string_view what) override { FAIL(what); }
  void on_limit_met(Worker&, SoftLimit, uint64_t) override {}
  void on_taken(Worker&) override {}
  void on_unresponsive(Worker&) override {}
  bool congested(WorkerId) const override { return false; }
  bool wants_messages(WorkerId) const override { return false; }
  void on_posted_outside(Worker&, uint64_t, std::span<const std::byte>) override {}

  boost::asio::io_context io{1};
  WorkerTable workers;
  Counters counters;
  std::shared_ptr<Tree> tree;
  std::deque<Known> known;
  std::vector<WorkerId> heard;
  std::function<void(Worker&)> on_heard;
  Router router;
};

TEST_CASE_FIXTURE(Place, "who rings is heard before any of those who never stop is heard again") {
  constexpr int flooders = 3;
  for (int i = 0; i < flooders; ++i) fill(add());
  Known& quiet = add();
  bool asked = false;
  on_heard = [&](Worker& worker) {
    // There is always more of them.
    for (Known& one : known) {
      if (one.worker == &worker && &one != &quiet) fill(one);
    }
    if (heard.size() < 1000 || std::exchange(asked, true)) return;
    say(quiet, UpType::lock_query, encode(LockQuery{1}));
    // Its doorbell, as the event loop finds it.
    boost::asio::post(io, [&] { router.wake(*quiet.worker); });
  };
  for (int i = 0; i < flooders; ++i) router.wake(*known[static_cast<size_t>(i)].worker);
  const auto its_turn = [&] { return std::ranges::find(heard, quiet.worker->id); };
  while (its_turn() == heard.end()) {
    REQUIRE(heard.size() < 100'000);
    io.run_one();
  }
  // The rest of the turn in which it rang, and one of each.
  CHECK(its_turn() - heard.begin() - 1000 <= (flooders + 1) * most_of_a_turn);
}

TEST_CASE_FIXTURE(Place, "a broadcast takes as much of a turn as there are members to wake") {
  Known& sender = add();
  constexpr size_t members = 300;
  for (size_t i = 0; i < members; ++i) tree->channels.join("c", add().worker->id);
  while (say(sender, UpType::broadcast, encode(Broadcast{"c", "x"}))) {
  }
  router.wake(*sender.worker);
  CHECK(heard.size() == 1);
  CHECK(counters.messages == members);
  io.run_one();
  CHECK(heard.size() == 2);
}

TEST_CASE_FIXTURE(Place, "a broadcast that all have to wait for is kept once") {
  Known& sender = add();
  const std::string large(1 << 20, 'x');
  for (int i = 0; i < 3; ++i) {
    Known& member = add(false);
    tree->channels.join("c", member.worker->id);
  }
  const std::string bytes = encode(Broadcast{"c", large});
  SharedMessage message(as_bytes(std::string_view(bytes)));
  for (const WorkerId id : tree->channels.find("c")->members) {
    router.deliver(*workers.find(id), DownType::broadcast, message);
    CHECK(workers.find(id)->down.bytes() >= bytes.size());
  }
  const auto pieces = static_cast<long>((bytes.size() - 1) / RingWriter::max_payload + 1);
  CHECK(message.kept().use_count() == 2 + 3 * pieces);
  router.forget(*sender.worker);
  for (const WorkerId id : tree->channels.find("c")->members) router.forget(*workers.find(id));
  CHECK(message.kept().use_count() == 2);
}

// One worker posts to another, by a port of the number 5.
struct Posting : Place {
  Posting() : sender(add()), receiver(add()) {
    sender.worker->ports[port] = PortPeer{receiver.worker->id, inside_port};
    sender.worker->last_handle = port;
  }
  // As many messages as its ring takes.
  int post_all() {
    RecordHeader header;
    header.type = static_cast<uint8_t>(UpType::message);
    header.channel = port;
    header.flags = flag_first | flag_last;
    const std::string bytes(4000, 'x');
    int posted = 0;
    while (sender.end->send(header, as_bytes(std::string_view(bytes))) == RingState::ready) {
      ++posted;
    }
    return posted;
  }
  // Until nothing is left to be done but to wait.
  void settle() {
    io.restart();
    while (io.poll_one() != 0) {
    }
  }
  int take_all() {
    int taken = 0;
    RecordHeader header;
    std::span<const std::byte> payload;
    while (receiver.end->reader().snapshot() == RingState::ready) {
      while (receiver.end->reader().peek(header, payload) == RingState::ready) {
        receiver.end->reader().release();
        ++taken;
      }
    }
    return taken;
  }

  static constexpr PortHandle port = 5;
  Known& sender;
  Known& receiver;
};

TEST_CASE_FIXTURE(Posting,
                  "a full ring holds its senders back for one patience, then they are queued for") {
  int posted = post_all();
  router.wake(*sender.worker);
  settle();
  posted += post_all();
  router.wake(*sender.worker);
  // The timer is not over yet, or it is: in the order of what must be.
  if (!receiver.worker->slow) {
    CHECK(receiver.worker->down.empty());
    CHECK(sender.worker->waits_for == receiver.worker->id);
    CHECK(counters.messages < static_cast<uint64_t>(posted));
  }
  while (!receiver.worker->slow) {
    io.restart();
    REQUIRE(io.run_one() == 1);
  }
  settle();
  CHECK(sender.worker->waits_for == WorkerId::none);
  CHECK(counters.messages == static_cast<uint64_t>(posted));
  CHECK(receiver.worker->down.messages() > 0);
  CHECK(counters.queue_stalls == 0);

  // It moves: all of it arrives, and it is waited for again.
  int taken = 0;
  while (taken < posted) {
    taken += take_all();
    router.wake(*receiver.worker);
    settle();
  }
  CHECK(taken == posted);
  CHECK_FALSE(receiver.worker->slow);
  CHECK(receiver.worker->down.empty());
}

TEST_CASE_FIXTURE(Posting, "a receiver that moves is waited for, and nothing is queued for it") {
  int posted = 0;
  int taken = 0;
  bool was_slow = false;
  for (int round = 0; round < 50; ++round) {
    posted += post_all();
    router.wake(*sender.worker);
    settle();
    // A machine on which this takes longer than the patience shows nothing.
    was_slow = was_slow || receiver.worker->slow;
    if (!was_slow) CHECK(receiver.worker->down.empty());
    taken += take_all();
    router.wake(*receiver.worker);
    settle();
  }
  while (taken < posted) {
    taken += take_all();
    router.wake(*receiver.worker);
    settle();
  }
  CHECK(taken == posted);
}

}  // namespace
}  // namespace skep
