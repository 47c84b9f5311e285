// The two zygotes that all cases of escape-test share.
#pragma once

#include "escape.h"
#include "zygote_process.h"

namespace skep::escape {

// Started at the first use.
ZygoteProcess& zygote_of(Line line);

// Waits for the worker's end and reads what it said.
Outcome outcome_of(Worker& worker, ZygoteProcess& zygote);

}  // namespace skep::escape
