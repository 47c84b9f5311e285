// Every command of `skep`, in the order in which help shows them.
#pragma once

#include <span>

#include "cli/commands/command.h"
#include "cli/commands/command_line.h"
#include "cli/control_client.h"

namespace skep::cli {

std::span<const Command* const> commands();

// Null if there is none of that name.
const Command* find_command(std::string_view name);

// " Did you mean …?" for a word that is no command; empty when nothing is close.
std::string command_suggestion(std::string_view word);

// The conversation that a command with --socket has.
ControlClient connect(const CommandLine& line);

extern const Command run_command;
extern const Command spawn_command;
extern const Command post_command;
extern const Command call_command;
extern const Command ps_command;
extern const Command inspect_command;
extern const Command logs_command;
extern const Command events_command;
extern const Command top_command;
extern const Command close_command;
extern const Command terminate_command;
extern const Command stats_command;
extern const Command metrics_command;
extern const Command eval_command;
extern const Command repl_command;
extern const Command reload_command;
extern const Command doctor_command;
extern const Command completion_command;
extern const Command version_command;
extern const Command help_command;

}  // namespace skep::cli
