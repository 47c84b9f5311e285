// Message rates: who posts more than its limit, or its tenant's quota, is not heard until it may
// post again. Its ring fills, and postMessage() waits: nothing is lost.
//
// Who has to wait takes its place at once, so that many workers of one tenant are heard in turn and
// each is woken once. A timer runs only while somebody waits.
#include <algorithm>

#include "daemon/routing/router.h"
#include "ipc/futex.h"

namespace skep {
namespace {

// Shorter waits would cost more than they bring. What is waited too long may be posted at once.
constexpr uint64_t least_wait_ns = 5'000'000;

}  // namespace

// What a script posts, to whomever. What it asks the supervisor for has limits of its own.
bool Router::is_paced(const Worker& worker, const RecordHeader& header) {
  if (worker.limits.messages_per_s == 0 && worker.tree->account->quota.messages_per_s == 0) {
    return false;
  }
  const auto type = static_cast<UpType>(header.type);
  return (header.flags & flag_first) != 0 &&
         (type == UpType::message || type == UpType::broadcast || type == UpType::port_post ||
          type == UpType::host_call);
}

// Whether the next message may be taken now; if not, the worker is heard again once it may.
bool Router::may_send(Worker& worker) {
  if (worker.message_reserved) return true;
  const uint64_t now = monotonic_ns();
  const Tenant& tenant = *worker.tree->account;
  uint64_t ready = 0;
  SoftLimit limit = SoftLimit::messages_per_s;
  if (const uint64_t rate = worker.limits.messages_per_s; rate != 0) {
    ready = worker.messages.ready_ns(rate, 1);
  }
  if (const uint64_t rate = tenant.quota.messages_per_s; rate != 0) {
    const uint64_t of_tenant = tenant.messages.ready_ns(rate, 1);
    if (of_tenant > ready) {
      ready = of_tenant;
      limit = SoftLimit::tenant_messages;
    }
  }
  if (ready <= now) return true;
  charge_message(worker);
  worker.message_reserved = true;
  const auto wait = std::chrono::nanoseconds(std::max(ready - now, least_wait_ns));
  worker.pace_timer = std::make_unique<boost::asio::steady_timer>(io_, wait);
  worker.pace_timer->async_wait([this, id = worker.id](const Error& error) {
    Worker* found = error ? nullptr : workers_.find(id);
    if (found == nullptr) return;
    found->pace_timer.reset();
    schedule(*found);
    kick();
  });
  client_.on_limit_met(worker, limit, 1);
  return false;
}

void Router::stop_pacing(Worker& worker) {
  if (!worker.pace_timer) return;
  worker.pace_timer.reset();
  schedule(worker);
  kick();
}

void Router::charge_message(Worker& worker) {
  if (std::exchange(worker.message_reserved, false)) return;
  const uint64_t now = monotonic_ns();
  Tenant& tenant = *worker.tree->account;
  if (const uint64_t rate = worker.limits.messages_per_s; rate != 0) {
    worker.messages.take(now, rate, 1);
  }
  if (const uint64_t rate = tenant.quota.messages_per_s; rate != 0) {
    tenant.messages.take(now, rate, 1);
  }
}

}  // namespace skep
