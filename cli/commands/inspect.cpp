// skep inspect: everything that the daemon knows of a worker.
#include <algorithm>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/commands/each_worker.h"
#include "cli/json_member.h"
#include "cli/limit_option.h"
#include "cli/show/color.h"
#include "cli/show/shown_amount.h"
#include "cli/show/state_paint.h"
#include "cli/show/text_table.h"
#include "cli/standard_output.h"
#include "proto/amount.h"
#include "proto/control_limits.h"

namespace skep::cli {
namespace {

std::string shown_limit(const control::Limit& limit, uint64_t value) {
  return value == 0 && limit.may_be_none ? "none" : show_amount(limit.unit, value);
}

std::string shown_value(std::string_view name, const Json& value) {
  if (value.is_string()) return value.get<std::string>().empty() ? "-" : value.get<std::string>();
  if (value.is_number_unsigned() && name.ends_with("_bytes")) {
    return show_bytes(value.get<uint64_t>());
  }
  if (value.is_number_unsigned() && name.ends_with("_ms")) {
    return show_duration(value.get<uint64_t>());
  }
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_array()) {
    std::string text;
    for (const Json& item : value) {
      if (!text.empty()) text += ' ';
      text += item.is_string() ? item.get<std::string>() : item.dump();
    }
    return text.empty() ? "none" : text;
  }
  if (value.is_object()) {
    std::string text;
    for (const auto& [key, number] : value.items()) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", key, number.dump());
    }
    return text.empty() ? "none" : text;
  }
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// "memory_bytes" as "memory": the unit is in what is shown.
std::string shown_name(std::string_view name) {
  for (const std::string_view unit : {"_bytes", "_ms"}) {
    if (name.ends_with(unit)) name.remove_suffix(unit.size());
  }
  std::string text(name);
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string describe(const Json& worker, const Colors& colors) {
  constexpr size_t width = 18;
  std::string text;
  const auto add = [&](const std::string& name, const std::string& value, Paint paint) {
    const std::string label = name + ":";
    text += colors.paint(Paint::bold, label) +
            std::string(width - std::min(width, label.size()) + 1, ' ') +
            colors.paint(paint, printable(value)) + "\n";
  };
  for (const auto& [name, value] : worker.items()) {
    if (name == "limits") continue;
    Paint paint = Paint::plain;
    if (name == "state") paint = paint_of_state(text_of(worker, "state"));
    if (name == "reason") paint = paint_of_reason(text_of(worker, "reason"));
    add(shown_name(name), shown_value(name, value), paint);
  }
  // By the keys of --limit.
  const Json limits = object_of(worker, "limits");
  for (const control::Limit& limit : control::limits()) {
    if (!limits.contains(limit.name)) continue;
    add(fmt::format("limit {}", limit.key), shown_limit(limit, number_of(limits, limit.name)),
        Paint::plain);
  }
  return text;
}

ExitStatus run(const CommandLine& line) {
  const Colors colors(line.value("--color"), STDOUT_FILENO);
  bool first = true;
  return for_each_worker(line, [&](ControlClient& client, uint64_t id) {
    const Json worker = client.call("worker.inspect", {{"worker", id}});
    if (line.has("--json")) {
      print_json(worker);
      return;
    }
    print_out((first ? "" : "\n") + describe(worker, colors));
    first = false;
  });
}

}  // namespace

constinit const Command inspect_command = {
    .name = "inspect",
    .summary = "show everything about workers",
    .description =
        "Shows all that the daemon knows of each worker: its state, limits, arguments, "
        "children, memory and messages. WORKER is an id or a unique name.",
    .examples =
        "skep inspect 7\n"
        "skep inspect rules --json | jq .memory_bytes\n",
    .arguments = {.shown = "WORKER...",
                  .least = 1,
                  .most = any_number,
                  .offers = Offers::workers,
                  .choices = {},
                  .when_missing = "name the workers to inspect, by id or name."},
    .options = {},
    .common = daemon_options,
    .more = nullptr,
    .run = run,
};

}  // namespace skep::cli
