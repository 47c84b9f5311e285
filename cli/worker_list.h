// All workers of a daemon, which tells of them in parts.
#pragma once

#include "cli/control_client.h"

namespace skep::cli {

// What worker.list says with these parameters, part by part: an array.
Json list_workers(ControlClient& client, Json params = Json::object());

// Takes the workers of one part; gives the id behind which the next one begins, 0 if it was the
// last.
uint64_t take_part(const Json& answer, Json& workers);

}  // namespace skep::cli
