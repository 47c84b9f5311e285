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

// Sets one limit from "memory=64M". Sizes take K, M, G (of 1024; KB and KiB are the same) or
// nothing for bytes; times take ms, s, m, h and need one; counts are plain numbers. Fractions are
// allowed before a unit. Throws UsageError that says exactly what is wrong.
void apply_limit(std::string_view option, WorkerLimits& limits);

// A limit's value as a person would write it: "64 MiB", "2 s", "16".
std::string show_limit(control::Unit unit, uint64_t value);

// One line for each limit: key, default, meaning.
std::string list_limits();

}  // namespace skep::cli
