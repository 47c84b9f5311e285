#include "cli/run_options.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/help.h"
#include "cli/limit_option.h"
#include "proto/suggestion.h"

namespace skep::cli {
namespace {

constexpr std::string_view known_options[] = {"--root", "--name",       "--limit",
                                              "--json", "--keep-alive", "--help"};

[[noreturn]] void complain(const CLI::App& app, const CLI::ParseError& error) {
  // CLI11 names what it could not place in its own words; a mistyped option deserves a better one.
  for (const std::string& word : app.remaining()) {
    if (!word.starts_with("--")) continue;
    const std::string option = word.substr(0, word.find('='));
    throw UsageError(
        fmt::format("there is no option {}.{}", option, did_you_mean(option, known_options)));
  }
  if (app.count("FILE") == 0 && dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    throw UsageError("name the script to run: skep run FILE.");
  }
  throw UsageError(error.what());
}

}  // namespace

bool parse_run_options(const std::vector<std::string>& words, RunOptions& options) {
  std::string file;
  std::string root;
  std::vector<std::string> limits;
  bool help = false;
  CLI::App app;
  app.set_help_flag();
  app.add_flag("-h,--help", help);
  app.add_option("FILE", file)->required();
  app.add_option("ARGS", options.arguments);
  app.add_option("--root", root);
  app.add_option("--name", options.name);
  app.add_option("--limit", limits)->allow_extra_args(false);
  app.add_flag("--json", options.json);
  app.add_flag("--keep-alive", options.keep_alive);
  try {
    // CLI11 takes the words from the back.
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    if (help) {
      print_run_help();
      return false;
    }
    complain(app, error);
  }
  if (help) {
    print_run_help();
    return false;
  }
  for (const std::string& limit : limits) apply_limit(limit, options.limits);
  if (options.name.size() > max_name_bytes) {
    throw UsageError(fmt::format("--name: a name may have at most {} bytes.", max_name_bytes));
  }
  options.script = find_script(file, root);
  return true;
}

}  // namespace skep::cli
