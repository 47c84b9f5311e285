// Methods about events: subscribe and unsubscribe.
#include <fmt/format.h>

#include "daemon/control/events.h"
#include "daemon/control/methods.h"
#include "daemon/control/open_stream.h"

namespace skep::control {
namespace {

constexpr auto required = Presence::required;
constexpr auto optional = Presence::optional;

std::span<const std::string_view> type_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const EventShape& shape : event_shapes().first(std::variant_size_v<Event>)) {
      all.push_back(shape.type);
    }
    return all;
  }();
  return names;
}

std::span<const Field> subscribe_params() {
  static const Field fields[] = {
      {.name = "types",
       .kind = Kind::strings,
       .presence = optional,
       .meaning = "which events; all if left out",
       .one_of = type_names()},
      {.name = "worker",
       .kind = Kind::integer,
       .presence = optional,
       .meaning = "only events about this worker and its descendants, until it is gone",
       .least = 1},
      values_field,
  };
  return fields;
}

constexpr Field stream_field = {.name = "stream",
                                .kind = Kind::integer,
                                .presence = required,
                                .meaning = "the number in its events",
                                .least = 1};
constexpr Field stream_only[] = {stream_field};

// The worker and all below it; nothing if there is no such worker. Nobody else is looked at: a
// client may ask this for each of its workers.
std::vector<WorkerId> with_descendants(WorkerId worker, const Target& target) {
  std::vector<WorkerId> found;
  if (!target.details(worker)) return found;
  found.push_back(worker);
  for (size_t i = 0; i < found.size(); ++i) {
    const auto details = target.details(found[i]);
    if (details) found.insert(found.end(), details->children.begin(), details->children.end());
  }
  return found;
}

Answer subscribe(const Call& call) {
  StreamWish wish;
  put_types(call.params, wish);
  wish.values = values_of(call.params);
  if (call.params.contains("worker")) {
    const WorkerId worker = worker_of(call.params);
    wish.workers = with_descendants(worker, call.target);
    if (wish.workers.empty()) return no_such_worker(worker);
  }
  return open_stream(call.caller, std::move(wish));
}

Answer unsubscribe(const Call& call) {
  const auto stream = call.params["stream"].get<uint64_t>();
  const auto wish = call.caller.streams().close(stream);
  if (!wish) {
    return Refusal{ErrorCode::no_such_stream,
                   fmt::format("This connection has no stream {}.", stream),
                   {{"stream", stream}}};
  }
  if (wish->channel) call.target.channel_leave(wish->workers.front(), *wish->channel);
  return Json::object();
}

}  // namespace

void put_types(const Json& params, StreamWish& wish) {
  const auto types = params.find("types");
  if (types == params.end()) return;
  wish.types = 0;
  for (const Json& type : *types) {
    wish.types |= 1u << *event_type(type.get_ref<const std::string&>());
  }
}

Answer open_stream(Caller& caller, StreamWish wish) {
  const uint64_t stream = caller.streams().open(std::move(wish));
  if (stream == 0) {
    return Refusal{
        ErrorCode::too_many,
        fmt::format("One connection has at most {} streams; unsubscribe first.", max_streams),
        {{"what", "streams"}, {"most", max_streams}}};
  }
  return Json{{"stream", stream}};
}

std::span<const Method> stream_methods() {
  static const Method methods[] = {
      {method::subscribe, "sends every later event that fits to this client, as a new stream",
       subscribe_params(), stream_only, subscribe, Access::read_only},
      {method::unsubscribe,
       "ends a stream: of subscribe, worker.logs or channel.join",
       stream_only,
       {},
       unsubscribe,
       Access::read_only},
  };
  return methods;
}

}  // namespace skep::control
