// What a command of `skep` is: one entry of the table from which parsing, --help, completion,
// suggestions and the manual page are all made, so that they cannot disagree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proto/exit_status.h"

namespace skep::cli {

class CommandLine;

// What the shell offers where a value or an argument is expected.
enum class Offers : uint8_t { nothing, files, directories, workers, choices, commands };

struct Option {
  std::string_view names;  // "-n,--lines": the long one is last
  std::string_view value;  // what stands for its value in help: "N"; empty: the option has none
  std::string_view meaning;
  bool repeatable = false;
  Offers offers = Offers::nothing;
  std::string_view choices = {};  // "auto always never", the only values allowed
  // "--keep-alive" may also be written "--no-keep-alive".
  bool may_be_negated = false;
};

struct Arguments {
  std::string_view shown;  // "WORKER...": as in the usage line
  size_t least = 0;
  size_t most = 0;
  Offers offers = Offers::nothing;  // for the first, or for each when there is no bound
  std::string_view choices = {};
  std::string_view when_missing = {};  // what to say when there are fewer than `least`
};
inline constexpr size_t any_number = SIZE_MAX;

struct Command {
  std::string_view name;
  std::string_view summary;      // a phrase: "list the workers"
  std::string_view description;  // sentences, printed first by its --help
  std::string_view examples;     // lines, without indentation
  Arguments arguments;
  std::span<const Option> options;  // its own
  std::span<const Option> common;   // those it shares with others
  std::string (*more)();            // printed last by its --help; may be null
  ExitStatus (*run)(const CommandLine& line);
};

// Its own, then those it shares.
inline std::vector<const Option*> options_of(const Command& command) {
  std::vector<const Option*> all;
  for (const Option& option : command.options) all.push_back(&option);
  for (const Option& option : command.common) all.push_back(&option);
  return all;
}

// The long name: "--lines".
constexpr std::string_view long_name(const Option& option) {
  const size_t comma = option.names.rfind(',');
  return comma == std::string_view::npos ? option.names : option.names.substr(comma + 1);
}

}  // namespace skep::cli
