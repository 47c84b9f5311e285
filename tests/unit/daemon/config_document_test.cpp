// The sample file and the document say what the table of keys says.
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "daemon/config/reader.h"
#include "daemon/config/reference.h"
#include "daemon/config/table.h"
#include "proto/control_limits.h"

namespace skep {
namespace {

std::string contents(const char* file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The sample with its examples switched on: "#key = …" and "#[table]" are, "# prose" is not.
std::string with_examples(std::string text) {
  for (size_t at = 0; (at = text.find("\n#", at)) != std::string::npos; ++at) {
    if (text[at + 2] != ' ' && text[at + 2] != '\n') text.erase(at + 1, 1);
  }
  return text;
}

void check_keys(const std::string& text, std::span<const ConfigKey> keys) {
  for (const ConfigKey& key : keys) {
    CAPTURE(key.name);
    CHECK(text.find(std::string(key.name)) != std::string::npos);
    check_keys(text, key.members);
  }
}

TEST_CASE("the sample configuration is fine, with and without its examples") {
  const std::string sample = contents(SKEP_SAMPLE_CONFIG);
  CHECK(read_config(sample, "sample").errors.report() == "");
  const ConfigReading full = read_config(with_examples(sample), "sample");
  CHECK(full.errors.report() == "");
  REQUIRE(full.config);
  CHECK(full.config->services.size() == 1);
  CHECK(check_report(full, "sample") == "sample is fine\n");
}

TEST_CASE("the sample configuration names every key") {
  const std::string sample = contents(SKEP_SAMPLE_CONFIG);
  check_keys(sample, config_keys());
  check_keys(sample, limit_config_keys());
}

TEST_CASE("what the sample writes down are the defaults") {
  const Config written = *read_config(contents(SKEP_SAMPLE_CONFIG), "sample").config;
  const Config config;
  CHECK(written.daemon == config.daemon);
  for (const control::Limit& limit : control::limits()) {
    CAPTURE(limit.name);
    CHECK(limit.get(written.limits) == limit.get(config.limits));
  }
}

TEST_CASE("the defaults that the table tells are the true ones") {
  std::string text = "[groups.g]\nstrategy = \"one-for-one\"\n[services.s]\nfile = \"/s.js\"\n";
  const auto write = [&](const ConfigKey& key, const std::string& prefix) {
    if (key.fallback.empty() || key.fallback == "none") return;
    const bool quoted = key.kind == ConfigKind::choice || key.kind == ConfigKind::duration;
    text += quoted ? fmt::format("{}{} = \"{}\"\n", prefix, key.name, key.fallback)
                   : fmt::format("{}{} = {}\n", prefix, key.name, key.fallback);
  };
  for (const ConfigKey& top : config_keys()) {
    if (top.name == "services") {
      for (const ConfigKey& key : top.members) {
        write(key, "");
        for (const ConfigKey& inner : key.members) write(inner, fmt::format("{}.", key.name));
      }
    }
  }
  text += "[daemon]\n";
  for (const ConfigKey& key : config_keys()[0].members) write(key, "");
  const ConfigReading reading = read_config(text, "f");
  CHECK(reading.errors.report() == "");
  REQUIRE(reading.config);
  ServiceConfig plain;
  plain.name = "s";
  plain.file = "/s.js";
  plain.root = "/";
  CHECK(reading.config->services[0] == plain);
  CHECK(reading.config->daemon == DaemonConfig());
}

TEST_CASE("docs/configuration.md has the table of keys") {
  constexpr std::string_view start = "<!-- keys: written from daemon/config/table.cpp -->\n";
  constexpr std::string_view end = "<!-- end of keys -->";
  std::string text = contents(SKEP_CONFIGURATION_DOCUMENT);
  const size_t from = text.find(start);
  const size_t to = text.find(end);
  REQUIRE(from != std::string::npos);
  REQUIRE(to != std::string::npos);
  const std::string made = config_reference() + "\n";
  // SKEP_WRITE_DOCUMENTS=1 brings it up to date instead of complaining.
  if (std::getenv("SKEP_WRITE_DOCUMENTS") != nullptr) {
    text.replace(from + start.size(), to - from - start.size(), made);
    std::ofstream(SKEP_CONFIGURATION_DOCUMENT) << text;
    return;
  }
  INFO("run this test with SKEP_WRITE_DOCUMENTS=1 to write the table anew");
  CHECK(text.substr(from + start.size(), to - from - start.size()) == made);
}

}  // namespace
}  // namespace skep
