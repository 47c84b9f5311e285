// Methods about BroadcastChannels, as a client takes part in them.
#include <fmt/format.h>

#include "daemon/control/events.h"
#include "daemon/control/methods.h"
#include "daemon/control/open_stream.h"
#include "daemon/control/values.h"

namespace skep::control {
namespace {

constexpr auto required = Presence::required;

constexpr Field root_field = {.name = "worker",
                              .kind = Kind::integer,
                              .presence = required,
                              .meaning = "the root of the tree whose channels are meant",
                              .least = 1};
constexpr Field channel_field = {.name = "channel",
                                 .kind = Kind::string,
                                 .presence = required,
                                 .meaning = "its name, as in new BroadcastChannel(name)",
                                 .most_bytes = max_channel_bytes};
constexpr Field stream_only[] = {{"stream", Kind::integer, required, "the number in its events"}};

std::span<const Field> join_params() {
  static const Field fields[] = {root_field, channel_field, values_field};
  return fields;
}

Answer join(const Call& call) {
  const WorkerId root = worker_of(call.params);
  const auto& channel = call.params["channel"].get_ref<const std::string&>();
  if (!call.target.channel_join(root, channel)) return no_such_worker(root);
  StreamWish wish;
  wish.types = 1u << *event_type(event::broadcast);
  wish.workers = {root};
  wish.with_descendants = false;
  wish.channel = channel;
  wish.values = values_of(call.params);
  const Answer opened = open_stream(call.caller, std::move(wish));
  if (std::holds_alternative<Refusal>(opened)) call.target.channel_leave(root, channel);
  return opened;
}

std::span<const Field> post_params() {
  static const Field fields[] = {
      root_field, channel_field, {"data", Kind::any, required, "the message"}, values_field};
  return fields;
}

Answer post(const Call& call) {
  const CloneOfParam clone = clone_of_param(call.params, "data");
  if (!clone) return invalid_value("data", clone.problem);
  const WorkerId root = worker_of(call.params);
  const auto& channel = call.params["channel"].get_ref<const std::string&>();
  return posted(call.target.channel_post(root, channel, clone.bytes), root);
}

}  // namespace

std::span<const Method> channel_methods() {
  static const Method methods[] = {
      {method::channel_join,
       "what workers of the tree post to the channel comes as broadcast events of a new stream",
       join_params(), stream_only, join},
      {method::channel_post,
       "posts to every member of the channel in the tree",
       post_params(),
       {},
       post},
  };
  return methods;
}

}  // namespace skep::control
