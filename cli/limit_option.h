// --limit KEY=VALUE: what the user writes, as a number in the protocol's unit.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "proto/control_limits.h"

namespace skep::cli {

// The command line makes no sense. what() is a sentence for the user.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Sets one limit from "memory=64M": an amount as proto/amount.h reads them. Returns the limit.
// Throws UsageError that says exactly what is wrong.
const control::Limit& apply_limit(std::string_view option, WorkerLimits& limits);

// One line for each limit: key, default, meaning.
std::string list_limits();

}  // namespace skep::cli
