// skep logs: what a worker wrote to its console.
#include <chrono>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/json_member.h"
#include "cli/show/color.h"
#include "cli/show/console_line.h"
#include "cli/standard_output.h"
#include "cli/worker_name.h"
#include "proto/control.h"

namespace skep::cli {
namespace {

constexpr Option options[] = {
    {.names = "-f,--follow", .value = "", .meaning = "go on with what comes, until it ends"},
    {.names = "-n,--lines", .value = "N", .meaning = "only the last N entries"},
    {.names = "--since", .value = "TIME", .meaning = "only what is younger: 10m, 2h"},
    {.names = "-t,--times", .value = "", .meaning = "when each entry was written"},
};

void warn_of_lost(uint64_t lines) {
  if (lines == 0) return;
  fmt::print(stderr,
             "skep: {} line{} more than the daemon keeps, or than the worker may write, "
             "{} lost\n",
             lines, lines == 1 ? "" : "s", lines == 1 ? "is" : "are");
}

void follow(ControlClient& client, const CommandLine& line, const Colors& colors) {
  while (const auto event = client.next_event()) {
    const std::string type = text_of(*event, "type");
    if (type == "end") return;
    if (type == control::event::console) {
      if (line.has("--json")) {
        print_json(*event);
      } else {
        print_out(console_line(*event, line.has("--times"), colors));
      }
    } else if (type == control::event::console_lost) {
      warn_of_lost(number_of(*event, "lines"));
    } else if (type == control::event::lost) {
      warn_of_lost(number_of(*event, "count"));
    }
  }
}

ExitStatus run(const CommandLine& line) {
  Json params = Json::object();
  if (line.has("--lines")) {
    params["lines"] = parse_count("--lines", line.value("--lines"), 1, 1'000'000);
  }
  if (line.has("--since")) {
    const auto age = parse_time("--since", line.value("--since"));
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    params["since_ms"] = static_cast<uint64_t>(std::max<int64_t>(0, (now - age).count()));
  }
  if (line.has("--follow")) params["follow"] = true;
  ControlClient client = connect(line);
  params["worker"] = find_worker(client, line.arguments()[0]);
  const Json answer = client.call("worker.logs", std::move(params));
  const Colors colors(line.value("--color"), STDOUT_FILENO);
  warn_of_lost(number_of(answer, "lost"));
  std::string text;
  for (const Json& entry : list_of(answer, "entries")) {
    text += line.has("--json") ? control::to_line(entry)
                               : console_line(entry, line.has("--times"), colors);
  }
  print_out(text);
  if (line.has("--follow")) follow(client, line, colors);
  return ExitStatus::done;
}

}  // namespace

constinit const Command logs_command = {
    .name = "logs",
    .summary = "print what a worker wrote to its console",
    .description =
        "Prints the console output that the daemon keeps of a worker, oldest first; "
        "with -f also what comes. WORKER is an id or a unique name.",
    .examples =
        "skep logs 7\n"
        "skep logs -f -n 20 rules            the last 20 entries, then what comes\n"
        "skep logs --since 10m -t 7\n"
        "skep logs --json 7 | jq 'select(.level == \"error\")'\n",
    .arguments = {.shown = "WORKER",
                  .least = 1,
                  .most = 1,
                  .offers = Offers::workers,
                  .choices = {},
                  .when_missing = "name the worker whose console to print, by id or name."},
    .options = options,
    .common = daemon_options,
    .more = nullptr,
    .run = run,
};

}  // namespace skep::cli
