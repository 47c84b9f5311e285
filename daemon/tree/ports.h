// The MessagePorts of one tree that the supervisor knows: those of channels whose two ends are not
// both in the worker that made them, and the messages that wait at them.
// https://html.spec.whatwg.org/multipage/web-messaging.html#message-ports
//
// At any moment a port is either held by one worker, which names it by a handle, or in exactly one
// message that waits at another port. Messages wait at a port until its owner has started it, so a
// port that is given away takes them along by being what they wait at. Workers can make rings of
// ports that wait in each other's messages: those go when a port outside of the ring goes.
//
// Plain state. Who may do what, and what workers are told, is in port_traffic.cpp.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "proto/ids.h"

namespace skep {

// A message at a port, or on its way to a worker.
struct HeldMessage {
  std::string clone;
  std::vector<PortId> ports;
  bool refused = false;  // PortMessage::refused

  // What it costs while it waits, near enough.
  size_t cost() const { return clone.size() + ports.size() * sizeof(PortId) + 128; }
};

struct Port {
  PortId id = PortId::none;
  PortId peer = PortId::none;       // none: it was closed
  WorkerId owner = WorkerId::none;  // none: the port is in a message
  PortHandle handle = 0;            // of its owner
  bool started = false;             // messages go on to its owner and do not wait here
  size_t given_back = 0;            // of the waiting ones, how many its owner had already
  std::deque<HeldMessage> waiting;
};

class Ports {
 public:
  Ports() = default;
  Ports(const Ports&) = delete;
  Ports& operator=(const Ports&) = delete;
  ~Ports();

  // What waits here is also counted in `total`, which must outlive this. Call while empty.
  void charge_to(uint64_t& total) { total_ = &total; }

  // Both stay where they are when others come and go.
  Port& add(WorkerId owner, PortHandle handle);
  Port* find(PortId id);
  static void entangle(Port& one, Port& other);

  void hold(Port& port, HeldMessage message);
  // Before all that came meanwhile, behind all that was given back before.
  void give_back(Port& port, HeldMessage message);
  // All that waits.
  std::deque<HeldMessage> take(Port& port);

  // Ports that are no more, and with them what waits at them, the ports in that, and so on. Returns
  // those that lost their peers by it and are still there.
  std::vector<PortId> remove(std::vector<PortId> gone);

  size_t count() const { return ports_.size(); }
  size_t waiting_bytes() const { return waiting_bytes_; }
  // How much was taken or removed since the beginning: whether anything moves.
  uint64_t moved_bytes() const { return moved_bytes_; }

 private:
  void note_added(size_t bytes);
  void note_moved(size_t bytes);

  std::unordered_map<PortId, Port> ports_;
  uint64_t last_id_ = 0;
  size_t waiting_bytes_ = 0;
  uint64_t moved_bytes_ = 0;
  uint64_t* total_ = nullptr;
};

}  // namespace skep
