#include "daemon/routing/router.h"

#include <algorithm>

#include <boost/asio/post.hpp>

#include "daemon/routing/up_message.h"
#include "ipc/futex.h"

namespace skep {
namespace {

// Turns before timers and clients are looked at again.
constexpr size_t turns_per_run = 64;

}  // namespace

Router::Router(boost::asio::io_context& io, WorkerTable& workers, Client& client,
               Counters& counters)
    : io_(io),
      workers_(workers),
      client_(client),
      counters_(counters),
      patience_timer_(io),
      ring_pages_(io, workers) {}

void Router::schedule(Worker& worker) {
  if (worker.ready || !worker.end) return;
  worker.ready = true;
  ready_.push_back(worker.id);
}

void Router::kick() {
  if (running_ || ready_.empty()) return;
  running_ = true;
  boost::asio::post(io_, [this] { run(); });
}

void Router::wake(Worker& worker) {
  flush(worker);
  schedule(worker);
  if (!running_) run();
}

void Router::run() {
  running_ = true;
  // No second turn for anybody before the doorbells are looked at: who rings now is in the list
  // before those who never stop.
  for (size_t turns = std::min(turns_per_run, ready_.size()); turns > 0 && !ready_.empty();
       --turns) {
    Worker* worker = workers_.find(ready_.front());
    ready_.pop_front();
    if (worker == nullptr) continue;
    worker->ready = false;
    if (worker->end && turn(*worker)) schedule(*worker);
  }
  running_ = false;
  kick();
}

bool Router::turn(Worker& worker) {
  const bool more = take_turn(worker);
  wake_receivers();
  return more;
}

bool Router::take_turn(Worker& worker) {
  // Whoever makes room schedules it again.
  if (worker.waits_for != WorkerId::none || worker.waits_for_ports || worker.pace_timer) {
    return false;
  }
  // Whoever asks and does not take the answers fills the queue that others are kept from filling:
  // it is not heard until it takes some. flush() schedules it again.
  worker.glutted = worker.down.bytes() > 2 * worker.limits.queue_bytes;
  if (worker.glutted) return false;
  SupervisorEnd& end = *worker.end;
  RingReader& reader = end.reader();
  if (reader.snapshot() == RingState::violation) {
    violation(worker, "the tail of its ring makes no sense");
    return false;
  }
  bool more = true;
  size_t bytes = 0;
  carried_ = 0;
  int records = 0;
  for (; records < records_per_turn && bytes < bytes_per_turn; ++records) {
    RecordHeader header;
    std::span<const std::byte> payload;
    const RingState state = reader.peek(header, payload);
    if (state == RingState::violation) {
      violation(worker, "a record of its ring makes no sense");
      return false;
    }
    if (state == RingState::empty) {
      more = end.await_doorbell();
      break;
    }
    const Taken taken = take(worker, header, payload, true);
    if (taken == Taken::later) {
      more = false;
      break;
    }
    if (taken == Taken::violation) return false;
    reader.release();
    bytes += header.length + std::exchange(carried_, 0);
  }
  end.room_was_made();
  if (records > 0) client_.on_taken(worker);
  return more;
}

void Router::wake_later(Worker& receiver, const RecordHeader& record) {
  if (published_.empty() || published_.back().receiver != receiver.id) {
    published_.push_back({receiver.id, record});
  } else if (!ends_message(published_.back().last)) {
    published_.back().last = record;
  }
}

void Router::wake_receivers() {
  for (const Published& published : published_) {
    Worker* receiver = workers_.find(published.receiver);
    if (receiver != nullptr && receiver->end) receiver->end->wake_for(published.last);
  }
  published_.clear();
}

void Router::drain_all(Worker& worker) {
  if (!worker.end) return;
  RingReader& reader = worker.end->reader();
  if (reader.snapshot() != RingState::ready) return;
  RecordHeader header;
  std::span<const std::byte> payload;
  while (reader.peek(header, payload) == RingState::ready) {
    if (take(worker, header, payload, false) != Taken::yes) return;
    reader.release();
  }
}

Router::Taken Router::take(Worker& worker, const RecordHeader& header,
                           std::span<const std::byte> payload, bool wait) {
  if (!up_message::continues(worker.unfinished, header)) {
    violation(worker, "a record does not continue the message before it");
    return Taken::violation;
  }
  const auto type = static_cast<UpType>(header.type);
  // What a worker says after its end was decided is not heard, but for what it printed before.
  const bool heard = is_heard(worker.state) && !worker.condemned;
  const bool paced = heard && is_paced(worker, header);
  if (paced && wait && !may_send(worker)) return Taken::later;
  Taken taken = Taken::yes;
  const bool to_inside_of_root = worker.parent == WorkerId::none && header.channel == inside_port;
  if (heard && type == UpType::message) {
    taken = to_inside_of_root ? to_outside(worker, header, payload, wait)
                              : forward(worker, header, payload, wait);
  } else if (heard || type == UpType::console) {
    taken = assemble(worker, header, payload, wait);
  }
  if (taken != Taken::yes) return taken;
  if (paced) charge_message(worker);
  up_message::advance(worker.unfinished, header);
  ring_pages_.note(worker);
  return taken;
}

Router::Taken Router::forward(Worker& worker, const RecordHeader& header,
                              std::span<const std::byte> payload, bool wait) {
  const auto port = worker.ports.find(header.channel);
  if (port == worker.ports.end()) {
    if (header.channel <= worker.last_handle) return Taken::yes;  // a port that is gone
    violation(worker, "it named a port that it does not have");
    return Taken::violation;
  }
  const bool first = (header.flags & flag_first) != 0;
  Worker* receiver = workers_.find(port->second.worker);
  if (receiver == nullptr || !is_there(*receiver)) {
    if (first) ++worker.messages_out;
    return Taken::yes;
  }
  if (wait && !has_room(*receiver, 0)) {
    stall(worker, *receiver);
    return Taken::later;
  }
  SupervisorEnd* end = receiver->end ? &*receiver->end : nullptr;
  bool armed;
  const bool idle = end != nullptr && end->idle(armed);

  RecordHeader down = header;
  down.type = static_cast<uint8_t>(DownType::message);
  down.channel = port->second.handle;
  const bool patient = wait && end != nullptr && !receiver->slow;
  const RingState state = patient ? receiver->down.try_publish(end, down, payload)
                                  : receiver->down.push(end, down, payload);
  if (patient && state == RingState::ready) wake_later(*receiver, down);
  ring_pages_.note(*receiver);
  if (state == RingState::full) {
    hold(worker, *receiver);
    return Taken::later;
  }
  if (first) ++worker.messages_out;
  if (state == RingState::violation) {
    violation(*receiver, "the head of its ring makes no sense");
    return Taken::yes;
  }
  counters_.message_bytes += payload.size();
  if ((header.flags & flag_last) != 0) {
    ++receiver->messages_in;
    ++counters_.messages;
  }
  if (idle) note_woken(*receiver);
  return Taken::yes;
}

Router::Taken Router::assemble(Worker& worker, const RecordHeader& header,
                               std::span<const std::byte> payload, bool wait) {
  const auto type = static_cast<UpType>(header.type);
  if (wait && type == UpType::console && holds_back(worker, worker.id)) return Taken::later;
  // What its owner is asked waits like what it is told; a stranger's client may not make it wait.
  if (wait && type == UpType::host_call && holds_back(worker, worker.tree->root)) {
    return Taken::later;
  }
  std::string& bytes = worker.unfinished.assembled;
  if ((header.flags & flag_first) != 0) bytes.clear();
  if (bytes.size() + payload.size() > up_message::most_bytes(type, worker.limits.memory_bytes)) {
    violation(worker, "a request is longer than any correct one");
    return Taken::violation;
  }
  // The one copy out of memory that the worker can still change.
  bytes.append(reinterpret_cast<const char*>(payload.data()), payload.size());
  if ((header.flags & flag_last) != 0) {
    const bool waits = (type == UpType::broadcast && !may_broadcast(worker, as_bytes(bytes))) ||
                       !may_post(worker, header, bytes.size());
    if (wait && waits) {
      // The record is taken once more later: what it says then is what counts.
      bytes.resize(bytes.size() - payload.size());
      return Taken::later;
    }
    const std::string whole = std::move(bytes);
    bytes.clear();
    if (type == UpType::host_call) carried_ += outward_cost;
    client_.on_request(worker, header, as_bytes(std::string_view(whole)));
  }
  return Taken::yes;
}

void Router::stall(Worker& sender, Worker& receiver) {
  ++counters_.queue_stalls;
  client_.on_limit_met(receiver, limit_in_the_way(receiver), 1);
  sender.waits_for = receiver.id;
  receiver.stalled_senders.push_back(sender.id);
  if (!receiver.stall_timer) watch_stall(receiver);
}

void Router::watch_stall(Worker& receiver) {
  receiver.taken_before = receiver.end ? receiver.end->taken() : 0;
  receiver.stall_timer = std::make_unique<boost::asio::steady_timer>(
      io_, std::chrono::milliseconds(receiver.limits.stall_ms));
  receiver.stall_timer->async_wait([this, id = receiver.id](const Error& error) {
    Worker* worker = error ? nullptr : workers_.find(id);
    if (worker == nullptr) return;
    worker->stall_timer.reset();
    if (worker->stalled_senders.empty()) return;
    // A worker that still loads has no queue to take from; it is judged once it runs.
    const bool moved = !worker->end || worker->end->taken() != worker->taken_before;
    if (moved) return watch_stall(*worker);
    client_.on_unresponsive(*worker);
  });
}

void Router::release_senders(Worker& receiver) {
  for (const WorkerId id : std::exchange(receiver.stalled_senders, {})) {
    Worker* sender = workers_.find(id);
    if (sender == nullptr || sender->waits_for != receiver.id) continue;
    sender->waits_for = WorkerId::none;
    schedule(*sender);
  }
}

void Router::flush(Worker& worker) {
  if (!worker.end) return;
  if (worker.down.wants_room() && worker.down.flush(*worker.end) == RingState::violation) {
    return violation(worker, "the head of its ring makes no sense");
  }
  ring_pages_.note(worker);
  if (worker.slow) worker.slow = worker.end->taken() == worker.taken_when_held;
  if (worker.down.bytes() <= worker.limits.queue_bytes / 2 &&
      worker.down.messages() <= worker.limits.queue_count / 2) {
    release_senders(worker);
  }
  if (worker.glutted && worker.down.bytes() <= worker.limits.queue_bytes) schedule(worker);
}

void Router::send(Worker& worker, DownType type, PortHandle channel,
                  std::span<const std::byte> bytes) {
  if (worker.state == WorkerState::terminating || worker.state == WorkerState::gone) return;
  // A small request may have a large answer: it counts for the turn of whoever asked.
  carried_ += bytes.size();
  SupervisorEnd* end = worker.end ? &*worker.end : nullptr;
  if (worker.down.push_whole(end, type, channel, bytes) == RingState::violation) {
    violation(worker, "the head of its ring makes no sense");
  }
  ring_pages_.note(worker);
}

void Router::resume() {
  for (const WorkerId id : std::exchange(congested_, {})) {
    Worker* worker = workers_.find(id);
    if (worker == nullptr) continue;
    worker->held_back = false;
    schedule(*worker);
  }
  kick();
}

void Router::forget(Worker& worker) {
  worker.pace_timer.reset();
  worker.down.clear();
  release_senders(worker);
  if (Worker* receiver = workers_.find(worker.waits_for)) {
    std::erase(receiver->stalled_senders, worker.id);
  }
  worker.waits_for = WorkerId::none;
  std::erase(worker.tree->stalled_on_ports, worker.id);
  worker.waits_for_ports = false;
  kick();
}

std::vector<PortHandle> Router::purge_from(Worker& receiver, PortHandle channel, Worker& sender) {
  std::vector<PortHandle> brought;
  if (sender.messages_out != 0) {
    carried_ += receiver.down.records() * sizeof(RecordHeader);
    brought = receiver.down.purge(channel);
  }
  if (sender.waits_for == receiver.id) {
    std::erase(receiver.stalled_senders, sender.id);
    sender.waits_for = WorkerId::none;
    schedule(sender);
    kick();
  }
  // The rest of a message of which the receiver has a part will never come.
  const UnfinishedMessage& unfinished = sender.unfinished;
  if (!unfinished.open || static_cast<UpType>(unfinished.header.type) != UpType::message) {
    return brought;
  }
  const auto port = sender.ports.find(unfinished.header.channel);
  if (port == sender.ports.end() || port->second.worker != receiver.id) return brought;
  RecordHeader abort = unfinished.header;
  abort.type = static_cast<uint8_t>(DownType::message);
  abort.flags = flag_abort;
  abort.channel = channel;
  receiver.down.push(receiver.end ? &*receiver.end : nullptr, abort, {});
  return brought;
}

void Router::violation(Worker& worker, std::string_view what) {
  client_.on_violation(worker, what);
}

}  // namespace skep
