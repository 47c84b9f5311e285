// A receiver whose ring is full holds back who posts to it, although its queue has room: what they
// write stays in their rings, and need not be copied into the queue and out of it again. As long as
// it takes something, that costs them less than to go on would. But a sender has others to post to:
// who leaves its ring alone for the time of one patience is not waited for until it moves again.
#include <utility>

#include "daemon/routing/router.h"

namespace skep {
namespace {

constexpr auto patience = std::chrono::microseconds(500);

}  // namespace

void Router::hold(Worker& sender, Worker& receiver) {
  sender.waits_for = receiver.id;
  receiver.stalled_senders.push_back(sender.id);
  if (std::exchange(receiver.holds_senders, true)) return;
  receiver.taken_when_held = receiver.end->taken();
  holders_.push_back(receiver.id);
  if (!patience_running_) watch_holders();
}

// It moved, or its patience is over: who waits for it is heard again.
void Router::watch_holders() {
  patience_running_ = true;
  patience_timer_.expires_after(patience);
  patience_timer_.async_wait([this](const Error& error) {
    if (error) return;
    patience_running_ = false;
    for (const WorkerId id : std::exchange(holders_, {})) {
      Worker* receiver = workers_.find(id);
      if (receiver == nullptr) continue;
      receiver->holds_senders = false;
      if (!receiver->end || receiver->stalled_senders.empty()) continue;
      const uint64_t taken = receiver->end->taken();
      receiver->slow = taken == std::exchange(receiver->taken_when_held, taken);
      if (receiver->slow) {
        release_senders(*receiver);
      } else {
        receiver->holds_senders = true;
        holders_.push_back(id);
      }
    }
    if (!holders_.empty()) watch_holders();
    kick();
  });
}

}  // namespace skep
