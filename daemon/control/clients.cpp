#include "daemon/control/clients.h"

#include <algorithm>

#include "base/check.h"
#include "daemon/control/events.h"

namespace skep::control {

ClientId Clients::add(Session::Socket socket, Session::Options options) {
  SKEP_CHECK(!full());
  const ClientId id{++last_id_};
  ++target_.counters().connections;
  options.id = id;
  const auto session = std::make_shared<Session>(std::move(socket), target_, options);
  sessions_.emplace(id, session);
  session->start([this, id] { on_closed(id); }, [this] { listener_.relieved(); });
  return id;
}

void Clients::on_closed(ClientId id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  const std::shared_ptr<Session> session = std::move(found->second);
  sessions_.erase(found);
  events_lost_before_ += session->events_lost();
  for (const StreamWish& wish : session->streams().wishes()) {
    if (wish.channel) target_.channel_leave(wish.workers.front(), *wish.channel);
  }
  // First the workers that waited for it may go on, then the owner hears of what it has left.
  listener_.relieved();
  listener_.gone(id, {session->owned().begin(), session->owned().end()});
}

void Clients::close_when_sent() {
  // A session that has nothing to send closes later, from the event loop.
  for (const auto& [id, session] : sessions_) session->close_when_sent();
}

uint64_t Clients::events_lost() const {
  uint64_t lost = events_lost_before_;
  for (const auto& [id, session] : sessions_) lost += session->events_lost();
  return lost;
}

void Clients::publish(const Event& event) {
  for (const auto& [id, session] : sessions_) session->publish(event);
}

bool Clients::congested(WorkerId worker) const {
  return std::ranges::any_of(
      sessions_, [worker](const auto& each) { return each.second->holds_back(worker); });
}

bool Clients::wants_messages(WorkerId root) const {
  return std::ranges::any_of(
      sessions_, [root](const auto& each) { return each.second->wants_messages(root); });
}

}  // namespace skep::control
