#include "cli/run_options.h"

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/limit_option.h"

namespace skep::cli {

std::string limits_and_defaults() {
  return "Limits (default, meaning):\n" + list_limits();
}

RunOptions read_run_options(const CommandLine& line) {
  RunOptions options;
  for (const std::string& limit : line.values("--limit")) {
    options.given_limits.push_back(&apply_limit(limit, options.limits));
  }
  options.name = line.value("--name");
  if (options.name.size() > max_name_bytes) {
    throw UsageError(fmt::format("--name: a name may have at most {} bytes.", max_name_bytes));
  }
  options.json = line.has("--json");
  options.keep_alive = line.choice("--keep-alive").value_or(false);
  options.module = line.has("--module");
  const auto& words = line.arguments();
  options.script = find_script(words[0], line.value("--root"));
  options.arguments.assign(words.begin() + 1, words.end());
  return options;
}

bool parse_run_options(const std::vector<std::string>& words, RunOptions& options) {
  const auto line = CommandLine::parse(run_command, words);
  if (!line) return false;
  options = read_run_options(*line);
  return true;
}

}  // namespace skep::cli
