// skep top: the workers, live.
#include <csignal>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/limit_option.h"
#include "cli/standard_output.h"
#include "cli/top/top_text.h"
#include "cli/top/top_view.h"
#include "cli/tree_session.h"

namespace skep::cli {
namespace {

constexpr Option options[] = {
    {.names = "--once", .value = "", .meaning = "print one snapshot and end"},
    {.names = "-i,--interval",
     .value = "TIME",
     .meaning = "time between two looks, over which rates are taken; default: 1s"},
    {.names = "--sort",
     .value = "KEY",
     .meaning = "worker, memory, cpu (default), in, out, queue, name or age",
     .offers = Offers::choices,
     .choices = sort_keys},
    {.names = "-r,--reverse", .value = "", .meaning = "the smallest first"},
};

// Two looks, with the interval between them: a rate needs both.
ExitStatus print_once(const CommandLine& line, ControlClient& client, const TopOptions& chosen) {
  TopModel model;
  TopRound round(client, model);
  round.finish(chosen.sort, chosen.reversed, SIZE_MAX);
  std::this_thread::sleep_for(chosen.interval);
  round.finish(chosen.sort, chosen.reversed, SIZE_MAX);
  const auto rows = model.rows(chosen.sort, chosen.reversed);
  if (line.has("--json")) {
    Json workers = Json::array();
    for (const TopRow& row : rows) workers.push_back(top_json(row));
    print_json({{"totals", top_json(model.totals())},
                {"stats", round.stats()},
                {"workers", std::move(workers)}});
    return ExitStatus::done;
  }
  print_out(top_title(client.name(), round.stats()) + "\n" + top_summary(model.totals()) + "\n\n" +
            top_table(rows).text(Colors(line.value("--color"), STDOUT_FILENO)));
  return ExitStatus::done;
}

ExitStatus run(const CommandLine& line) {
  TopOptions chosen;
  if (line.has("--interval")) {
    chosen.interval = parse_time("--interval", line.value("--interval"));
    if (chosen.interval < std::chrono::milliseconds(100)) {
      throw UsageError("--interval: at least 100ms; looking costs the daemon time.");
    }
  }
  if (line.has("--sort")) chosen.sort = sort_key(line.value("--sort"));
  chosen.reversed = line.has("--reverse");
  chosen.colored = Colors(line.value("--color"), STDOUT_FILENO).on();
  ControlClient client = connect(line);
  if (line.has("--once") || line.has("--json")) return print_once(line, client, chosen);
  sigset_t before;
  const Fd signals = take_signals(before);
  return show_top(client, chosen, signals.get());
}

}  // namespace

constinit const Command top_command = {
    .name = "top",
    .summary = "watch the workers, live",
    .description =
        "Shows all workers on the whole terminal and looks again every second: memory, "
        "processor time, messages in and out per second, queue, state, and why the "
        "last worker of the same name ended. Keys choose the order; q ends it.",
    .examples =
        "skep top\n"
        "skep top --sort memory\n"
        "skep top --once                      one snapshot\n"
        "skep top --json | jq '.workers[] | select(.memory_bytes > 3e7)'\n",
    .arguments = {},
    .options = options,
    .common = daemon_options,
    .more = nullptr,
    .run = run,
};

}  // namespace skep::cli
