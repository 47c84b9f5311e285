// Methods about services: workers of the configuration that the daemon keeps running.
#include "daemon/control/methods.h"

namespace skep::control {
namespace {

constexpr auto required = Presence::required;

constexpr Field service_fields[] = {
    {"service", Kind::string, required, "its name in the configuration"},
    {"group", Kind::string, required, "the group that it belongs to, or empty"},
    {"state", Kind::string, required,
     "waiting, starting, running, backing-off, stopping, stopped or failed"},
    {"worker", Kind::integer, required, "0 when it has none"},
    {"restarts", Kind::integer, required, "since it was started"},
    {"last_reason", Kind::string, required, "why its last worker ended, or empty"},
    {"next_start_ms", Kind::integer, required, "when backing off: how long until it starts; or 0"},
};

constexpr Field list_result[] = {{.name = "services",
                                  .kind = Kind::objects,
                                  .presence = required,
                                  .meaning = "in the order of the configuration",
                                  .members = service_fields}};

Answer list(const Call& call) {
  return Json{{"services", call.target.services()}};
}

constexpr Field service_only[] = {
    {"service", Kind::string, required, "its name in the configuration"}};

Answer start(const Call& call) {
  return call.target.act_on_service(method::service_start, call.params["service"]);
}

Answer stop(const Call& call) {
  return call.target.act_on_service(method::service_stop, call.params["service"]);
}

Answer restart(const Call& call) {
  return call.target.act_on_service(method::service_restart, call.params["service"]);
}

}  // namespace

std::span<const Method> service_methods() {
  static const Method methods[] = {
      {method::service_list, "all services", {}, list_result, list, Access::read_only},
      {method::service_start, "starts it, also after it failed", service_only, {}, start},
      {method::service_stop,
       "closes its worker and does not start it again",
       service_only,
       {},
       stop},
      {method::service_restart,
       "closes its worker and starts a new one",
       service_only,
       {},
       restart},
  };
  return methods;
}

}  // namespace skep::control
