// skep: the command.
#include <csignal>
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "cli/command_failure.h"
#include "cli/commands/commands.h"
#include "cli/help.h"
#include "cli/limit_option.h"
#include "cli/script_place.h"
#include "cli/standard_output.h"

namespace skep::cli {
namespace {

// The spellings that every program understands.
std::string command_word(const std::string& word) {
  if (word == "--version" || word == "-V") return "version";
  if (word == "--help" || word == "-h") return "help";
  return word;
}

ExitStatus dispatch(const std::vector<std::string>& words) {
  if (words.empty()) throw UsageError("name a command, for example: skep run main.js.");
  const std::string name = command_word(words[0]);
  if (const Command* command = find_command(name)) {
    const auto line = CommandLine::parse(*command, {words.begin() + 1, words.end()});
    if (line) return command->run(*line);
    print_out(help_text(*command));
    return ExitStatus::done;
  }
  // The commonest slip: the script without the command.
  if (::access(name.c_str(), F_OK) == 0) {
    throw UsageError(
        fmt::format("there is no command \"{0}\". To run that file: skep run {0}.", name));
  }
  throw UsageError(fmt::format("there is no command \"{}\".{}", name, command_suggestion(name)));
}

ExitStatus guarded(const std::vector<std::string>& words) {
  try {
    return dispatch(words);
  } catch (const UsageError& error) {
    fmt::print(stderr, "skep: {}\nTry `skep --help`.\n", error.what());
    return ExitStatus::usage;
  } catch (const LoadError& error) {
    fmt::print(stderr, "skep: {}\n", error.what());
    return ExitStatus::load_error;
  } catch (const CommandFailure& failure) {
    if (*failure.what() != '\0') fmt::print(stderr, "skep: {}\n", failure.what());
    return failure.status();
  } catch (const std::exception& error) {
    fmt::print(stderr, "skep: cannot start: {}\n", error.what());
    return ExitStatus::supervisor_lost;
  }
}

// A descriptor that the caller closed must not become our socket: text for stderr would go there.
void open_standard_descriptors() {
  for (int number = 0; number <= 2; ++number) {
    if (::fcntl(number, F_GETFD) < 0 && ::open("/dev/null", O_RDWR) != number) _exit(3);
  }
}

}  // namespace
}  // namespace skep::cli

int main(int argc, char** argv) {
  skep::cli::open_standard_descriptors();
  // A closed pipe is a status of ours, not a death.
  ::signal(SIGPIPE, SIG_IGN);
  return static_cast<int>(skep::cli::guarded({argv + 1, argv + argc}));
}
