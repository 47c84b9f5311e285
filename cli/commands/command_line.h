// The words after a command's name, read by that command's entry of the table.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands/command.h"

namespace skep::cli {

class CommandLine {
 public:
  // Reads the words. Nothing when they ask for help, whatever else they say. Throws UsageError.
  static std::optional<CommandLine> parse(const Command& command,
                                          const std::vector<std::string>& words);

  // By long name, "--json". An option that the command does not have is a mistake of ours.
  bool has(std::string_view option) const;
  // Empty when it was not given.
  std::string value(std::string_view option) const;
  std::vector<std::string> values(std::string_view option) const;
  // Of an option that may be negated: nothing when neither form was given.
  std::optional<bool> choice(std::string_view option) const;

  const std::vector<std::string>& arguments() const { return arguments_; }

 private:
  struct Given {
    bool given = false;
    bool negated = false;
    std::vector<std::string> values;
  };

  std::map<std::string, Given, std::less<>> options_;
  std::vector<std::string> arguments_;
};

// A whole number from `least` to `most`, or a UsageError that names the option.
uint64_t parse_count(std::string_view option, const std::string& text, uint64_t least,
                     uint64_t most);

// "500ms", "2s", "5m", "1h", or a UsageError that names the option.
std::chrono::milliseconds parse_time(std::string_view option, const std::string& text);

}  // namespace skep::cli
