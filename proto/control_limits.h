// The settable limits as one table: the protocol's schema, `hello`, and the command line's
// --limit KEY=VALUE are all made from it, so they cannot disagree.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "proto/limits.h"

namespace skep::control {

enum class Unit : uint8_t { bytes, milliseconds, bytes_per_second, count };

struct Limit {
  std::string_view name;  // in JSON, unit included: "memory_bytes"
  std::string_view key;   // on the command line: "memory"
  Unit unit;
  uint64_t least;  // of the values that limit something
  uint64_t most;
  bool may_be_none;  // 0 means no limit (or, for the grace, none at all)
  std::string_view meaning;
  uint64_t (*get)(const WorkerLimits& limits);
  void (*set)(WorkerLimits& limits, uint64_t value);
};

std::span<const Limit> limits();

}  // namespace skep::control
