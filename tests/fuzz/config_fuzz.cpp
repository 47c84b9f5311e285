// A configuration file of any bytes: there is a configuration, or a bounded list of mistakes that
// says where they are.
#include <cstdlib>
#include <string>

#include "daemon/config/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* input, size_t size) {
  using namespace skep;
  const std::string_view text(reinterpret_cast<const char*>(input), size);
  const ConfigReading reading = read_config(text, "skepd.toml");
  if (reading.config.has_value() != reading.errors.empty()) std::abort();
  const auto shown = reading.errors.shown();
  if (shown.size() > ConfigErrors::most || shown.empty() != reading.errors.empty()) std::abort();
  for (const ConfigError& error : shown) {
    if (error.sentence.empty()) std::abort();
  }
  if (check_report(reading, "skepd.toml").find("skepd.toml") == std::string::npos) std::abort();
  return 0;
}
