// skep spawn: one script under the shared daemon.
#include <csignal>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/json_member.h"
#include "cli/limit_option.h"
#include "cli/run.h"
#include "cli/socket_place.h"
#include "cli/standard_output.h"
#include "proto/control.h"

namespace skep::cli {
namespace {

namespace method = control::method;

constexpr Option options[] = {
    {.names = "-d,--detach",
     .value = "",
     .meaning = "print the worker's id and return at once; it lives on without us"},
    {.names = "--wait",
     .value = "",
     .meaning = "with --detach: wait for its end, and end with its status; it does not mind if we "
                "are interrupted"},
    root_option,
    name_option,
    module_option,
    limit_option,
    {.names = "--tenant", .value = "NAME", .meaning = "whose quota its tree counts towards"},
    {.names = "--keep-alive",
     .value = "",
     .meaning = "do not end when no worker can ever do anything again; with --detach that is the "
                "default, as others may post to it",
     .may_be_negated = true},
};

ExitStatus wait_for_end(ControlClient& client, uint64_t worker, bool json) {
  const Json exit = client.call(method::wait, {{"worker", worker}});
  if (json) print_json(exit);
  const std::string name = text_of(exit, "reason");
  const auto reason = control::end_reason(name);
  const ExitStatus status = reason ? exit_status(*reason) : ExitStatus::supervisor_lost;
  if (status != ExitStatus::done && !json) {
    const std::string detail = text_of(exit, "detail");
    fmt::print(stderr, "skep: worker {} ended: {}{}{}\n", worker, name, detail.empty() ? "" : ": ",
               detail);
  }
  return status;
}

ExitStatus spawn_detached(const CommandLine& line, Json params) {
  params["detached"] = true;
  ControlClient client = connect(line);
  const uint64_t worker = number_of(client.call(method::spawn, std::move(params)), "worker");
  if (line.has("--json")) {
    print_json({{"worker", worker}});
  } else {
    print_out(fmt::format("{}\n", worker));
  }
  return line.has("--wait") ? wait_for_end(client, worker, line.has("--json")) : ExitStatus::done;
}

ExitStatus run(const CommandLine& line) {
  if (line.has("--wait") && !line.has("--detach")) {
    throw UsageError("--wait goes with --detach; without it skep spawn waits anyway.");
  }
  RunOptions chosen = read_run_options(line);
  Json params = spawn_params(chosen);
  if (line.has("--tenant")) params["tenant"] = line.value("--tenant");
  params["keep_alive"] = line.choice("--keep-alive").value_or(line.has("--detach"));
  if (line.has("--detach")) return spawn_detached(line, std::move(params));
  return run_tree_at(chosen, {.spawn = std::move(params), .announced = true},
                     find_socket(line.value("--socket")));
}

}  // namespace

constinit const Command spawn_command = {
    .name = "spawn",
    .summary = "start a script under the shared daemon",
    .description =
        "Starts FILE as the root worker of a tree under the shared daemon. Without "
        "--detach it stays attached: it prints the worker's console, ends with the "
        "status of its end, and an interrupt terminates the worker. With --detach it "
        "prints the worker's id and returns.",
    .examples =
        "skep spawn main.js                       attached, like run\n"
        "skep spawn -d --name rules rules.js      prints its id\n"
        "skep spawn -d --limit memory=32M --tenant acme plugin.js -- --fast\n"
        "skep spawn -d --wait --no-keep-alive job.js && echo done\n",
    .arguments = {.shown = "FILE [-- ARGS...]",
                  .least = 1,
                  .most = any_number,
                  .offers = Offers::files,
                  .choices = {},
                  .when_missing = "name the script to start: skep spawn FILE."},
    .options = options,
    .common = plain_daemon_options,
    .more = limits_and_defaults,
    .run = run,
};

}  // namespace skep::cli
