// skep reload: the daemon reads its configuration again.
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/json_member.h"
#include "cli/show/text_table.h"
#include "cli/standard_output.h"

namespace skep::cli {
namespace {

ExitStatus run(const CommandLine& line) {
  ControlClient client = connect(line);
  const Json answer = client.call("reload");
  if (line.has("--json")) {
    print_json(answer);
    return ExitStatus::done;
  }
  std::string text;
  for (const char* what : {"started", "stopped", "restarted", "unchanged"}) {
    for (const Json& service : list_of(answer, what)) {
      if (service.is_string()) {
        text += fmt::format("{:<10}  {}\n", what, printable(service.get<std::string>()));
      }
    }
  }
  print_out(text);
  return ExitStatus::done;
}

}  // namespace

constinit const Command reload_command = {
    .name = "reload",
    .summary = "make the daemon read its configuration again",
    .description =
        "Makes the daemon read skepd.toml again and says what that did to each service. "
        "Services whose section did not change go on undisturbed. A mistake in the file "
        "is told with its line, and then nothing changes.",
    .examples = "skep reload\n",
    .arguments = {},
    .options = {},
    .common = plain_daemon_options,
    .more = nullptr,
    .run = run,
};

}  // namespace skep::cli
