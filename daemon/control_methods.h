// The methods of the control protocol: one table, in parts by topic.
//
// The table is the protocol: it checks what comes in, and `describe` prints it. A new topic is a
// new file control_<topic>.cpp and one line in control_methods.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json.hpp>

#include "daemon/control_schema.h"
#include "daemon/control_target.h"
#include "proto/control.h"

namespace skep::control {

// A refusal: a stable code, a sentence that a person can act on, and members for a program.
struct Refusal {
  ErrorCode code;
  std::string sentence;
  Json details = Json::object();  // becomes `data`, beside data.kind
};

using Answer = std::variant<Json, Refusal>;

// What a method may change of the session that called it.
class Caller {
 public:
  virtual ~Caller() = default;
  virtual void subscribe() = 0;
};

struct Method {
  std::string_view name;
  std::string_view meaning;
  std::span<const Field> params;
  std::span<const Field> result;
  // `params` has passed the check against the table.
  Answer (*call)(Target& target, Caller& caller, const Json& params);
};

std::span<const Method> daemon_methods();  // control_daemon.cpp
std::span<const Method> worker_methods();  // control_workers.cpp

const Method* find_method(std::string_view name);

// The whole protocol, as `describe` gives it.
Json describe_protocol();

// {"memory_bytes": …} of these limits: the members of spawn's `limits`.
Json limits_json(const WorkerLimits& limits);
std::span<const Field> limit_fields(Presence presence);

// Sorts the layers of a mask into {"layers": […], "missing": […]}, added to `target`.
void put_layers(Json& target, uint32_t layers);

}  // namespace skep::control
