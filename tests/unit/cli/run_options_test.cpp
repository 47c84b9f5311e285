#include "cli/run_options.h"

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "cli/limit_option.h"

namespace skep::cli {
namespace {

struct Script {
  std::filesystem::path path = std::filesystem::temp_directory_path() / "skep-run-options-test.js";
  Script() { std::ofstream(path.string()) << "1"; }
  ~Script() { std::filesystem::remove(path); }
  std::string name() const { return path.string(); }
};

std::string complaint(const std::vector<std::string>& words) {
  RunOptions options;
  try {
    parse_run_options(words, options);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

TEST_CASE("options may stand on both sides of the file") {
  const Script script;
  RunOptions options;
  REQUIRE(parse_run_options({"--limit", "memory=2M", "--json", script.name(), "--limit=cpu=2s",
                             "--name", "n", "--keep-alive"},
                            options));
  CHECK(options.limits.memory_bytes == 2u << 20);
  CHECK(options.limits.cpu_ms == 2000);
  CHECK(options.json);
  CHECK(options.keep_alive);
  CHECK(options.name == "n");
  CHECK(options.arguments.empty());
}

TEST_CASE("what follows -- belongs to the script") {
  const Script script;
  RunOptions options;
  REQUIRE(parse_run_options({script.name(), "--", "a", "--json", "-x"}, options));
  CHECK(options.arguments == std::vector<std::string>{"a", "--json", "-x"});
  CHECK(!options.json);
}

TEST_CASE("a mistake on the command line is named") {
  const Script script;
  CHECK(complaint({}) == "name the script to run: skep run FILE.");
  CHECK(complaint({"--limti", "memory=1M", script.name()}) ==
        "run: there is no option --limti. Did you mean \"--limit\"?");
  CHECK(complaint({script.name(), "--jsn"}) ==
        "run: there is no option --jsn. Did you mean \"--json\"?");
  CHECK(complaint({script.name(), "--limit", "memory=no"}) != "none");
  CHECK(complaint({script.name(), "--root"}) != "none");
}

}  // namespace
}  // namespace skep::cli
