// All clients of the control protocol: each has a session; together they are who events are for.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "daemon/control/session.h"
#include "daemon/events.h"

namespace skep::control {

class Clients final : public EventSink {
 public:
  static constexpr size_t most = 1000;

  // `gone` is called from the event loop, after a client's session has closed, with the trees that
  // it owned. `relieved`: some client reads again.
  struct Listener {
    std::function<void(ClientId, std::vector<WorkerId> owned)> gone;
    std::function<void()> relieved;
  };

  // `target` must outlive the clients.
  Clients(Target& target, Listener listener) : target_(target), listener_(std::move(listener)) {}

  bool full() const { return sessions_.size() >= most; }

  // A new client on a connected socket. Not when full.
  ClientId add(Session::Socket socket, Session::Options options);

  // Somebody was not let in.
  void count_refused() { ++target_.counters().connections_refused; }

  // Takes no more requests and events, sends what is queued, then closes: all of them.
  void close_when_sent();

  size_t count() const { return sessions_.size(); }
  uint64_t events_lost() const;

  // --- EventSink ---
  void publish(const Event& event) override;
  bool congested(WorkerId worker) const override;
  bool wants_messages(WorkerId root) const override;

 private:
  void on_closed(ClientId id);

  Target& target_;
  Listener listener_;
  std::map<ClientId, std::shared_ptr<Session>> sessions_;
  uint64_t last_id_ = 0;
  uint64_t events_lost_before_ = 0;  // by clients that are gone
};

}  // namespace skep::control
