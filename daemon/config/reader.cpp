#include "daemon/config/reader.h"

#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/fd.h"
#include "daemon/config/bare_text.h"
#include "daemon/config/toml.h"

namespace skep {
namespace {

Result<std::string> read_file(const std::string& file) {
  const Fd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return last_error();
  std::string text(max_config_bytes + 1, '\0');
  size_t length = 0;
  while (length < text.size()) {
    const ssize_t got = ::read(fd.get(), text.data() + length, text.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return last_error();
    if (got == 0) break;
    length += static_cast<size_t>(got);
  }
  text.resize(length);
  return text;
}

ConfigReading refused(const std::string& file, std::string sentence) {
  ConfigReading reading{std::nullopt, ConfigErrors(file, {})};
  reading.errors.add({0, 0, std::move(sentence)});
  return reading;
}

// Line and column of the character that begins at this byte.
ConfigError error_at_byte(std::string_view text, size_t at, std::string sentence) {
  const std::string_view before = text.substr(0, at);
  const size_t line_start = before.rfind('\n') + 1;  // npos + 1 is the start
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  const auto line = 1 + std::ranges::count(before, '\n');
  const auto column = 1 + std::ranges::count_if(before.substr(line_start), begins);
  return {static_cast<uint32_t>(line), static_cast<uint32_t>(column), std::move(sentence)};
}

}  // namespace

ConfigReading read_config(std::string_view text, const std::string& file) {
  if (text.size() > max_config_bytes) {
    return refused(file, fmt::format("it is larger than {} bytes.", max_config_bytes));
  }
  ConfigReading reading{std::nullopt, ConfigErrors(file, text)};
  if (const auto bare = first_bare_character_beyond_ascii(text)) {
    reading.errors.add(error_at_byte(
        text, *bare, "this is not TOML: only texts in quotes and comments go beyond ASCII."));
    return reading;
  }
  const toml::parse_result parsed = toml::parse(text, file);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    reading.errors.add(config_toml::error_at(
        error.source(), fmt::format("this is not TOML: {}.", error.description())));
    return reading;
  }
  config_toml::check(parsed.table(), reading.errors);
  Config config = config_toml::build(parsed.table(), reading.errors);
  if (reading.errors.empty()) reading.config = std::move(config);
  return reading;
}

ConfigReading read_config_file(const std::string& file) {
  const Result<std::string> text = read_file(file);
  if (!text) return refused(file, fmt::format("it cannot be read: {}.", text.error().message()));
  return read_config(*text, file);
}

std::string check_report(const ConfigReading& reading, const std::string& file) {
  return reading.config ? fmt::format("{} is fine\n", file) : reading.errors.report();
}

}  // namespace skep
