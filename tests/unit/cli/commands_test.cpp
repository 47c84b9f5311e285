// One table of commands, and everything that is made from it.
#include "cli/commands/commands.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "cli/completion.h"
#include "cli/help.h"
#include "cli/limit_option.h"
#include "cli/show/event_line.h"

namespace skep::cli {
namespace {

std::string complaint(const Command& command, const std::vector<std::string>& words) {
  try {
    CommandLine::parse(command, words);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "none";
}

TEST_CASE("every command says what it is, with an example that begins as one must") {
  for (const Command* command : commands()) {
    CAPTURE(command->name);
    CHECK(!command->summary.empty());
    const bool runs = command->run != nullptr;
    CHECK(runs);
    CHECK(command->examples.find("skep " + std::string(command->name)) != std::string_view::npos);
    const std::string help = help_text(*command);
    CHECK(help.find("Examples:") < help.find("Options:"));
    CHECK(find_command(command->name) == command);
    CHECK(help_text().find("  " + std::string(command->name)) != std::string::npos);
  }
}

TEST_CASE("every option is in help and in both completions") {
  const std::string bash = bash_completion();
  const std::string zsh = zsh_completion();
  for (const Command* command : commands()) {
    const auto look = [&](const Option& option) {
      const std::string name(long_name(option));
      CAPTURE(name);
      CHECK(help_text(*command).find(name) != std::string::npos);
      CHECK(bash.find(name) != std::string::npos);
      CHECK(zsh.find(name) != std::string::npos);
    };
    for (const Option& option : command->options) look(option);
    for (const Option& option : command->common) look(option);
  }
}

TEST_CASE("the manual page has every command, option and status") {
  const char* file = std::getenv("SKEP_TEST_MANUAL");
  if (file == nullptr) {
    MESSAGE("skipped: scdoc is not there, so no manual page was made");
    return;
  }
  std::ifstream in(file);
  std::string page((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  REQUIRE(!page.empty());
  // What troff wants between characters.
  std::erase(page, '\\');
  std::erase(page, '&');
  for (const Command* command : commands()) {
    CAPTURE(command->name);
    CHECK(page.find("skep " + std::string(command->name)) != std::string::npos);
    for (const Option& option : command->options) {
      CAPTURE(option.names);
      CHECK(page.find(std::string(long_name(option))) != std::string::npos);
    }
    for (const Option& option : command->common) {
      CHECK(page.find(std::string(long_name(option))) != std::string::npos);
    }
  }
  for (const StatusMeaning& status : exit_statuses()) {
    CHECK(page.find(std::string(status.meaning)) != std::string::npos);
  }
}

TEST_CASE("help is given whatever else the words say") {
  CHECK(!CommandLine::parse(ps_command, {"--help"}));
  CHECK(!CommandLine::parse(post_command, {"-h"}));
}

TEST_CASE("mistakes are named, with the word that was meant") {
  CHECK(complaint(ps_command, {"--al"}) == "ps: there is no option --al. Did you mean \"--all\"?");
  CHECK(complaint(post_command, {"7"}) == "give a worker and what to post: skep post WORKER JSON.");
  CHECK(complaint(ps_command, {"7"}) == "ps: \"7\" is one word too many.");
  CHECK(complaint(top_command, {"--sort", "memry"}).find("Did you mean \"memory\"") !=
        std::string::npos);
  CHECK(complaint(events_command, {"--type", "exit,stat"}).find("Did you mean \"started\"") ==
        std::string::npos);
  CHECK(complaint(events_command, {"--type", "exit,exits"}) != "none");
  CHECK(complaint(events_command, {"--type", "exit,state"}) == "none");
  CHECK(command_suggestion("inspct") == " Did you mean \"inspect\"?");
}

TEST_CASE("an option may be taken back where that makes sense") {
  const auto choice = [](const std::vector<std::string>& words) {
    return CommandLine::parse(spawn_command, words)->choice("--keep-alive");
  };
  CHECK(choice({"a.js"}) == std::nullopt);
  CHECK(choice({"a.js", "--keep-alive"}) == true);
  CHECK(choice({"a.js", "--no-keep-alive"}) == false);
}

TEST_CASE("counts and times are read strictly") {
  CHECK(parse_count("--lines", "20", 1, 100) == 20);
  CHECK_THROWS_AS(parse_count("--lines", "20x", 1, 100), UsageError);
  CHECK_THROWS_AS(parse_count("--lines", "0", 1, 100), UsageError);
  CHECK(parse_time("--since", "10m") == std::chrono::minutes(10));
  CHECK_THROWS_AS(parse_time("--since", "10"), UsageError);
}

TEST_CASE("an event takes one line, whatever a worker wrote") {
  const Colors plain("never", 1);
  const std::string line = event_line({{"type", "console"},
                                       {"worker", 7u},
                                       {"level", "log"},
                                       {"text", "one\ntwo\x1b[2J"},
                                       {"time_ms", 1000u}},
                                      plain);
  CHECK(line.ends_with("console       7  log: one …\n"));
  CHECK(event_line({{"type", "exit"},
                    {"worker", 7u},
                    {"name", "rules"},
                    {"reason", "out-of-memory"},
                    {"detail", "heap"}},
                   plain)
            .ends_with("exit          7 rules  out-of-memory: heap\n"));
}

}  // namespace
}  // namespace skep::cli
