// toml++ as the configuration reader uses it: without exceptions, for reading only.
#pragma once

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
// It asserts things that the file decides (a table header that begins with a brace), where the next
// lines report them: a mistake in the file must not end the daemon that reads it again. With NDEBUG
// they would be assumptions of the compiler's.
#ifdef NDEBUG
#error "this reads a file that may be wrong: build without NDEBUG"
#endif
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>

#include "daemon/config/config.h"
#include "daemon/config/error.h"

namespace skep::config_toml {

inline ConfigError error_at(const toml::source_region& place, std::string sentence) {
  return {static_cast<uint32_t>(place.begin.line), static_cast<uint32_t>(place.begin.column),
          std::move(sentence)};
}

// Adds everything in which the file differs from the table of keys (table.h).
void check(const toml::table& file, ConfigErrors& errors);

// The values, and what only several keys together can get wrong. Where check() found a mistake the
// value is the default: the result means something only if no error was added by either.
Config build(const toml::table& file, ConfigErrors& errors);

}  // namespace skep::config_toml
