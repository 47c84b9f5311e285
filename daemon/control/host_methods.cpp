// Methods about host functions: host.register, host.unregister.
#include <fmt/format.h>

#include "daemon/control/host_functions.h"
#include "daemon/control/methods.h"

namespace skep::control {
namespace {

constexpr auto required = Presence::required;
constexpr auto optional = Presence::optional;

constexpr std::string_view scope_names[] = {"own", "tenant", "all"};

constexpr Field functions_field = {.name = "functions",
                                   .kind = Kind::strings,
                                   .presence = required,
                                   .meaning = "their names, as workers call them",
                                   .most_bytes = max_function_bytes};

std::span<const Field> register_params() {
  static const Field fields[] = {
      functions_field,
      {.name = "scope",
       .kind = Kind::string,
       .presence = optional,
       .meaning = "whose calls: of trees that this connection spawned (own, the default), of "
                  "workers of one tenant, or of all",
       .one_of = scope_names},
      {.name = "tenant",
       .kind = Kind::string,
       .presence = optional,
       .meaning = "with scope tenant: which",
       .most_bytes = 256},
      {.name = "timeout_ms",
       .kind = Kind::integer,
       .presence = optional,
       .meaning = "how long one call may take; 30000 if left out",
       .least = 1,
       .most = 24ull * 3600 * 1000},
      values_field,
  };
  return fields;
}

HostRegistration registration_of(const Json& params) {
  HostRegistration registration;
  const std::string scope = params.value("scope", std::string("own"));
  if (scope == "tenant") registration.scope = HostScope::tenant;
  if (scope == "all") registration.scope = HostScope::all;
  registration.tenant = params.value("tenant", std::string());
  registration.timeout = std::chrono::milliseconds(params.value("timeout_ms", uint64_t{30'000}));
  registration.values = values_of(params);
  return registration;
}

Answer register_functions(const Call& call) {
  const HostRegistration registration = registration_of(call.params);
  for (const Json& function : call.params["functions"]) {
    if (call.target.hosts().add(call.caller, function.get<std::string>(), registration)) continue;
    return Refusal{ErrorCode::too_many,
                   fmt::format("One connection offers at most {} functions.", max_host_functions),
                   {{"what", "functions"}, {"most", max_host_functions}}};
  }
  return Json::object();
}

constexpr Field unregister_params[] = {functions_field};

Answer unregister_functions(const Call& call) {
  for (const Json& function : call.params["functions"]) {
    call.target.hosts().remove(call.caller.id(), function.get<std::string>());
  }
  return Json::object();
}

}  // namespace

std::span<const Method> host_methods() {
  static const Method methods[] = {
      {method::host_register,
       "offers functions to workers: each `skep.call(name, …)` becomes a host.call to this client",
       register_params(),
       {},
       register_functions},
      {method::host_unregister,
       "offers them no longer; calls under way go on",
       unregister_params,
       {},
       unregister_functions},
  };
  return methods;
}

}  // namespace skep::control
