// The methods of the control protocol: one table, in parts by topic.
//
// The table is the protocol: it checks what comes in, and `describe` prints it. A new topic is a
// new file <topic>_methods.cpp and one line in methods.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "daemon/control/answer.h"
#include "daemon/control/caller.h"
#include "daemon/control/schema.h"
#include "daemon/control/target.h"
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

std::span<const Method> daemon_methods();   // daemon_methods.cpp
std::span<const Method> stream_methods();   // stream_methods.cpp
std::span<const Method> spawn_methods();    // spawn_methods.cpp
std::span<const Method> worker_methods();   // worker_methods.cpp
std::span<const Method> log_methods();      // log_methods.cpp
std::span<const Method> host_methods();     // host_methods.cpp
std::span<const Method> channel_methods();  // channel_methods.cpp
std::span<const Method> service_methods();  // service_methods.cpp

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
