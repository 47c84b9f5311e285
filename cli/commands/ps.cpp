// skep ps: which workers there are.
#include <unistd.h>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/json_member.h"
#include "cli/show/color.h"
#include "cli/show/shown_amount.h"
#include "cli/show/state_paint.h"
#include "cli/show/text_table.h"
#include "cli/standard_output.h"
#include "cli/worker_list.h"

namespace skep::cli {
namespace {

constexpr Option options[] = {
    {.names = "-a,--all", .value = "", .meaning = "also those that are gone, with their reasons"},
    {.names = "-q,--quiet", .value = "", .meaning = "print ids only"},
    {.names = "--tenant", .value = "NAME", .meaning = "only the workers of this tenant"},
};

TextTable table_of(const Json& workers, bool all) {
  std::vector<Column> columns = {{"WORKER", Align::right},
                                 {"PARENT", Align::right},
                                 {"NAME"},
                                 {"STATE"},
                                 {"PID", Align::right},
                                 {"CPU", Align::right},
                                 {"QUEUED", Align::right},
                                 {"IN", Align::right},
                                 {"OUT", Align::right},
                                 {"AGE", Align::right}};
  if (all) columns.push_back({"REASON"});
  columns.push_back({"SCRIPT"});
  TextTable table(std::move(columns));
  for (const Json& worker : workers) {
    const auto number = [&worker](const char* member) {
      return fmt::format("{}", number_of(worker, member));
    };
    const uint64_t parent = number_of(worker, "parent");
    const uint64_t pid = number_of(worker, "pid");
    const std::string state = text_of(worker, "state");
    const std::string reason = text_of(worker, "reason");
    std::vector<Cell> row = {{number("worker")},
                             {parent == 0 ? "-" : fmt::format("{}", parent)},
                             {text_of(worker, "name")},
                             {state, paint_of_state(state)},
                             {pid == 0 ? "-" : fmt::format("{}", pid)},
                             {show_duration(number_of(worker, "cpu_ms"))},
                             {show_bytes(number_of(worker, "queued_bytes"))},
                             {number("messages_in")},
                             {number("messages_out")},
                             {state == "gone" ? "-" : show_duration(number_of(worker, "age_ms"))}};
    if (all) row.push_back({reason.empty() ? "-" : reason, paint_of_reason(reason)});
    row.push_back({shown_script(text_of(worker, "url"))});
    table.add(std::move(row));
  }
  return table;
}

ExitStatus run(const CommandLine& line) {
  ControlClient client = connect(line);
  Json params = Json::object();
  if (line.has("--all")) params["ended"] = true;
  if (line.has("--tenant")) params["tenant"] = line.value("--tenant");
  const Json workers = list_workers(client, std::move(params));
  if (line.has("--json")) {
    for (const Json& worker : workers) print_json(worker);
  } else if (line.has("--quiet")) {
    for (const Json& worker : workers) {
      print_out(fmt::format("{}\n", number_of(worker, "worker")));
    }
  } else {
    print_out(
        table_of(workers, line.has("--all")).text(Colors(line.value("--color"), STDOUT_FILENO)));
  }
  return ExitStatus::done;
}

}  // namespace

constinit const Command ps_command = {
    .name = "ps",
    .summary = "list the workers",
    .description =
        "Lists the daemon's workers: those that live, or with -a also the last that "
        "ended.",
    .examples =
        "skep ps\n"
        "skep ps -a --tenant acme            also the ended ones, and why they ended\n"
        "skep terminate $(skep ps -q)        end them all\n"
        "skep ps --json | jq 'select(.queued_bytes > 0)'\n",
    .arguments = {},
    .options = options,
    .common = daemon_options,
    .more = nullptr,
    .run = run,
};

}  // namespace skep::cli
