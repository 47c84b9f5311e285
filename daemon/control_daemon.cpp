// Methods about the daemon itself: hello, subscribe, describe, shutdown.
#include "daemon/control_methods.h"

namespace skep::control {
namespace {

constexpr auto required = Presence::required;

constexpr Field sandbox_fields[] = {
    {"ready", Kind::boolean, required, "the first zygote is warm; before that no layer is known"},
    {"layers", Kind::strings, required, "layers that seal every worker"},
    {"missing", Kind::strings, required, "layers that this machine does not give"},
};

std::span<const Field> hello_result() {
  static const Field fields[] = {
      {"server", Kind::string, required, "always skepd"},
      {"version", Kind::string, required, "of the daemon"},
      {"protocol", Kind::integer, required, "changes when a client written for another must fail"},
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

Answer hello(Target& target, Caller&, const Json&) {
  Json sandbox = {{"ready", false}, {"layers", Json::array()}, {"missing", Json::array()}};
  if (const auto layers = target.sandbox_layers()) {
    sandbox["ready"] = true;
    put_layers(sandbox, *layers);
  }
  return Json{{"server", "skepd"},
              {"version", SKEP_VERSION},
              {"protocol", protocol_version},
              {"sandbox", std::move(sandbox)},
              {"limits", limits_json(WorkerLimits{})}};
}

Answer subscribe(Target&, Caller& caller, const Json&) {
  caller.subscribe();
  return Json::object();
}

constexpr Field describe_result[] = {
    {"protocol", Kind::integer, required, "as in hello"},
    {"methods", Kind::object, required, "name → description, params and result as JSON Schema"},
    {"events", Kind::object, required, "type → JSON Schema of the params of an event"},
};

Answer describe(Target&, Caller&, const Json&) {
  return describe_protocol();
}

Answer shutdown(Target& target, Caller&, const Json&) {
  target.shut_down();
  return Json::object();
}

}  // namespace

std::span<const Method> daemon_methods() {
  static const Method methods[] = {
      {method::hello,
       "who answers, what seals the workers, and the default limits",
       {},
       hello_result(),
       hello},
      {method::subscribe,
       "sends every later event to this client; again changes nothing",
       {},
       {},
       subscribe},
      {method::describe, "this protocol, as JSON Schema", {}, describe_result, describe},
      {method::shutdown, "terminates every worker, then ends the daemon", {}, {}, shutdown},
  };
  return methods;
}

}  // namespace skep::control
