// What a tree and the outside of it say to each other: messages, channels, host functions, and the
// request to close.
#include <fmt/format.h>

#include "base/log.h"
#include "daemon/supervisor_impl.h"

namespace skep {

Worker* Supervisor::Impl::find_root(WorkerId id) const {
  Worker* root = workers.find(id);
  return root == nullptr || root->parent != WorkerId::none ? nullptr : root;
}

// --- messages ---

bool Supervisor::Impl::wants_messages(WorkerId root) const {
  return events_.wants_messages(root);
}

void Supervisor::Impl::on_posted_outside(Worker& root, uint64_t size,
                                         std::span<const std::byte> clone) {
  if (size <= max_whole_clone_bytes) return events_.publish(MessageEvent{root.id, clone});
  ++counters.messages_refused;
  log::warning("worker {} posted a message of {} bytes: more than {} do not go outside",
               number(root.id), size, max_whole_clone_bytes);
  events_.publish(MessageRefusedEvent{root.id, size});
}

Posted Supervisor::Impl::post(WorkerId id, std::string_view clone) {
  Worker* root = find_root(id);
  if (root == nullptr || !takes_messages(root->state)) return Posted::no_such_worker;
  if (!router.has_room(*root, clone.size())) return Posted::queue_full;
  router.deliver(*root, DownType::message, as_bytes(clone));
  stir(root->tree);
  return Posted::done;
}

bool Supervisor::Impl::close(WorkerId id) {
  Worker* worker = workers.find(id);
  if (worker == nullptr || !takes_messages(worker->state) || worker->condemned) return false;
  router.send(*worker, DownType::close, inside_port, {});
  stir(worker->tree);
  return true;
}

// --- channels ---

bool Supervisor::Impl::on_channel(Worker& worker, std::span<const std::byte> bytes, bool join) {
  ChannelName name;
  if (!decode(bytes, name)) return false;
  Channels& channels = worker.tree->channels;
  if (!join) {
    const auto found = worker.channels.find(name.channel);
    if (found == worker.channels.end()) return wrong("it is not in that channel");
    worker.channels.erase(found);
    return channels.leave(name.channel, worker.id);
  }
  // The worker itself refuses what is above its limit.
  if (worker.channels.size() >= worker.limits.channels) return wrong("it is in too many channels");
  if (!worker.channels.emplace(name.channel).second) return wrong("it is in that channel already");
  return channels.join(name.channel, worker.id);
}

void Supervisor::Impl::leave_all_channels(Worker& worker) {
  for (const std::string& name : worker.channels) worker.tree->channels.leave(name, worker.id);
  worker.channels.clear();
}

bool Supervisor::Impl::on_broadcast(Worker& worker, std::span<const std::byte> bytes) {
  Broadcast broadcast;
  if (!decode(bytes, broadcast)) return false;
  ++worker.messages_out;
  const Tree& tree = *worker.tree;
  const Channels::Channel* channel = tree.channels.find(broadcast.channel);
  if (channel == nullptr) return true;
  if (channel->outside != 0) {
    events_.publish(BroadcastEvent{tree.root, broadcast.channel, as_bytes(broadcast.clone), false});
  }
  router.broadcast(tree, broadcast.channel, worker.id, bytes);
  return true;
}

Posted Supervisor::Impl::channel_post(WorkerId id, std::string_view name, std::string_view clone) {
  Worker* root = find_root(id);
  if (root == nullptr || !takes_messages(root->state)) return Posted::no_such_worker;
  const Tree& tree = *root->tree;
  const Channels::Channel* channel = tree.channels.find(name);
  if (channel == nullptr) return Posted::done;
  if (router.full_member(tree, name, WorkerId::none, clone.size()) != nullptr)
    return Posted::queue_full;
  if (channel->outside != 0) {
    events_.publish(BroadcastEvent{tree.root, name, as_bytes(clone), true});
  }
  const std::string bytes = encode(Broadcast{name, clone});
  router.broadcast(tree, name, WorkerId::none, as_bytes(std::string_view(bytes)));
  stir(root->tree);
  return Posted::done;
}

// --- host functions ---

bool Supervisor::Impl::on_host_call(Worker& worker, std::span<const std::byte> bytes) {
  HostCall call;
  // Numbered without a gap, so that none is ever answered twice.
  if (!decode(bytes, call)) return false;
  if (call.call != worker.last_call + 1) return wrong("its number is not the next");
  worker.last_call = call.call;
  ++worker.host_calls;
  if (host_calls == nullptr) {
    refuse_call(worker, call.call, "NotFoundError",
                fmt::format("There is no host function \"{}\".", call.function));
  } else if (worker.unanswered_calls.size() >= max_pending_calls) {
    if (worker.host_calls_refused == 0) {
      log::warning("worker {} has {} calls of host functions unanswered: more are refused",
                   number(worker.id), max_pending_calls);
    }
    refuse_call(worker, call.call, "QuotaExceededError",
                fmt::format("{} calls of host functions are unanswered.", max_pending_calls));
  } else {
    worker.unanswered_calls.insert(call.call);
    host_calls->call(worker.id, call.call, call.function, as_bytes(call.arguments));
  }
  return true;
}

void Supervisor::Impl::refuse_call(Worker& worker, uint32_t call, std::string_view name,
                                   std::string_view message) {
  ++worker.host_calls_refused;
  ++counters.host_calls_refused;
  const std::string bytes =
      encode(HostResult{call, HostResult::Status::refused, name, message, {}});
  router.send(worker, DownType::host_result, inside_port, as_bytes(std::string_view(bytes)));
}

bool Supervisor::Impl::answer_host_call(WorkerId id, const HostResult& result) {
  Worker* worker = workers.find(id);
  if (worker == nullptr || worker->unanswered_calls.erase(result.call) == 0) return false;
  const std::string bytes = encode(result);
  router.send(*worker, DownType::host_result, inside_port, as_bytes(std::string_view(bytes)));
  stir(worker->tree);
  return true;
}

void Supervisor::Impl::forget_calls(Worker& worker) {
  if (worker.unanswered_calls.empty()) return;
  worker.unanswered_calls.clear();
  if (host_calls != nullptr) host_calls->forget(worker.id);
}

}  // namespace skep
