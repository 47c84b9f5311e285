#include "daemon/tree/locks.h"

#include <algorithm>
#include <utility>

#include "proto/limits.h"

namespace skep {
namespace {

// What an entry takes in a snapshot, as LockItem is encoded.
size_t snapshot_cost(std::string_view name) {
  static const size_t fields = encode(LockItem{}).size();
  return fields + name.size();
}

}  // namespace

// https://w3c.github.io/web-locks/#grantable, for the request that is next in the queue.
bool Locks::is_grantable(const Lock& lock, LockMode mode) {
  if (!lock.stolen.empty()) return false;  // they are told first
  if (mode == LockMode::exclusive) return lock.held->empty();
  return lock.held->empty() || lock.held->front().mode == LockMode::shared;
}

// https://w3c.github.io/web-locks/#process-the-lock-request-queue
bool Locks::process_queue(Lock& lock, Answers& answers, size_t most) {
  while (!lock.queue.empty() && is_grantable(lock, lock.queue.front().mode)) {
    if (answers.size() >= most) return false;
    Entry& next = lock.queue.front();
    next.in = lock.held.get();
    answers.push_back({next.worker, {next.request, LockAnswer::Kind::granted}});
    lock.held->splice(lock.held->end(), lock.queue, lock.queue.begin());
  }
  return true;
}

bool Locks::tell_robbed(Lock& lock, Answers& answers, size_t most) {
  while (!lock.stolen.empty()) {
    Entries& robbed = *lock.stolen.front();
    for (; !robbed.empty(); remove(robbed.begin())) {
      if (answers.size() >= most) return false;
      const Entry& entry = robbed.front();
      answers.push_back({entry.worker, {entry.request, LockAnswer::Kind::stolen}});
      forget(entry);
    }
    lock.stolen.pop_front();
  }
  return true;
}

// https://w3c.github.io/web-locks/#request-a-lock, its steps in the lock task queue.
void Locks::request(WorkerId worker, const LockRequest& request, Answers& answers) {
  auto place = locks_.find(request.name);
  if (place == locks_.end()) place = locks_.emplace(request.name, Lock()).first;
  Lock& lock = place->second;
  if (request.if_available != 0 && (!lock.queue.empty() || !is_grantable(lock, request.mode))) {
    answers.push_back({worker, {request.request, LockAnswer::Kind::unavailable}});
    return;
  }
  if (request.steal != 0 && !lock.held->empty()) {
    lock.stolen.push_back(std::exchange(lock.held, std::make_unique<Entries>()));
  }
  const auto where = request.steal != 0 ? lock.queue.begin() : lock.queue.end();
  const Entry entry = {++last_order_, worker, request.request, request.mode, &lock.queue, place};
  entries_[worker].emplace(request.request, lock.queue.insert(where, entry));
  snapshot_bytes_ += snapshot_cost(request.name);
  make_due(place);
  settle(answers);
}

void Locks::release(WorkerId worker, uint32_t request, Answers& answers) {
  const auto its = entries_.find(worker);
  if (its == entries_.end()) return;
  const auto found = its->second.find(request);
  if (found == its->second.end()) return;
  const auto entry = found->second;
  const auto place = entry->lock;
  forget(*entry);
  remove(entry);
  make_due(place);
  settle(answers);
}

void Locks::leave(WorkerId worker, Answers& answers) {
  const auto its = entries_.extract(worker);
  if (its.empty()) return;
  // All of them first: what becomes free must not go to the worker that leaves.
  for (const auto& [request, entry] : its.mapped()) {
    const auto place = entry->lock;
    remove(entry);
    make_due(place);
  }
  settle(answers);
}

void Locks::settle(Answers& answers) {
  const size_t most = answers.size() + most_answers;
  while (!due_.empty()) {
    const auto place = due_.front();
    Lock& lock = place->second;
    if (!tell_robbed(lock, answers, most) || !process_queue(lock, answers, most)) return;
    due_.pop_front();
    lock.due = false;
    if (lock.held->empty() && lock.queue.empty()) locks_.erase(place);
  }
}

void Locks::make_due(Table::iterator place) {
  if (std::exchange(place->second.due, true)) return;
  due_.push_back(place);
}

void Locks::remove(Entries::iterator entry) {
  snapshot_bytes_ -= snapshot_cost(entry->lock->first);
  entry->in->erase(entry);
}

void Locks::forget(const Entry& entry) {
  const auto its = entries_.find(entry.worker);
  its->second.erase(entry.request);
  if (its->second.empty()) entries_.erase(its);
}

size_t Locks::count(WorkerId worker) const {
  const auto found = entries_.find(worker);
  return found == entries_.end() ? 0 : found->second.size();
}

std::string Locks::snapshot(uint32_t query) const {
  struct Named {
    const Entry* entry;
    std::string_view name;
  };
  LockSnapshot snapshot{.query = query, .items = {}};
  if (snapshot_bytes_ > max_lock_snapshot_bytes) {
    snapshot.whole = 0;
    return encode(snapshot);
  }
  std::vector<Named> held;
  std::vector<Named> pending;
  for (const auto& [name, lock] : locks_) {
    for (const Entry& entry : *lock.held) held.push_back({&entry, name});
    for (const Entry& entry : lock.queue) pending.push_back({&entry, name});
  }
  std::string items;
  for (std::vector<Named>* part : {&held, &pending}) {
    std::ranges::sort(*part, {}, [](const Named& named) { return named.entry->order; });
    for (const Named& named : *part) {
      items += encode(LockItem{named.entry->mode, number(named.entry->worker), named.name});
    }
  }
  snapshot.held = static_cast<uint32_t>(held.size());
  snapshot.pending = static_cast<uint32_t>(pending.size());
  snapshot.items = items;
  return encode(snapshot);
}

}  // namespace skep
