// skep stats and skep metrics: the daemon's counters, for a person and for a collector.
#include <algorithm>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/json_member.h"
#include "cli/show/color.h"
#include "cli/show/shown_amount.h"
#include "cli/show/text_table.h"
#include "cli/standard_output.h"

namespace skep::cli {
namespace {

std::string shown(std::string_view name, const Json& value) {
  if (value.is_number_unsigned()) {
    if (name.ends_with("_bytes")) return show_bytes(value.get<uint64_t>());
    if (name.ends_with("_ms")) return show_duration(value.get<uint64_t>());
  }
  if (value.is_string()) return value.get<std::string>();
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

ExitStatus stats(const CommandLine& line) {
  ControlClient client = connect(line);
  const Json counters = client.call("stats");
  if (line.has("--json")) {
    print_json(counters);
    return ExitStatus::done;
  }
  TextTable table({{"COUNTER"}, {"VALUE", Align::right}});
  for (const auto& [name, value] : counters.items()) {
    if (!value.is_object()) {
      table.add({{name}, {shown(name, value)}});
      continue;
    }
    for (const auto& [key, inner] : value.items()) {
      table.add({{fmt::format("{} {}", name, key)}, {shown(name, inner)}});
    }
  }
  print_out(table.text(Colors(line.value("--color"), STDOUT_FILENO)));
  return ExitStatus::done;
}

ExitStatus metrics(const CommandLine& line) {
  ControlClient client = connect(line);
  const Json answer = client.call("metrics");
  if (line.has("--json")) {
    print_json(answer);
  } else {
    print_out(text_of(answer, "text"));
  }
  return ExitStatus::done;
}

}  // namespace

constinit const Command stats_command = {
    .name = "stats",
    .summary = "print the daemon's counters",
    .description = "Prints what the daemon counted since it started, and its gauges now.",
    .examples =
        "skep stats\n"
        "skep stats --json | jq .ended_by_reason\n",
    .arguments = {},
    .options = {},
    .common = daemon_options,
    .more = nullptr,
    .run = stats,
};

constinit const Command metrics_command = {
    .name = "metrics",
    .summary = "print the daemon's metrics as OpenMetrics text",
    .description = "Prints the daemon's metrics in the form that Prometheus and others collect.",
    .examples =
        "skep metrics\n"
        "skep metrics > /var/lib/prometheus/node-exporter/skep.prom\n",
    .arguments = {},
    .options = {},
    .common = plain_daemon_options,
    .more = nullptr,
    .run = metrics,
};

}  // namespace skep::cli
