// Reads skepd.toml: text in, a Config or every mistake of it out.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/config/config.h"
#include "daemon/config/error.h"

namespace skep {

// A larger file is refused: nobody wrote it by hand.
inline constexpr size_t max_config_bytes = 1u << 20;

struct ConfigReading {
  std::optional<Config> config;  // nothing if there are errors
  ConfigErrors errors;
};

// `file` is how the mistakes call it. A mistake of TOML itself hides those behind it.
ConfigReading read_config(std::string_view text, const std::string& file);

// The same from a file. That it cannot be read is a mistake too.
ConfigReading read_config_file(const std::string& file);

// What --check-config prints: "FILE is fine", or the mistakes.
std::string check_report(const ConfigReading& reading, const std::string& file);

}  // namespace skep
