// What a JSON object of the protocol may hold: one table that checks requests and describes itself.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "proto/control_json.h"

namespace skep::control {

// `any` is a value of the client's or a worker's own: nothing of it is checked. `integers` is a
// list.
enum class Kind : uint8_t { boolean, integer, string, object, strings, objects, integers, any };

enum class Presence : uint8_t { required, optional };

// One member of an object. Only the bounds that fit its kind count.
struct Field {
  std::string_view name;
  Kind kind;
  Presence presence;
  std::string_view meaning;
  uint64_t least = 0;
  uint64_t most = 9'007'199'254'740'991;       // 2^53 - 1: what every JSON reader keeps exactly
  bool zero_too = false;                       // 0 is allowed although `least` is more
  size_t most_bytes = 1u << 20;                // of a string
  std::span<const std::string_view> one_of{};  // the only strings allowed, when there are some
  std::span<const Field> members{};            // of an object, or of each in a list
};

// What is wrong with an object, for a person and for a program.
struct Mismatch {
  std::string sentence;
  std::string path;      // "limits.memory_bytes"
  std::string expected;  // "an integer from 1048576 to 17179869184"
};

// The first thing wrong with `value`, looked at as an object with these members and no others;
// nothing if it fits.
std::optional<Mismatch> check(const Json& value, std::span<const Field> members);

// The same table as a JSON Schema (2020-12) of an object.
Json to_json_schema(std::span<const Field> members);

}  // namespace skep::control
