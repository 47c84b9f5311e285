// skep: the command.
#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "cli/help.h"
#include "cli/limit_option.h"
#include "cli/run.h"
#include "proto/suggestion.h"

namespace skep::cli {
namespace {

constexpr std::string_view commands[] = {"run", "version", "help"};

ExitStatus version() {
  fmt::print("skep {}\n", SKEP_VERSION);
  return ExitStatus::done;
}

ExitStatus run(const std::vector<std::string>& words) {
  RunOptions options;
  if (!parse_run_options(words, options)) return ExitStatus::done;
  return run_script(options);
}

ExitStatus dispatch(const std::vector<std::string>& words) {
  if (words.empty()) throw UsageError("name a command, for example: skep run main.js.");
  const std::string& command = words[0];
  if (command == "run") return run({words.begin() + 1, words.end()});
  if (command == "version" || command == "--version" || command == "-V") return version();
  if (command == "help" || command == "--help" || command == "-h") {
    print_help();
    return ExitStatus::done;
  }
  // The commonest slip: the script without the command.
  if (::access(command.c_str(), F_OK) == 0) {
    throw UsageError(
        fmt::format("there is no command \"{0}\". To run that file: skep run {0}.", command));
  }
  throw UsageError(
      fmt::format("there is no command \"{}\".{}", command, did_you_mean(command, commands)));
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
  return static_cast<int>(skep::cli::guarded({argv + 1, argv + argc}));
}
