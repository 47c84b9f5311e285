// How senders to MessagePorts are made to wait: for the queue of the worker that has the other end,
// or, while nobody has started that, for room in what may wait at the ports of a tree.
//
// Nothing is known to read a port that nobody has started, so a sender does not wait for it for
// ever: when nothing has moved for the stall limit, what has no room is lost, which the receiver is
// told in its place by a messageerror.
#include "daemon/routing/router.h"

namespace skep {

bool Router::ports_have_room(const Worker& sender, size_t bytes) {
  const size_t waiting = sender.tree->ports.waiting_bytes();
  return waiting == 0 || waiting + bytes <= sender.limits.queue_bytes;
}

// Whether a message for a port, or that brings ports, may go on now. What is wrong with it is said
// by whoever handles it.
bool Router::may_post(Worker& sender, const RecordHeader& header, size_t bytes) {
  const auto type = static_cast<UpType>(header.type);
  if (type != UpType::port_post && type != UpType::port_return) return true;
  Tree& tree = *sender.tree;
  Worker* receiver = nullptr;
  if (!is_message_port(header.channel)) {
    const auto port = sender.ports.find(header.channel);
    if (port == sender.ports.end()) return true;
    receiver = workers_.find(port->second.worker);
    if (receiver == nullptr) return true;
  } else {
    const auto held = sender.held_ports.find(header.channel);
    const Port* own = held == sender.held_ports.end() ? nullptr : tree.ports.find(held->second);
    const Port* target =
        own == nullptr || type == UpType::port_return ? own : tree.ports.find(own->peer);
    if (target == nullptr) return true;
    if (target->started) receiver = workers_.find(target->owner);
  }
  if (receiver != nullptr) {
    if (!is_there(*receiver) || has_room(*receiver, bytes)) return true;
    stall(sender, *receiver);
    return false;
  }
  if (tree.ports_jammed || ports_have_room(sender, bytes)) return true;
  stall_on_ports(sender);
  return false;
}

void Router::stall_on_ports(Worker& sender) {
  ++counters_.queue_stalls;
  sender.waits_for_ports = true;
  sender.tree->stalled_on_ports.push_back(sender.id);
  if (!sender.tree->ports_timer) watch_ports(sender.tree, sender.limits.stall_ms);
}

void Router::watch_ports(const std::shared_ptr<Tree>& tree, uint64_t stall_ms) {
  tree->ports_moved_before = tree->ports.moved_bytes();
  tree->ports_timer =
      std::make_unique<boost::asio::steady_timer>(io_, std::chrono::milliseconds(stall_ms));
  // The timer is the tree's: it must not keep it.
  tree->ports_timer->async_wait(
      [this, stall_ms, weak = std::weak_ptr<Tree>(tree)](const Error& error) {
        const std::shared_ptr<Tree> found = error ? nullptr : weak.lock();
        if (found == nullptr) return;
        found->ports_timer.reset();
        if (found->stalled_on_ports.empty()) return;
        if (found->ports.moved_bytes() != found->ports_moved_before) {
          return watch_ports(found, stall_ms);
        }
        found->ports_jammed = true;
        release_port_senders(*found);
      });
}

void Router::release_port_senders(Tree& tree) {
  if (tree.ports.moved_bytes() != tree.ports_moved_before) tree.ports_jammed = false;
  for (const WorkerId id : std::exchange(tree.stalled_on_ports, {})) {
    Worker* sender = workers_.find(id);
    if (sender == nullptr) continue;
    sender->waits_for_ports = false;
    schedule(*sender);
  }
  kick();
}

}  // namespace skep
