#include "daemon/tree/ports.h"

#include <algorithm>
#include <utility>

namespace skep {

Ports::~Ports() {
  note_moved(waiting_bytes_);
}

void Ports::note_added(size_t bytes) {
  waiting_bytes_ += bytes;
  if (total_ != nullptr) *total_ += bytes;
}

void Ports::note_moved(size_t bytes) {
  waiting_bytes_ -= bytes;
  moved_bytes_ += bytes;
  if (total_ != nullptr) *total_ -= bytes;
}

Port& Ports::add(WorkerId owner, PortHandle handle) {
  const PortId id{++last_id_};
  Port& port = ports_[id];
  port.id = id;
  port.owner = owner;
  port.handle = handle;
  return port;
}

Port* Ports::find(PortId id) {
  const auto found = ports_.find(id);
  return found == ports_.end() ? nullptr : &found->second;
}

void Ports::entangle(Port& one, Port& other) {
  one.peer = other.id;
  other.peer = one.id;
}

void Ports::hold(Port& port, HeldMessage message) {
  note_added(message.cost());
  port.waiting.push_back(std::move(message));
}

void Ports::give_back(Port& port, HeldMessage message) {
  note_added(message.cost());
  const auto place = port.waiting.begin() + static_cast<std::ptrdiff_t>(port.given_back++);
  port.waiting.insert(place, std::move(message));
}

std::deque<HeldMessage> Ports::take(Port& port) {
  for (const HeldMessage& message : port.waiting) note_moved(message.cost());
  port.given_back = 0;
  return std::exchange(port.waiting, {});
}

// With a list and not by recursion: workers decide how deep ports lie in each other's messages.
std::vector<PortId> Ports::remove(std::vector<PortId> gone) {
  std::vector<PortId> alone;
  while (!gone.empty()) {
    const PortId id = gone.back();
    gone.pop_back();
    Port* port = find(id);
    if (port == nullptr) continue;
    for (const HeldMessage& message : take(*port)) {
      gone.insert(gone.end(), message.ports.begin(), message.ports.end());
    }
    if (Port* peer = find(port->peer)) {
      peer->peer = PortId::none;
      alone.push_back(peer->id);
    }
    ports_.erase(id);
  }
  std::erase_if(alone, [this](PortId id) { return find(id) == nullptr; });
  return alone;
}

}  // namespace skep
