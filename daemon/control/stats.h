// The method `stats`: the numbers of a reading as flat JSON, for those who do not speak
// OpenMetrics.
#pragma once

#include <span>

#include "daemon/control/schema.h"
#include "daemon/observe/metrics.h"

namespace skep::control {

// What `stats` answers with, member by member; describe() and the answer are made from one table.
std::span<const Field> stats_fields();
Json stats_json(const Reading& reading);

}  // namespace skep::control
