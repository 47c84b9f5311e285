#include "sandbox/timers.h"

#include <algorithm>
#include <functional>

namespace skep {

uint32_t Timers::add(uint64_t now_ns, int32_t delay_ms, bool repeats, uint32_t callback) {
  while (next_id_ == 0 || next_id_ > INT32_MAX || timers_.contains(next_id_)) {
    next_id_ = next_id_ >= INT32_MAX ? 1 : next_id_ + 1;
  }
  const uint32_t id = next_id_++;
  Timer& timer = timers_[id];
  timer = {delay_ms, nesting_, callback, repeats, 0};
  arm(now_ns, id, timer);
  return id;
}

// https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timer-initialisation-steps
void Timers::arm(uint64_t now_ns, uint32_t id, Timer& timer) {
  // 4. If timeout is less than 0, then set timeout to 0.
  int32_t timeout = std::max(timer.delay_ms, 0);
  // 5. If nesting level is greater than 5, and timeout is less than 4, then set timeout to 4.
  if (timer.nesting > 5) timeout = std::max(timeout, 4);
  // 10. Increment nesting level by one.
  timer.nesting++;
  timer.order = next_order_++;
  heap_.push_back({now_ns + static_cast<uint64_t>(timeout) * 1'000'000, timer.order, id});
  std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
}

bool Timers::is_current(const Place& place) const {
  const auto found = timers_.find(place.id);
  return found != timers_.end() && found->second.order == place.order;
}

// Cancelled timers leave their place behind: it goes when it comes first, or when most are such.
void Timers::drop_outdated() {
  while (!heap_.empty() && !is_current(heap_.front())) {
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
    heap_.pop_back();
  }
  if (heap_.size() > 64 && heap_.size() > 2 * timers_.size()) {
    std::erase_if(heap_, [this](const Place& place) { return !is_current(place); });
    std::make_heap(heap_.begin(), heap_.end(), std::greater<>());
  }
}

std::optional<uint32_t> Timers::cancel(uint32_t id) {
  const auto found = timers_.find(id);
  if (found == timers_.end()) return std::nullopt;
  const uint32_t callback = found->second.callback;
  timers_.erase(found);
  drop_outdated();
  return callback;
}

std::vector<uint32_t> Timers::cancel_all() {
  std::vector<uint32_t> callbacks;
  for (const auto& [id, timer] : timers_) callbacks.push_back(timer.callback);
  timers_.clear();
  heap_.clear();
  return callbacks;
}

uint64_t Timers::next_due() {
  drop_outdated();
  return heap_.empty() ? UINT64_MAX : heap_.front().due_ns;
}

std::optional<Timers::Due> Timers::take(uint64_t now_ns) {
  if (next_due() > now_ns) return std::nullopt;
  const uint32_t id = heap_.front().id;
  std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
  heap_.pop_back();
  Timer& timer = timers_.at(id);
  timer.order = 0;
  nesting_ = timer.nesting;
  return Due{id, timer.callback, timer.repeats};
}

std::optional<uint32_t> Timers::finish(uint64_t now_ns, uint32_t id) {
  nesting_ = 0;
  const auto found = timers_.find(id);
  if (found == timers_.end()) return std::nullopt;
  if (found->second.repeats) {
    arm(now_ns, id, found->second);
    return std::nullopt;
  }
  const uint32_t callback = found->second.callback;
  timers_.erase(found);
  return callback;
}

}  // namespace skep
