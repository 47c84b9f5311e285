// MessagePorts between workers: what workers ask about theirs, and the way of messages from port to
// port.
//
// A worker names its ports by handles of its own table (Worker::held_ports), and anything that is
// not in it is a violation. A port stays in the table of its owner until the owner gives it away or
// closes it, so a correct worker never names one that is gone, whatever became of the peer.
#include <algorithm>

#include <fmt/format.h>

#include "base/check.h"
#include "base/log.h"
#include "daemon/supervisor_impl.h"
#include "proto/port_messages.h"

namespace skep {
namespace {

constexpr PortHandle last_given_port = UINT32_MAX;

// Numbers go round, past those in use.
PortHandle next_given(Worker& worker) {
  do {
    worker.last_given_port =
        worker.last_given_port == last_given_port ? first_given_port : worker.last_given_port + 1;
  } while (worker.held_ports.contains(worker.last_given_port));
  return worker.last_given_port;
}

}  // namespace

bool Supervisor::Impl::on_port_request(Worker& worker, const RecordHeader& header,
                                       std::span<const std::byte> bytes) {
  const PortHandle handle = header.channel;
  switch (static_cast<UpType>(header.type)) {
    case UpType::port_open: return on_port_open(worker, bytes);
    case UpType::port_post: return on_port_post(worker, handle, bytes);
    case UpType::port_return: return on_port_return(worker, handle, bytes);
    default: break;
  }
  const auto held = worker.held_ports.find(handle);
  if (held == worker.held_ports.end()) return wrong("it names a port that it does not have");
  Port* port = worker.tree->ports.find(held->second);
  switch (static_cast<UpType>(header.type)) {
    case UpType::port_start:
      if (port != nullptr) start_port(worker, *port);
      return true;
    case UpType::port_withdraw:
      if (port != nullptr) {
        port->started = false;
        port->given_back = 0;
      }
      router.send(worker, DownType::port_withdrawn, handle, {});
      return true;
    default:
      worker.held_ports.erase(held);
      // What was sent to it before is in front of this: after it the number may be used again.
      router.send(worker, DownType::port_closed, handle, {});
      if (port != nullptr) remove_ports(*worker.tree, {port->id});
      return true;
  }
}

bool Supervisor::Impl::on_port_open(Worker& worker, std::span<const std::byte> bytes) {
  PortPair pair;
  if (!decode(bytes, pair)) return false;
  if (pair.first == pair.second) return wrong("both ports are one");
  const bool single = pair.second == 0;
  for (const PortHandle handle : {pair.first, pair.second}) {
    if (handle == 0 && single) continue;
    if (!is_made_port(handle)) return wrong("it may not give that number to a port");
    if (worker.held_ports.contains(handle)) return wrong("it has a port of that number");
  }
  // As many as its script may have, and as many again that wait to be delivered.
  if (worker.held_ports.size() + 2 > 2 * size_t{worker.limits.ports} + 2) {
    return wrong("it has too many ports");
  }
  Ports& ports = worker.tree->ports;
  if (ports.count() + 2 > options_.tree_ports) {
    refuse_ports(worker, 2, fmt::format("its tree has {} ports already", options_.tree_ports));
    // It may go on naming them; they lead nowhere.
    worker.held_ports[pair.first] = PortId::none;
    if (!single) worker.held_ports[pair.second] = PortId::none;
    if (!single) router.send(worker, DownType::port_closed, pair.second, {});
    return true;
  }
  Port& first = ports.add(worker.id, pair.first);
  worker.held_ports[pair.first] = first.id;
  if (single) return true;
  Port& second = ports.add(worker.id, pair.second);
  worker.held_ports[pair.second] = second.id;
  Ports::entangle(first, second);
  return true;
}

void Supervisor::Impl::refuse_ports(Worker& worker, size_t count, std::string_view why) {
  counters.ports_refused += count;
  if (worker.ports_refused == 0) {
    log::warning("MessagePorts of worker {} are refused, {} of them now: {}", number(worker.id),
                 count, why);
  }
  worker.ports_refused += count;
}

// Takes the ports that a message brings out of the table of its sender. False: it named one that it
// does not have, or the one that the message goes to, or one twice.
bool Supervisor::Impl::take_ports(Worker& sender, PortHandle through, const PortMessage& message,
                                  HeldMessage& held) {
  for (uint32_t i = 0; i < message.count; ++i) {
    const PortHandle handle = message.handle(i);
    const auto found = sender.held_ports.find(handle);
    if (handle == through || found == sender.held_ports.end()) {
      drop_message(*sender.tree, held);
      return wrong(handle == through ? "the message brings the port that it goes through"
                                     : "it brings a port that the worker does not have");
    }
    const PortId id = found->second;
    sender.held_ports.erase(found);
    Port* port = sender.tree->ports.find(id);
    if (port == nullptr) {
      held.refused = true;
      continue;
    }
    port->owner = WorkerId::none;
    port->handle = 0;
    port->started = false;
    port->given_back = 0;
    held.ports.push_back(id);
  }
  held.clone = message.clone;
  if (held.refused) drop_message(*sender.tree, held);
  return true;
}

// A message that will not arrive as it was: its ports go.
void Supervisor::Impl::drop_message(Tree& tree, HeldMessage& message) {
  message.clone.clear();
  remove_ports(tree, std::exchange(message.ports, {}));
}

bool Supervisor::Impl::on_port_post(Worker& worker, PortHandle through,
                                    std::span<const std::byte> bytes) {
  PortMessage message;
  if (!decode(bytes, message)) return false;
  if (message.refused != 0) return wrong("only the supervisor refuses messages");
  Ports& ports = worker.tree->ports;
  HeldMessage held;
  if (!is_message_port(through)) {
    const auto found = worker.ports.find(through);
    // Of a port that is gone its ports go too. A root has nobody outside who could hold one.
    if (found == worker.ports.end() && through > worker.last_handle)
      return wrong("it names a port that it does not have");
    if (worker.parent == WorkerId::none && through == inside_port) {
      return wrong("nobody outside of a tree can have a port");
    }
    if (!take_ports(worker, through, message, held)) return false;
    ++worker.messages_out;
    Worker* receiver = found == worker.ports.end() ? nullptr : workers.find(found->second.worker);
    if (receiver == nullptr) {
      drop_message(*worker.tree, held);
    } else {
      deliver_port_message(*receiver, found->second.handle, std::move(held));
    }
    return true;
  }
  const auto source = worker.held_ports.find(through);
  if (source == worker.held_ports.end()) return wrong("it names a port that it does not have");
  const PortId source_id = source->second;
  if (!take_ports(worker, through, message, held)) return false;
  ++worker.messages_out;
  const Port* from = ports.find(source_id);
  Port* target = from == nullptr ? nullptr : ports.find(from->peer);
  // HTML "message port post message steps", 4: a message that brings the port it goes to is doomed.
  if (target == nullptr || std::ranges::find(held.ports, target->id) != held.ports.end()) {
    drop_message(*worker.tree, held);
  } else if (Worker* owner = target->started ? workers.find(target->owner) : nullptr) {
    deliver_port_message(*owner, target->handle, std::move(held));
  } else {
    wait_at(worker, target->id, std::move(held));
  }
  return true;
}

// Step 7: add a task to the port message queue of the target.
void Supervisor::Impl::wait_at(Worker& sender, PortId target, HeldMessage message) {
  Ports& ports = sender.tree->ports;
  if (!router.ports_have_room(sender, message.cost())) refuse_message(sender, message);
  Port* port = ports.find(target);  // it may have gone with what was refused
  if (port == nullptr) return drop_message(*sender.tree, message);
  // One sign that something was lost is enough.
  if (message.refused && !port->waiting.empty() && port->waiting.back().refused) return;
  ports.hold(*port, std::move(message));
}

void Supervisor::Impl::refuse_message(Worker& sender, HeldMessage& message) {
  if (counters.port_messages_refused++ == 0 || !sender.port_message_refused) {
    log::warning(
        "a message of worker {} to a port is lost: {} bytes wait at ports that nobody starts",
        number(sender.id), sender.tree->ports.waiting_bytes());
  }
  sender.port_message_refused = true;
  drop_message(*sender.tree, message);
  message.refused = true;
}

bool Supervisor::Impl::on_port_return(Worker& worker, PortHandle handle,
                                      std::span<const std::byte> bytes) {
  PortMessage message;
  HeldMessage held;
  const auto found = worker.held_ports.find(handle);
  if (!decode(bytes, message)) return false;
  if (found == worker.held_ports.end()) return wrong("it names a port that it does not have");
  const PortId id = found->second;
  if (!take_ports(worker, handle, message, held)) return false;
  held.refused = held.refused || message.refused != 0;
  Ports& ports = worker.tree->ports;
  if (const Port* port = ports.find(id); port != nullptr && port->started) {
    return wrong("a port that is started takes nothing back");
  }
  if (!router.ports_have_room(worker, held.cost())) refuse_message(worker, held);
  if (Port* port = ports.find(id)) {
    ports.give_back(*port, std::move(held));
  } else {
    drop_message(*worker.tree, held);
  }
  return true;
}

void Supervisor::Impl::start_port(Worker& worker, Port& port) {
  if (port.started) return;
  port.started = true;
  const PortHandle handle = port.handle;
  const PortId id = port.id;
  for (HeldMessage& message : worker.tree->ports.take(port)) {
    deliver_port_message(worker, handle, std::move(message));
  }
  tell_if_closed(*worker.tree, id);
  router.release_port_senders(*worker.tree);
}

void Supervisor::Impl::deliver_port_message(Worker& receiver, PortHandle channel,
                                            HeldMessage message) {
  Ports& ports = receiver.tree->ports;
  if (!Router::is_there(receiver)) return drop_message(*receiver.tree, message);
  if (receiver.held_ports.size() + message.ports.size() > receiver.limits.ports) {
    refuse_ports(receiver, message.ports.size(),
                 fmt::format("it has {} already, the limit is {}", receiver.held_ports.size(),
                             receiver.limits.ports));
    drop_message(*receiver.tree, message);
    message.refused = true;
  }
  std::vector<PortHandle> handles;
  for (const PortId id : message.ports) {
    Port* port = ports.find(id);
    // It is in the message, so it is there.
    SKEP_CHECK(port != nullptr);
    port->owner = receiver.id;
    port->handle = next_given(receiver);
    receiver.held_ports[port->handle] = id;
    handles.push_back(port->handle);
  }
  const std::string encoded = encode_handles(handles);
  const std::string bytes = encode(
      PortMessage{message.refused, static_cast<uint32_t>(handles.size()), encoded, message.clone});
  router.deliver(receiver, DownType::port_message, as_bytes(std::string_view(bytes)), channel);
  // Whoever had them before may not have heard of it.
  for (const PortId id : message.ports) tell_if_closed(*receiver.tree, id);
}

// That a port has lost its peer is told behind the last message to it: if there are messages that
// wait for it to be started, not before then.
void Supervisor::Impl::tell_if_closed(Tree& tree, PortId id) {
  const Port* port = tree.ports.find(id);
  if (port == nullptr || port->peer != PortId::none || !port->waiting.empty()) return;
  Worker* owner = workers.find(port->owner);
  if (owner != nullptr) router.send(*owner, DownType::port_closed, port->handle, {});
}

// HTML "disentangle", 4: the other port hears of it, wherever it is.
void Supervisor::Impl::remove_ports(Tree& tree, std::vector<PortId> gone) {
  if (gone.empty()) return;
  for (const PortId id : tree.ports.remove(std::move(gone))) {
    tell_if_closed(tree, id);
  }
  router.release_port_senders(tree);
}

void Supervisor::Impl::close_handles(Worker& worker, std::span<const PortHandle> handles) {
  std::vector<PortId> gone;
  for (const PortHandle handle : handles) {
    const auto held = worker.held_ports.find(handle);
    if (held == worker.held_ports.end()) continue;
    gone.push_back(held->second);
    worker.held_ports.erase(held);
  }
  remove_ports(*worker.tree, std::move(gone));
}

void Supervisor::Impl::close_all_ports(Worker& worker) {
  std::vector<PortId> gone;
  for (const auto& [handle, id] : std::exchange(worker.held_ports, {})) gone.push_back(id);
  remove_ports(*worker.tree, std::move(gone));
}

}  // namespace skep
