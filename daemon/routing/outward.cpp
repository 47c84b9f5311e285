// What the router carries out of a tree and to all members of a channel, and what it may not carry
// yet because somebody's queue is full.
#include "daemon/routing/router.h"
#include "ipc/futex.h"
#include "proto/worker_messages.h"

namespace skep {

bool Router::has_room(const Worker& receiver, size_t bytes) const {
  const bool fits =
      receiver.down.empty() || (receiver.down.bytes() + bytes <= receiver.limits.queue_bytes &&
                                receiver.down.messages() < receiver.limits.queue_count);
  return fits && tenant_has_room(receiver);
}

SoftLimit Router::limit_in_the_way(const Worker& receiver) {
  if (!tenant_has_room(receiver)) return SoftLimit::tenant_queue;
  return receiver.down.messages() >= receiver.limits.queue_count ? SoftLimit::queue_count
                                                                 : SoftLimit::queue_bytes;
}

bool Router::is_there(const Worker& receiver) {
  return takes_messages(receiver.state) && !receiver.condemned;
}

void Router::deliver(Worker& receiver, DownType type, SharedMessage& message, PortHandle channel) {
  SupervisorEnd* end = receiver.end ? &*receiver.end : nullptr;
  bool armed;
  const bool idle = end != nullptr && end->idle(armed);
  if (receiver.down.push_whole(end, type, channel, message) == RingState::violation) {
    return violation(receiver, "the head of its ring makes no sense");
  }
  ring_pages_.note(receiver);
  ++receiver.messages_in;
  ++counters_.messages;
  counters_.message_bytes += message.bytes().size();
  carried_ += message.bytes().size() + delivery_cost;
  if (idle) note_woken(receiver);
}

void Router::note_woken(Worker& receiver) {
  receiver.woken_ns = monotonic_ns();
  receiver.woken_position = receiver.end->sent();
}

Worker* Router::full_member(const Tree& tree, std::string_view channel, WorkerId sender,
                            size_t bytes) const {
  const Channels::Channel* found = tree.channels.find(channel);
  if (found == nullptr) return nullptr;
  for (const WorkerId id : found->members) {
    Worker* member = id == sender ? nullptr : workers_.find(id);
    if (member != nullptr && is_there(*member) && !has_room(*member, bytes)) return member;
  }
  return nullptr;
}

void Router::broadcast(const Tree& tree, std::string_view channel, WorkerId sender,
                       std::span<const std::byte> bytes) {
  const Channels::Channel* found = tree.channels.find(channel);
  if (found == nullptr) return;
  // A copy: a member that is found to break the protocol leaves the channel.
  const std::vector<WorkerId> members = found->members;
  SharedMessage message(bytes);
  for (const WorkerId id : members) {
    Worker* member = id == sender ? nullptr : workers_.find(id);
    if (member != nullptr && is_there(*member)) deliver(*member, DownType::broadcast, message);
  }
}

// Nobody gets a broadcast before everybody can: it is the sender who waits.
bool Router::may_broadcast(Worker& sender, std::span<const std::byte> bytes) {
  Broadcast broadcast;
  if (!decode(bytes, broadcast)) return true;  // whoever handles it says so
  if (Worker* full = full_member(*sender.tree, broadcast.channel, sender.id, bytes.size())) {
    stall(sender, *full);
    return false;
  }
  const Channels::Channel* channel = sender.tree->channels.find(broadcast.channel);
  const bool heard_outside = channel != nullptr && channel->outside != 0;
  return !heard_outside || !holds_back(sender, sender.tree->root);
}

bool Router::holds_back(Worker& sender, WorkerId subject) {
  if (!client_.congested(subject)) return false;
  if (!sender.held_back) congested_.push_back(sender.id);
  sender.held_back = true;
  return true;
}

// What a root posts to its inside port leaves its tree, if anybody wants it.
Router::Taken Router::to_outside(Worker& root, const RecordHeader& header,
                                 std::span<const std::byte> payload, bool wait) {
  UnfinishedMessage& message = root.unfinished;
  const bool first = (header.flags & flag_first) != 0;
  if (first ? client_.wants_messages(root.id) : message.wanted) {
    if (wait && holds_back(root, root.id)) return Taken::later;
    if (first) {
      message.assembled.clear();
      message.bytes = 0;
    }
    message.wanted = true;
    message.bytes += payload.size();
    if (message.bytes > max_whole_clone_bytes) {
      message.assembled = {};
    } else {
      // The one copy out of memory that the worker can still change.
      message.assembled.append(reinterpret_cast<const char*>(payload.data()), payload.size());
    }
  } else {
    message.wanted = false;
  }
  if (first) ++root.messages_out;
  if (message.wanted && (header.flags & flag_last) != 0) {
    const std::string whole = std::exchange(message.assembled, {});
    message.wanted = false;
    ++counters_.messages;
    counters_.message_bytes += message.bytes;
    carried_ += outward_cost;
    client_.on_posted_outside(root, message.bytes, as_bytes(std::string_view(whole)));
  }
  return Taken::yes;
}

}  // namespace skep
