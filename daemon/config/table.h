// Every key of skepd.toml: one table that checks the file and makes docs/configuration.md.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace skep {

enum class ConfigKind : uint8_t {
  text,
  path,      // absolute
  texts,     // a list
  paths,     // a list
  name,      // of something that the file itself declares
  size,      // "64MiB"
  duration,  // "10s"
  count,     // a whole number
  factor,    // a number, with or without a fraction
  choice,    // one of a few words
  section,   // a table with these keys
  sections,  // tables with these keys, under names that the file chooses
  limits,    // a table with the keys of control::limits()
};

struct ConfigKey {
  std::string_view name;
  ConfigKind kind;
  std::string_view fallback{};  // what it is when it is not written; empty: see the meaning
  std::string_view meaning{};
  bool required = false;
  uint64_t least = 0;                          // of a size (bytes), duration (ms), count, factor
  uint64_t most = 9'007'199'254'740'991;       // of text: bytes; of a list: entries
  bool zero_too = false;                       // 0 is allowed although `least` is more
  std::span<const std::string_view> one_of{};  // of a choice
  std::span<const ConfigKey> members{};        // of section and sections
};

// The keys of the file itself.
std::span<const ConfigKey> config_keys();

// The table that a list of limits is checked against: one key for each of control::limits().
const std::vector<ConfigKey>& limit_config_keys();

}  // namespace skep
