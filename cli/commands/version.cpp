// skep version: of the command, and of the daemon if one answers.
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/json_member.h"
#include "cli/socket_place.h"
#include "cli/standard_output.h"
#include "proto/control.h"

namespace skep::cli {
namespace {

ExitStatus run(const CommandLine& line) {
  const std::string socket = find_socket(line.value("--socket"));
  Json hello;
  std::string problem;
  try {
    ControlClient client = ControlClient::connect(socket);
    hello = client.call("hello", {{"client", "skep " SKEP_VERSION}});
  } catch (const CommandFailure& failure) {
    // Only who names a daemon wants to hear that it does not answer.
    if (!line.value("--socket").empty()) throw;
    problem = failure.what();
  }
  if (line.has("--json")) {
    Json answer = {{"version", SKEP_VERSION}, {"protocol", control::protocol_version}};
    if (!hello.is_null()) {
      answer["daemon"] = {{"socket", socket},
                          {"version", text_of(hello, "version")},
                          {"protocol", number_of(hello, "protocol")},
                          {"access", text_of(hello, "access")}};
    }
    print_json(answer);
    return ExitStatus::done;
  }
  print_out(fmt::format("skep {}\n", SKEP_VERSION));
  if (!hello.is_null()) {
    print_out(fmt::format("skepd {} at {}\n", text_of(hello, "version"), socket));
  }
  return ExitStatus::done;
}

}  // namespace

constinit const Command version_command = {
    .name = "version",
    .summary = "print the version of the command and of the daemon",
    .description = "Prints the version of this command and, when a daemon answers, of the daemon.",
    .examples =
        "skep version\n"
        "skep version --json | jq .daemon.version\n",
    .arguments = {},
    .options = {},
    .common = plain_daemon_options,
    .more = nullptr,
    .run = run,
};

}  // namespace skep::cli
