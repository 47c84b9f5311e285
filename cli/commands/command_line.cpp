#include "cli/commands/command_line.h"

#include <algorithm>
#include <charconv>
#include <list>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/check.h"
#include "cli/limit_option.h"
#include "proto/amount.h"
#include "proto/suggestion.h"

namespace skep::cli {
namespace {

// CLI11 names what it could not place in its own words; a mistyped option deserves a better one.
[[noreturn]] void complain(const Command& command, const CLI::App& app,
                           const CLI::ParseError& error) {
  std::vector<std::string_view> known;
  for (const Option* option : options_of(command)) known.push_back(long_name(*option));
  for (const std::string& word : app.remaining()) {
    if (!word.starts_with("-") || word == "-") continue;
    const std::string option = word.substr(0, word.find('='));
    throw UsageError(
        fmt::format("{}: there is no option {}.{}", command.name, option,
                    word.starts_with("--") ? did_you_mean(option, known) : std::string()));
  }
  throw UsageError(fmt::format("{}: {}", command.name, error.what()));
}

void check_choice(const Command& command, const Option& option, const std::string& value) {
  if (option.choices.empty()) return;
  std::vector<std::string_view> known;
  std::string_view rest = option.choices;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find(' '), rest.size());
    known.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  // Several may be joined by commas where the option may be repeated.
  size_t start = 0;
  while (start <= value.size()) {
    size_t end = option.repeatable ? value.find(',', start) : std::string::npos;
    if (end == std::string::npos) end = value.size();
    const std::string_view word = std::string_view(value).substr(start, end - start);
    if (std::ranges::find(known, word) == known.end()) {
      throw UsageError(fmt::format("{}: {} is one of: {}.{}", command.name, long_name(option),
                                   option.choices, did_you_mean(word, known)));
    }
    start = end + 1;
  }
}

void check_arguments(const Command& command, const std::vector<std::string>& arguments) {
  const Arguments& wanted = command.arguments;
  if (arguments.size() < wanted.least) {
    throw UsageError(
        wanted.when_missing.empty()
            ? fmt::format("{0}: something is missing: skep {0} {1}.", command.name, wanted.shown)
            : std::string(wanted.when_missing));
  }
  if (arguments.size() > wanted.most) {
    throw UsageError(
        fmt::format("{}: \"{}\" is one word too many.", command.name, arguments[wanted.most]));
  }
}

}  // namespace

std::optional<CommandLine> CommandLine::parse(const Command& command,
                                              const std::vector<std::string>& words) {
  struct Bound {
    const Option* option;
    bool flag = false;
    bool negated = false;
    std::string single;
    std::vector<std::string> many;
    CLI::Option* parsed = nullptr;
  };
  CommandLine line;
  std::list<Bound> bound;
  CLI::App app;
  app.set_help_flag();
  for (const Option* option : options_of(command)) {
    Bound& place = bound.emplace_back(Bound{.option = option, .single = {}, .many = {}});
    const std::string names(option->names);
    if (option->value.empty()) {
      place.parsed = app.add_flag(names, place.flag);
      if (option->may_be_negated) {
        app.add_flag("--no-" + std::string(long_name(*option).substr(2)), place.negated);
      }
    } else if (option->repeatable) {
      place.parsed = app.add_option(names, place.many)->allow_extra_args(false);
    } else {
      place.parsed = app.add_option(names, place.single);
    }
  }
  app.add_option("ARGUMENTS", line.arguments_);
  // What cannot be parsed may still ask for help.
  std::optional<CLI::ParseError> problem;
  try {
    // CLI11 takes the words from the back.
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    problem = error;
  }
  for (Bound& place : bound) {
    Given& given = line.options_[std::string(long_name(*place.option))];
    given.given = place.parsed->count() > 0;
    given.negated = place.negated;
    if (!place.option->value.empty()) {
      given.values = std::move(place.many);
      if (!place.option->repeatable && given.given) given.values.push_back(place.single);
    }
  }
  if (line.has("--help")) return std::nullopt;
  if (problem) complain(command, app, *problem);
  for (const Bound& place : bound) {
    for (const std::string& value : line.values(long_name(*place.option))) {
      check_choice(command, *place.option, value);
    }
  }
  check_arguments(command, line.arguments_);
  return line;
}

bool CommandLine::has(std::string_view option) const {
  const auto found = options_.find(option);
  SKEP_CHECK(found != options_.end());
  return found->second.given;
}

std::string CommandLine::value(std::string_view option) const {
  const auto found = options_.find(option);
  return found == options_.end() || found->second.values.empty() ? std::string()
                                                                 : found->second.values.back();
}

std::vector<std::string> CommandLine::values(std::string_view option) const {
  const auto found = options_.find(option);
  return found == options_.end() ? std::vector<std::string>() : found->second.values;
}

std::optional<bool> CommandLine::choice(std::string_view option) const {
  const auto found = options_.find(option);
  SKEP_CHECK(found != options_.end());
  if (found->second.negated) return false;
  if (found->second.given) return true;
  return std::nullopt;
}

uint64_t parse_count(std::string_view option, const std::string& text, uint64_t least,
                     uint64_t most) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool number = error == std::errc() && end == text.data() + text.size();
  if (!number || value < least || value > most) {
    throw UsageError(
        fmt::format("{} {}: give a whole number from {} to {}.", option, text, least, most));
  }
  return value;
}

std::chrono::milliseconds parse_time(std::string_view option, const std::string& text) {
  const auto ms = parse_amount(text, control::Unit::milliseconds);
  if (!ms) {
    throw UsageError(
        fmt::format("{} {}: give a time with its unit, for example 500ms, 2s, 5m or "
                    "1h.",
                    option, text));
  }
  return std::chrono::milliseconds(*ms);
}

}  // namespace skep::cli
