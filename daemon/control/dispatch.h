// From one line of a client to the line that answers it.
#pragma once

#include <string>
#include <string_view>

#include "daemon/control/methods.h"

namespace skep::control {

// Handles one request or batch. The answer ends in a newline; it is empty when the line holds
// notifications only. Never throws for what the client sent.
std::string answer_line(Target& target, Caller& caller, std::string_view line);

// The answer to the request with this id, as JSON-RPC. Not for Later.
Json answer_json(const Json& id, const Answer& answer);

// The answer to a line that was longer than max_request_bytes and was not read.
std::string answer_to_long_line(Target& target);

}  // namespace skep::control
