// skep events: what happens to the workers, as it happens.
#include <unistd.h>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/json_argument.h"
#include "cli/json_member.h"
#include "cli/show/color.h"
#include "cli/show/event_line.h"
#include "cli/standard_output.h"
#include "cli/worker_name.h"

namespace skep::cli {
namespace {

constexpr Option options[] = {
    {.names = "--type",
     .value = "TYPE",
     .meaning = "only events of this type; several: repeat it, or join them with commas",
     .repeatable = true,
     .offers = Offers::choices,
     .choices = event_types},
    {.names = "--worker",
     .value = "WORKER",
     .meaning = "only this worker and its descendants",
     .offers = Offers::workers},
    {.names = "-n,--count", .value = "N", .meaning = "end after N events"},
    tagged_option,
};

Json types_of(const CommandLine& line) {
  Json types = Json::array();
  for (const std::string& given : line.values("--type")) {
    size_t start = 0;
    while (start <= given.size()) {
      const size_t end = std::min(given.find(',', start), given.size());
      types.push_back(given.substr(start, end - start));
      start = end + 1;
    }
  }
  return types;
}

ExitStatus run(const CommandLine& line) {
  uint64_t left = UINT64_MAX;
  if (line.has("--count")) {
    left = parse_count("--count", line.value("--count"), 1, UINT64_MAX - 1);
  }
  Json params = Json::object();
  if (Json types = types_of(line); !types.empty()) params["types"] = std::move(types);
  if (line.has("--tagged")) params["values"] = "tagged";
  ControlClient client = connect(line);
  if (line.has("--worker")) params["worker"] = find_worker(client, line.value("--worker"));
  client.call("subscribe", std::move(params));
  const Colors colors(line.value("--color"), STDOUT_FILENO);
  for (; left > 0; --left) {
    const auto event = client.next_event();
    if (!event) break;
    if (line.has("--json")) {
      print_json(*event);
    } else {
      print_out(event_line(*event, colors));
    }
    if (text_of(*event, "type") == "end") break;
  }
  return ExitStatus::done;
}

}  // namespace

constinit const Command events_command = {
    .name = "events",
    .summary = "print what happens to the workers, as it happens",
    .description = "Prints every event from now on, one a line, until it is interrupted.",
    .examples =
        "skep events\n"
        "skep events --type exit,limit         only ends and limits that were hit\n"
        "skep events --worker rules --json | jq -c .\n"
        "skep events --type exit -n 1          wait for the next end\n",
    .arguments = {},
    .options = options,
    .common = daemon_options,
    .more = nullptr,
    .run = run,
};

}  // namespace skep::cli
