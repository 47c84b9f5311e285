#include "daemon/control_events.h"

#include <nlohmann/json.hpp>

#include "daemon/control_methods.h"
#include "proto/clone_json.h"
#include "proto/control.h"

namespace skep::control {
namespace {

constexpr auto required = Presence::required;

constexpr Field type_field = {"type", Kind::string, required, "which event this is"};
constexpr Field worker_field = {"worker", Kind::integer, required, "its id"};
constexpr Field parent_field = {"parent", Kind::integer, required, "0 for the root of a tree"};
constexpr Field name_field = {"name", Kind::string, required, "as its creator named it"};
constexpr Field url_field = {"url", Kind::string, required, "of its script"};
constexpr Field pid_field = {"pid", Kind::integer, required, "0 when there is or was none"};

constexpr std::string_view level_names[] = {"log", "debug", "info", "warn", "error"};
constexpr std::string_view kind_names[] = {"exception", "load", "parse", "ended", "rejection"};

constexpr Field started_fields[] = {type_field, worker_field, parent_field,
                                    name_field, url_field,    pid_field};
constexpr Field console_fields[] = {
    type_field,
    worker_field,
    name_field,
    {.name = "level",
     .kind = Kind::string,
     .presence = required,
     .meaning = "which function of console was called",
     .one_of = level_names},
    {"text", Kind::string, required, "formatted, without a final newline"}};
constexpr Field console_lost_fields[] = {
    type_field, worker_field, {"lines", Kind::integer, required, "how many calls"}};
constexpr Field error_fields[] = {
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
    type_field,
    worker_field,
    parent_field,
    name_field,
    url_field,
    pid_field,
    {"reason", Kind::string, required, "why it is gone: closed, finished, terminated, …"},
    {"detail", Kind::string, required, "a sentence, or empty"},
    {"signal", Kind::integer, required, "what ended its process; 0 if it exited"},
    {"cpu_ms", Kind::integer, required, "processor time over its life"},
    {"peak_memory_bytes", Kind::integer, required, "resident, as the kernel counted"},
    {"messages_in", Kind::integer, required, "received from other workers"},
    {"messages_out", Kind::integer, required, "posted by it"}};
constexpr Field zygote_fields[] = {
    type_field,
    {"ready", Kind::boolean, required, "false when it was lost and is being replaced"},
    {"layers", Kind::strings, required, "layers that seal every worker"},
    {"missing", Kind::strings, required, "layers that this machine does not give"}};
constexpr Field lost_fields[] = {type_field, {"count", Kind::integer, required, "events not sent"}};

struct ToJson {
  Json operator()(const StartedEvent& started) const {
    return {{"type", event::started},
            {"worker", number(started.worker)},
            {"parent", number(started.parent)},
            {"name", started.name},
            {"url", started.url},
            {"pid", started.pid}};
  }
  Json operator()(const ConsoleEvent& console) const {
    return {{"type", event::console},
            {"worker", number(console.worker)},
            {"name", console.name},
            {"level", name(console.level)},
            {"text", console.text}};
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
  Json operator()(const MessageEvent& message) const {
    Json json = {{"type", "message"}, {"worker", number(message.worker)}};
    put_value(json, message.clone);
    return json;
  }
  Json operator()(const MessageRefusedEvent& refused) const {
    return {
        {"type", "message-refused"}, {"worker", number(refused.worker)}, {"bytes", refused.bytes}};
  }
  Json operator()(const BroadcastEvent& broadcast) const {
    Json json = {{"type", "broadcast"}, {"worker", number(broadcast.root)}};
    json["channel"] = broadcast.channel;
    put_value(json, broadcast.clone);
    return json;
  }

  static void put_value(Json& json, std::span<const std::byte> clone) {
    std::string problem;
    auto value = json_of_clone(clone, ValueForm::plain, problem);
    json["data"] = value ? std::move(value->data) : Json(nullptr);
    if (!value) json["problem"] = problem;
    if (value && value->lossy) json["lossy"] = true;
  }
};

std::string notification(Json params) {
  return to_line({{"jsonrpc", "2.0"}, {"method", method::event}, {"params", std::move(params)}});
}

}  // namespace

std::span<const EventShape> event_shapes() {
  static constexpr EventShape shapes[] = {
      {event::started, "a worker's process exists and its script is about to run", started_fields},
      {event::console, "one call of console.* in a worker", console_fields},
      {event::console_lost, "console output above a worker's rate limit was dropped",
       console_lost_fields},
      {event::error, "an exception that nothing handled, up to the root of the tree", error_fields},
      {event::exit, "a worker is gone; the last event about it, after those of its descendants",
       exit_fields},
      {event::zygote, "the sandbox is ready, or was lost with all its workers", zygote_fields},
      {event::lost, "this client was too slow for some events", lost_fields},
  };
  return shapes;
}

Json event_json(const Event& event) {
  return std::visit(ToJson{}, event);
}

std::string event_line(const Event& event) {
  return notification(event_json(event));
}

std::string lost_line(uint64_t count) {
  return notification({{"type", event::lost}, {"count", count}});
}

bool may_be_dropped(const Event& event) {
  return !std::holds_alternative<ExitEvent>(event) && !std::holds_alternative<ErrorEvent>(event);
}

}  // namespace skep::control
