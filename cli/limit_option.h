// --limit KEY=VALUE: what the user writes, as a number in the protocol's unit.
#pragma once

#include <optional>
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

<<<<<<< HEAD
// Sets one limit from "memory=64M": an amount as proto/amount.h reads them. Throws UsageError that
// says exactly what is wrong.
void apply_limit(std::string_view option, WorkerLimits& limits);
=======
// Sets one limit from "memory=64M". Sizes take K, M, G (of 1024; KB and KiB are the same) or
// nothing for bytes; times take ms, s, m, h and need one; counts are plain numbers. Fractions are
// allowed before a unit. Returns the limit. Throws UsageError that says exactly what is wrong.
const control::Limit& apply_limit(std::string_view option, WorkerLimits& limits);

// The number that such a value means; nothing when it is not one of that unit.
std::optional<uint64_t> parse_amount(std::string_view text, control::Unit unit);
>>>>>>> 3a977da (WIP: the commands of skep)

// One line for each limit: key, default, meaning.
std::string list_limits();

}  // namespace skep::cli
