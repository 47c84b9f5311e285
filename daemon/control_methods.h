// The methods of the control protocol: one table, in parts by topic.
//
// The table is the protocol: it checks what comes in, and `describe` prints it. A new topic is a
// new file control_<topic>.cpp and one line in control_methods.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "daemon/control_answer.h"
#include "daemon/control_caller.h"
#include "daemon/control_schema.h"
#include "daemon/control_target.h"
#include "proto/control.h"

namespace skep::control {

// One request on its way to a method.
struct Call {
  Target& target;
  Caller& caller;
  const Json& params;  // has passed the check against the method's table
  const Json& id;      // null for a notification

  // For methods that answer with Later.
  LaterAnswer later() const { return caller.answer_later(id); }
};

struct Method {
  std::string_view name;
  std::string_view meaning;
  std::span<const Field> params;
  std::span<const Field> result;
  Answer (*call)(const Call& call);
  Access needs = Access::admin;
};

// One topic of the protocol: a heading of docs/protocol.md.
struct Topic {
  std::string_view name;
  std::span<const Method> methods;
};
std::span<const Topic> topics();

std::span<const Method> daemon_methods();   // control_daemon.cpp
std::span<const Method> stream_methods();   // control_subscribe.cpp
std::span<const Method> spawn_methods();    // control_spawn.cpp
std::span<const Method> worker_methods();   // control_workers.cpp
std::span<const Method> log_methods();      // control_logs.cpp
std::span<const Method> host_methods();     // control_hosts.cpp
std::span<const Method> channel_methods();  // control_channels.cpp
std::span<const Method> service_methods();  // control_services.cpp

const Method* find_method(std::string_view name);

// The whole protocol, as `describe` gives it.
Json describe_protocol();

// {"memory_bytes": …} of these limits: the members of spawn's `limits`.
Json limits_json(const WorkerLimits& limits);
std::span<const Field> limit_fields(Presence presence);

// {"worker": id}, and what it means when there is none.
extern const Field worker_field;
WorkerId worker_of(const Json& params);
Refusal no_such_worker(WorkerId worker);

// How the values of a worker cross: the optional param `values`.
extern const Field values_field;
ValueForm values_of(const Json& params);

// Sorts the layers of a mask into {"layers": […], "missing": […]}, added to `target`.
void put_layers(Json& target, uint32_t layers);

}  // namespace skep::control
