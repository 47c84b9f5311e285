// What a control method answers: a result, a refusal, or later.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include <nlohmann/json.hpp>

#include "proto/control.h"
#include "proto/control_json.h"

namespace skep::control {

// A refusal: a stable code, a sentence that a person can act on, and members for a program.
struct Refusal {
  ErrorCode code;
  std::string sentence;
  Json details = Json::object();  // becomes `data`, beside data.kind
};

// The answer comes when what was asked for has happened, through a LaterAnswer.
struct Later {};

using Answer = std::variant<Json, Refusal, Later>;

// Answers one request that was answered with Later. It may be kept as long as one likes and called
// once; when the client has gone meanwhile, it does nothing.
using LaterAnswer = std::function<void(Answer)>;

}  // namespace skep::control
