#include "cli/help.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/standard_output.h"

namespace skep::cli {
namespace {

constexpr size_t page_width = 96;

constexpr StatusMeaning statuses[] = {
    {"0", "done; of a worker: it closed itself, or nothing could ever happen again"},
    {"1", "an exception that nothing handled, or a syntax error; doctor: something is missing"},
    {"2", "a mistake on the command line, or in the daemon's configuration"},
    {"3", "the daemon could not be reached or started, or was lost"},
    {"4", "permission denied"},
    {"5", "the script could not be read"},
    {"6", "a limit: of the worker, or of what the daemon takes"},
    {"7", "the worker crashed, or was killed for what it tried"},
    {"8", "the worker was terminated by request"},
    {"9", "there is no such worker or service"},
    {"10", "what was waited for did not happen in time"},
    {"129, 130, 143", "SIGHUP, SIGINT, SIGTERM; a second one kills at once"},
    {"141", "stdout was closed"},
};

std::string indented(std::string_view lines) {
  std::string text;
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size() - 1) + 1;
    text += "  ";
    text += lines.substr(0, end);
    lines.remove_prefix(end);
  }
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

// Breaks sentences into lines; every line but the first begins with `indent` blanks.
std::string wrapped(std::string_view text, size_t indent) {
  std::string out;
  size_t column = indent;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (column > indent && column + 1 + word.size() > page_width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    }
    if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

std::string option_names(const Option& option) {
  std::string names(option.names);
  if (const size_t comma = names.find(','); comma != std::string::npos) {
    names.insert(comma + 1, " ");
  } else {
    names.insert(0, "    ");
  }
  if (!option.value.empty()) names += fmt::format(" {}", option.value);
  return names;
}

std::string options_text(const Command& command) {
  size_t width = 0;
  const auto each = [&command](const auto& what) {
    for (const Option& option : command.options) what(option);
    for (const Option& option : command.common) what(option);
  };
  each([&width](const Option& option) { width = std::max(width, option_names(option).size()); });
  std::string text;
  each([&](const Option& option) {
    std::string meaning(option.meaning);
    if (option.may_be_negated) {
      meaning += fmt::format("; --no-{} is the opposite", long_name(option).substr(2));
    }
    text += fmt::format("  {:<{}}  {}\n", option_names(option), width, wrapped(meaning, width + 4));
  });
  return text;
}

ExitStatus run(const CommandLine& line) {
  if (line.arguments().empty()) {
    print_out(help_text());
    return ExitStatus::done;
  }
  const std::string& name = line.arguments()[0];
  const Command* command = find_command(name);
  if (command == nullptr) {
    throw CommandFailure(ExitStatus::usage, fmt::format("there is no command \"{}\".{}", name,
                                                        command_suggestion(name)));
  }
  print_out(help_text(*command));
  return ExitStatus::done;
}

}  // namespace

std::span<const StatusMeaning> exit_statuses() {
  return statuses;
}

std::string usage_line(const Command& command) {
  const std::string_view shown = command.arguments.shown;
  return fmt::format("skep {} [OPTIONS]{}{}", command.name, shown.empty() ? "" : " ", shown);
}

std::string help_text() {
  std::string text =
      "skep runs JavaScript in sealed worker processes.\n\n"
      "Examples:\n"
      "  skep run main.js                    run a script and the workers it makes\n"
      "  skep eval '6 * 7'                   print the value of an expression\n"
      "  skep spawn -d --name rules rules.js start a worker under the shared daemon\n"
      "  skep call rules '{\"price\": 12}'     ask it something\n"
      "  skep top                            watch all of them\n\n"
      "Commands:\n";
  for (const Command* command : commands()) {
    text += fmt::format("  {:<11} {}\n", command->name, command->summary);
  }
  text += "\n`skep COMMAND --help` tells more, with examples.\n\nExit status:\n";
  for (const StatusMeaning& status : statuses) {
    text += fmt::format("  {:<14} {}\n", status.status, status.meaning);
  }
  return text;
}

std::string help_text(const Command& command) {
  std::string text = wrapped(command.description, 0) + "\n\nExamples:\n" +
                     indented(command.examples) + "\nUsage: " + usage_line(command) +
                     "\n\nOptions:\n" + options_text(command);
  if (command.more != nullptr) text += "\n" + command.more();
  return text;
}

constinit const Command help_command = {
    .name = "help",
    .summary = "tell about a command",
    .description = "Tells what a command does and which options it has, as COMMAND --help does.",
    .examples =
        "skep help\n"
        "skep help spawn\n",
    .arguments = {.shown = "[COMMAND]", .least = 0, .most = 1, .offers = Offers::commands},
    .options = {},
    .common = only_help,
    .more = nullptr,
    .run = run,
};

}  // namespace skep::cli
