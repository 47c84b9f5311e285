#include "daemon/control/events.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "daemon/control/methods.h"
#include "daemon/unix_time.h"
#include "proto/clone_json.h"
#include "proto/control.h"

namespace skep::control {
namespace {

constexpr auto required = Presence::required;

constexpr Field stream_field = {"stream", Kind::integer, required, "which subscription"};
constexpr Field type_field = {"type", Kind::string, required, "which event this is"};
constexpr Field worker_field = {"worker", Kind::integer, required, "its id"};
constexpr Field parent_field = {"parent", Kind::integer, required, "0 for the root of a tree"};
constexpr Field name_field = {"name", Kind::string, required, "as its creator named it"};
constexpr Field url_field = {"url", Kind::string, required, "of its script"};
constexpr Field pid_field = {"pid", Kind::integer, required, "0 when there is or was none"};

constexpr Field tenant_field = {"tenant", Kind::string, required, "whose quota it uses; or empty"};

constexpr std::string_view level_names[] = {"log", "debug", "info", "warn", "error"};
constexpr std::string_view kind_names[] = {"exception", "load", "parse", "ended", "rejection"};

constexpr std::string_view state_names[] = {"starting", "running", "closing", "terminating"};

constexpr Field spawned_fields[] = {stream_field, type_field, worker_field, parent_field,
                                    name_field,   url_field,  tenant_field};
constexpr Field state_fields[] = {stream_field,
                                  type_field,
                                  worker_field,
                                  {.name = "state",
                                   .kind = Kind::string,
                                   .presence = required,
                                   .meaning = "where it is in its life now",
                                   .one_of = state_names}};
constexpr Field data_field = {"data", Kind::any, required, "in the form that the stream asked for"};
constexpr Field lossy_field = {"lossy", Kind::boolean, Presence::optional,
                               "true when plain JSON could not hold all of it"};
constexpr Field message_fields[] = {stream_field, type_field, worker_field, data_field,
                                    lossy_field};
constexpr Field message_refused_fields[] = {
    stream_field, type_field, worker_field, {"bytes", Kind::integer, required, "its length"}};
constexpr Field broadcast_fields[] = {stream_field,
                                      type_field,
                                      {"worker", Kind::integer, required, "the root of the tree"},
                                      {"channel", Kind::string, required, "its name"},
                                      data_field,
                                      lossy_field};
constexpr Field limit_event_fields[] = {
    stream_field,
    type_field,
    worker_field,
    {"limit", Kind::string, required,
     "its name, as in spawn's limits; or tree_workers, locks, tenant, tenant_queue, "
     "tenant_messages"},
    {"detail", Kind::string, required, "a sentence"},
    {"ends", Kind::boolean, required,
     "whether it ends the worker, which the next event says; of a limit that does not, only the "
     "first time is told: worker.inspect counts"}};
constexpr Field reloaded_fields[] = {
    stream_field,
    type_field,
    {"changed", Kind::integer, required, "services started, stopped and restarted for it"}};

constexpr Field started_fields[] = {stream_field, type_field, worker_field, parent_field,
                                    name_field,   url_field,  pid_field};
constexpr Field console_fields[] = {
    stream_field,
    type_field,
    worker_field,
    name_field,
    {.name = "level",
     .kind = Kind::string,
     .presence = required,
     .meaning = "which function of console was called",
     .one_of = level_names},
    {"text", Kind::string, required, "formatted, without a final newline"},
    {"time_ms", Kind::integer, required, "Unix time at which it was read"}};
constexpr Field console_lost_fields[] = {
    stream_field, type_field, worker_field, {"lines", Kind::integer, required, "how many calls"}};
constexpr Field error_fields[] = {
    stream_field,
    type_field,
    worker_field,
    {"message", Kind::string, required, "\"Uncaught Error: boom\""},
    {"filename", Kind::string, required, "URL of the script, or empty"},
    {"line", Kind::integer, required, "from 1 in the original source; 0 not known"},
    {"column", Kind::integer, required, "from 1; 0 not known"},
    {"stack", Kind::string, required, "for a person; may be empty"},
    {.name = "kind",
     .kind = Kind::string,
     .presence = required,
     .meaning = "an exception, a script that could not be loaded or parsed, a worker that ended",
     .one_of = kind_names}};
constexpr Field exit_fields[] = {
    stream_field,
    type_field,
    worker_field,
    parent_field,
    name_field,
    url_field,
    tenant_field,
    pid_field,
    {"reason", Kind::string, required, "why it is gone: closed, finished, terminated, …"},
    {"detail", Kind::string, required, "a sentence, or empty"},
    {"signal", Kind::integer, required, "what ended its process; 0 if it exited"},
    {"cpu_ms", Kind::integer, required, "processor time over its life"},
    {"peak_memory_bytes", Kind::integer, required, "resident, as the kernel counted"},
    {"messages_in", Kind::integer, required, "received from other workers"},
    {"messages_out", Kind::integer, required, "posted by it"}};
constexpr Field zygote_fields[] = {
    stream_field,
    type_field,
    {"ready", Kind::boolean, required, "false when it was lost and is being replaced"},
    {"layers", Kind::strings, required, "layers that seal every worker"},
    {"missing", Kind::strings, required, "layers that this machine does not give"}};
constexpr Field service_fields[] = {
    stream_field,
    type_field,
    {"service", Kind::string, required, "its name"},
    {.name = "state",
     .kind = Kind::string,
     .presence = required,
     .meaning = "what it is now",
     .one_of = service_state_names},
    {"worker", Kind::integer, required, "its worker; 0 when it has none"},
    {"restarts", Kind::integer, required, "since it was last started by hand or by a reload"},
    {"reason", Kind::string, required, "a sentence, or empty"}};
constexpr Field lost_fields[] = {type_field, {"count", Kind::integer, required, "events not sent"}};
constexpr Field end_fields[] = {stream_field, type_field};

// A worker's value, as the client wants it. One that makes no sense is the worker's own doing:
// null, and lossy.
void put_data(Json& json, std::span<const std::byte> clone, ValueForm values) {
  std::string problem;
  auto value = json_of_clone(clone, values, problem);
  json["data"] = value ? std::move(value->data) : Json();
  if (!value || value->lossy) json["lossy"] = true;
}

struct ToJson {
  ValueForm values;

  Json operator()(const SpawnedEvent& spawned) const {
    return {{"type", event::spawned},
            {"worker", number(spawned.worker)},
            {"parent", number(spawned.parent)},
            {"name", spawned.name},
            {"url", spawned.url},
            {"tenant", spawned.tenant}};
  }
  Json operator()(const StateEvent& state) const {
    return {{"type", event::state},
            {"worker", number(state.worker)},
            {"state", skep::name(state.state)}};
  }
  Json operator()(const MessageEvent& message) const {
    Json json = {{"type", event::message}, {"worker", number(message.worker)}};
    put_data(json, message.clone, values);
    return json;
  }
  Json operator()(const MessageRefusedEvent& refused) const {
    return {{"type", event::message_refused},
            {"worker", number(refused.worker)},
            {"bytes", refused.bytes}};
  }
  Json operator()(const BroadcastEvent& broadcast) const {
    Json json = {{"type", event::broadcast},
                 {"worker", number(broadcast.root)},
                 {"channel", broadcast.channel}};
    put_data(json, broadcast.clone, values);
    return json;
  }
  Json operator()(const LimitEvent& limit) const {
    return {{"type", event::limit},
            {"worker", number(limit.worker)},
            {"limit", limit.limit},
            {"detail", limit.detail},
            {"ends", limit.ends}};
  }
  Json operator()(const ReloadedEvent& reloaded) const {
    return {{"type", event::reloaded}, {"changed", reloaded.changed}};
  }
  Json operator()(const StartedEvent& started) const {
    return {{"type", event::started},
            {"worker", number(started.worker)},
            {"parent", number(started.parent)},
            {"name", started.name},
            {"url", started.url},
            {"pid", started.pid}};
  }
  Json operator()(const ConsoleEvent& console) const {
    return {{"type", event::console}, {"worker", number(console.worker)},
            {"name", console.name},   {"level", name(console.level)},
            {"text", console.text},   {"time_ms", unix_time_ms()}};
  }
  Json operator()(const ConsoleLostEvent& lost) const {
    return {{"type", event::console_lost}, {"worker", number(lost.worker)}, {"lines", lost.lines}};
  }
  Json operator()(const ErrorEvent& error) const {
    const ErrorReport& report = error.report;
    return {{"type", event::error},      {"worker", number(error.worker)},
            {"message", report.message}, {"filename", report.filename},
            {"line", report.line},       {"column", report.column},
            {"stack", report.stack},     {"kind", name(report.kind)}};
  }
  Json operator()(const ExitEvent& exit) const {
    return {{"type", event::exit},
            {"worker", number(exit.worker)},
            {"parent", number(exit.parent)},
            {"name", exit.name},
            {"url", exit.url},
            {"tenant", exit.tenant},
            {"pid", exit.pid},
            {"reason", name(exit.reason)},
            {"detail", exit.detail},
            {"signal", exit.signal},
            {"cpu_ms", exit.cpu_us / 1000},
            {"peak_memory_bytes", exit.peak_memory_bytes},
            {"messages_in", exit.messages_in},
            {"messages_out", exit.messages_out}};
  }
  Json operator()(const ZygoteEvent& zygote) const {
    Json json = {{"type", event::zygote}, {"ready", zygote.ready}};
    if (zygote.ready) {
      put_layers(json, zygote.layers);
    } else {
      json["layers"] = Json::array();
      json["missing"] = Json::array();
    }
    return json;
  }
  Json operator()(const ServiceEvent& service) const {
    return {{"type", event::service},
            {"service", service.service},
            {"state", skep::name(service.state)},
            {"worker", number(service.worker)},
            {"restarts", service.restarts},
            {"reason", service.reason}};
  }
};

std::string notification(Json params) {
  return to_line({{"jsonrpc", "2.0"}, {"method", method::event}, {"params", std::move(params)}});
}

}  // namespace

std::span<const Field> exit_members() {
  return std::span(exit_fields).subspan(2);
}

std::span<const EventShape> event_shapes() {
  static constexpr EventShape shapes[] = {
      {event::spawned, "a worker was asked for and has its id", spawned_fields},
      {event::started, "a worker's process exists and its script is about to run", started_fields},
      {event::state, "a worker went on in its life", state_fields},
      {event::console, "one call of console.* in a worker", console_fields},
      {event::console_lost, "console output above a worker's rate limit was dropped",
       console_lost_fields},
      {event::message, "a root worker posted a message to the outside", message_fields},
      {event::message_refused, "a root worker posted a message longer than a client may get",
       message_refused_fields},
      {event::broadcast, "a message on a BroadcastChannel that this client joined",
       broadcast_fields},
      {event::error, "an exception that nothing handled, up to the root of the tree", error_fields},
      {event::limit, "a worker reached one of its limits", limit_event_fields},
      {event::exit, "a worker is gone; the last event about it, after those of its descendants",
       exit_fields},
      {event::service, "a service of the configuration went on", service_fields},
      {event::reloaded, "a new configuration is in force", reloaded_fields},
      {event::zygote, "the sandbox is ready, or was lost with all its workers", zygote_fields},
      {event::lost, "this client was too slow for some events", lost_fields},
      {event::end, "the worker that the stream was about is gone", end_fields},
  };
  return shapes;
}

std::optional<uint32_t> event_type(std::string_view name) {
  const auto shapes = event_shapes().first(std::variant_size_v<Event>);
  const auto found = std::ranges::find(shapes, name, &EventShape::type);
  if (found == shapes.end()) return std::nullopt;
  return static_cast<uint32_t>(found - shapes.begin());
}

Json event_json(const Event& event, ValueForm values) {
  return std::visit(ToJson{values}, event);
}

Json exit_json(const ExitEvent& exit) {
  Json json = event_json(exit);
  json.erase("type");
  return json;
}

std::string event_members(const Event& event, ValueForm values) {
  std::string text = to_line(event_json(event, values));
  text.pop_back();  // the newline
  return text.substr(1);
}

std::string event_line(uint64_t stream, std::string_view members) {
  return fmt::format(R"({{"jsonrpc":"2.0","method":"{}","params":{{"stream":{},{}}})",
                     method::event, stream, members) +
         '\n';
}

std::string event_line(uint64_t stream, const Event& event, ValueForm values) {
  return event_line(stream, event_members(event, values));
}

std::string end_line(uint64_t stream) {
  return notification({{"stream", stream}, {"type", event::end}});
}

std::string lost_line(uint64_t count) {
  return notification({{"type", event::lost}, {"count", count}});
}

bool may_be_dropped(const Event& event) {
  return !std::holds_alternative<ExitEvent>(event) && !std::holds_alternative<ErrorEvent>(event);
}

}  // namespace skep::control
