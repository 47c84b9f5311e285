// Methods about the daemon itself: who it is, how it does, and its end.
#include "base/log.h"
#include "daemon/control/methods.h"
#include "daemon/control/stats.h"

namespace skep::control {
namespace {

constexpr auto required = Presence::required;

constexpr Field sandbox_fields[] = {
    {"ready", Kind::boolean, required, "the first zygote is warm; before that no layer is known"},
    {"layers", Kind::strings, required, "layers that seal every worker"},
    {"missing", Kind::strings, required, "layers that this machine does not give"},
};

constexpr std::string_view capabilities[] = {"tagged-values", "streams", "host-functions",
                                             "channels",      "wait",    "logs"};
constexpr std::string_view access_names[] = {"admin", "read-only"};

constexpr Field hello_params[] = {{.name = "client",
                                   .kind = Kind::string,
                                   .presence = Presence::optional,
                                   .meaning = "what the client calls itself, for the log",
                                   .most_bytes = 256}};

std::span<const Field> hello_result() {
  static const Field fields[] = {
      {"server", Kind::string, required, "always skepd"},
      {"version", Kind::string, required, "of the daemon"},
      {"protocol", Kind::integer, required, "changes when a client written for another must fail"},
      {"capabilities", Kind::strings, required, "what this daemon can do beyond the first version"},
      {.name = "access",
       .kind = Kind::string,
       .presence = required,
       .meaning = "whether this connection may change anything",
       .one_of = access_names},
      {"private", Kind::boolean, required, "the daemon serves this client only and ends with it"},
      {.name = "sandbox",
       .kind = Kind::object,
       .presence = required,
       .meaning = "what seals the workers",
       .members = sandbox_fields},
      {.name = "limits",
       .kind = Kind::object,
       .presence = required,
       .meaning = "what a worker gets unless spawn says otherwise",
       .members = limit_fields(required)},
  };
  return fields;
}

Answer hello(const Call& call) {
  if (const auto client = call.params.find("client"); client != call.params.end()) {
    log::info("client {} is {}", number(call.caller.id()),
              client->dump(-1, ' ', true, Json::error_handler_t::replace));
  }
  Json sandbox = {{"ready", false}, {"layers", Json::array()}, {"missing", Json::array()}};
  if (const auto layers = call.target.sandbox_layers()) {
    sandbox["ready"] = true;
    put_layers(sandbox, *layers);
  }
  return Json{{"server", "skepd"},
              {"version", SKEP_VERSION},
              {"protocol", protocol_version},
              {"capabilities", capabilities},
              {"access", name(call.caller.access())},
              {"private", call.target.is_private()},
              {"sandbox", std::move(sandbox)},
              {"limits", limits_json(call.target.default_limits())}};
}

constexpr Field describe_result[] = {
    {"protocol", Kind::integer, required, "as in hello"},
    {"methods", Kind::any, required, "name → description, params and result as JSON Schema"},
    {"events", Kind::any, required, "type → JSON Schema of the params of an event"},
};

Answer describe(const Call&) {
  return describe_protocol();
}

Answer stats(const Call& call) {
  return call.target.stats();
}

constexpr Field metrics_result[] = {
    {"content_type", Kind::string, required, "of OpenMetrics"},
    {"text", Kind::string, required, "to be served as it is"},
};

Answer metrics(const Call& call) {
  return Json{{"content_type", "application/openmetrics-text; version=1.0.0; charset=utf-8"},
              {"text", call.target.metrics()}};
}

constexpr Field reload_result[] = {
    {"started", Kind::strings, required, "services"},
    {"stopped", Kind::strings, required, "services"},
    {"restarted", Kind::strings, required, "services whose definition changed"},
    {"unchanged", Kind::strings, required, "services whose workers were not touched"},
};

Answer reload(const Call& call) {
  return call.target.reload();
}

constexpr Field shutdown_params[] = {
    {.name = "drain_ms",
     .kind = Kind::integer,
     .presence = Presence::optional,
     .meaning = "how long workers may take to close by themselves; 0, the default, kills them",
     .most = 24ull * 3600 * 1000}};

Answer shutdown(const Call& call) {
  call.target.shut_down(std::chrono::milliseconds(call.params.value("drain_ms", uint64_t{0})));
  return Json::object();
}

}  // namespace

std::span<const Method> daemon_methods() {
  static const Method methods[] = {
      {method::hello, "who answers, what seals the workers, and the default limits", hello_params,
       hello_result(), hello, Access::read_only},
      {method::describe,
       "this protocol, as JSON Schema",
       {},
       describe_result,
       describe,
       Access::read_only},
      {method::stats,
       "the daemon's counters and gauges",
       {},
       stats_fields(),
       stats,
       Access::read_only},
      {method::metrics,
       "the same and more as OpenMetrics",
       {},
       metrics_result,
       metrics,
       Access::read_only},
      {method::reload,
       "reads the configuration again and touches only what changed",
       {},
       reload_result,
       reload},
      {method::shutdown, "ends every worker, then the daemon", shutdown_params, {}, shutdown},
  };
  return methods;
}

}  // namespace skep::control
