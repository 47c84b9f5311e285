#include "daemon/locks.h"

#include <algorithm>

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
  if (mode == LockMode::exclusive) return lock.held.empty();
  return lock.held.empty() || lock.held.front().mode == LockMode::shared;
}

// https://w3c.github.io/web-locks/#process-the-lock-request-queue
void Locks::process_queue(Lock& lock, Answers& answers) {
  while (!lock.queue.empty() && is_grantable(lock, lock.queue.front().mode)) {
    Entry& next = lock.queue.front();
    next.held = true;
    answers.push_back({next.worker, {next.request, LockAnswer::Kind::granted}});
    lock.held.splice(lock.held.end(), lock.queue, lock.queue.begin());
  }
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
  if (request.steal != 0) {
    for (const Entry& held : lock.held) {
      answers.push_back({held.worker, {held.request, LockAnswer::Kind::stolen}});
      forget(held);
      snapshot_bytes_ -= snapshot_cost(request.name);
    }
    lock.held.clear();
  }
  const auto where = request.steal != 0 ? lock.queue.begin() : lock.queue.end();
  const Entry entry = {++last_order_, worker, request.request, request.mode, false, place};
  entries_[worker].emplace(request.request, lock.queue.insert(where, entry));
  snapshot_bytes_ += snapshot_cost(request.name);
  process_queue(lock, answers);
}

void Locks::release(WorkerId worker, uint32_t request, Answers& answers) {
  const auto its = entries_.find(worker);
  if (its == entries_.end()) return;
  const auto found = its->second.find(request);
  if (found == its->second.end()) return;
  const auto entry = found->second;
  forget(*entry);
  settle(remove(entry), answers);
}

void Locks::leave(WorkerId worker, Answers& answers) {
  const auto its = entries_.extract(worker);
  if (its.empty()) return;
  // All of them first: what becomes free must not go to the worker that leaves.
  std::map<std::string_view, Table::iterator> places;
  for (const auto& [request, entry] : its.mapped()) {
    const auto place = remove(entry);
    places.emplace(place->first, place);
  }
  for (const auto& [name, place] : places) settle(place, answers);
}

Locks::Table::iterator Locks::remove(Entries::iterator entry) {
  const auto place = entry->lock;
  Lock& lock = place->second;
  snapshot_bytes_ -= snapshot_cost(place->first);
  (entry->held ? lock.held : lock.queue).erase(entry);
  return place;
}

void Locks::settle(Table::iterator place, Answers& answers) {
  process_queue(place->second, answers);
  if (place->second.held.empty() && place->second.queue.empty()) locks_.erase(place);
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
    for (const Entry& entry : lock.held) held.push_back({&entry, name});
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
