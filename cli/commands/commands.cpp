#include "cli/commands/commands.h"

#include <vector>

#include "cli/socket_place.h"
#include "proto/suggestion.h"

namespace skep::cli {
namespace {

constexpr const Command* table[] = {
    &run_command,    &eval_command,      &repl_command,    &spawn_command,      &post_command,
    &call_command,   &ps_command,        &inspect_command, &logs_command,       &events_command,
    &top_command,    &terminate_command, &close_command,   &stats_command,      &metrics_command,
    &reload_command, &doctor_command,    &version_command, &completion_command, &help_command,
};

}  // namespace

std::span<const Command* const> commands() {
  return table;
}

const Command* find_command(std::string_view name) {
  for (const Command* command : table) {
    if (command->name == name) return command;
  }
  return nullptr;
}

std::string command_suggestion(std::string_view word) {
  std::vector<std::string_view> names;
  for (const Command* command : table) names.push_back(command->name);
  return did_you_mean(word, names);
}

ControlClient connect(const CommandLine& line) {
  return ControlClient::connect(find_socket(line.value("--socket")));
}

}  // namespace skep::cli
