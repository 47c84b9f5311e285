#include "cli/manual.h"

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/help.h"
#include "cli/limit_option.h"

namespace skep::cli {
namespace {

// scdoc gives these a meaning of its own.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '_' || c == '*' || c == '`' || c == '[' || c == '#' || c == '~') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

// "*-n*, *--lines* _N_"
std::string option_title(const Option& option) {
  std::string title;
  std::string_view names = option.names;
  while (!names.empty()) {
    const size_t end = std::min(names.find(','), names.size());
    if (!title.empty()) title += ", ";
    title += fmt::format("*{}*", names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  if (option.may_be_negated) title += fmt::format(", *--no-{}*", long_name(option).substr(2));
  if (!option.value.empty()) title += fmt::format(" _{}_", option.value);
  return title;
}

std::string option_entry(const Option& option) {
  return fmt::format("{}\n\t{}\n\n", option_title(option), escaped(option.meaning));
}

// Text that is shown as it stands. A fence takes everything literally.
std::string literal(std::string_view lines) {
  return fmt::format("```\n{}{}```\n\n", lines, lines.ends_with('\n') ? "" : "\n");
}

}  // namespace

std::string manual_sections() {
  std::string text = "# COMMANDS\n\n";
  for (const Command* command : commands()) {
    text += fmt::format("## skep {}\n\n*skep {}* \\[OPTIONS\\] {}\n\n{}\n\n", command->name,
                        command->name, escaped(command->arguments.shown),
                        escaped(command->description));
    for (const Option& option : command->options) text += option_entry(option);
    std::string common;
    for (const Option& option : command->common) {
      common += fmt::format("{}{}", common.empty() ? "" : ", ", option_title(option));
    }
    text += fmt::format("Common options: {}.\n\n", common);
    text += literal(command->examples);
  }
  text += "# COMMON OPTIONS\n\n";
  for (const Option& option : daemon_options) text += option_entry(option);
  text += "# LIMITS\n\nWhat *--limit* takes, with the default of each:\n\n";
  text += literal(list_limits());
  text += "# EXIT STATUS\n\n";
  for (const StatusMeaning& status : exit_statuses()) {
    text += fmt::format("*{}*\n\t{}\n\n", status.status, escaped(status.meaning));
  }
  return text;
}

}  // namespace skep::cli
