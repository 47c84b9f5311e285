// skep terminate and skep close: the two ways to end a worker from outside.
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/commands/each_worker.h"
#include "cli/standard_output.h"

namespace skep::cli {
namespace {

ExitStatus end_each(const CommandLine& line, std::string_view method) {
  return for_each_worker(line, [&](ControlClient& client, uint64_t worker) {
    client.call(method, {{"worker", worker}});
    if (line.has("--json")) print_json({{"worker", worker}});
  });
}

ExitStatus terminate(const CommandLine& line) {
  return end_each(line, "worker.terminate");
}

ExitStatus close(const CommandLine& line) {
  return end_each(line, "worker.close");
}

constexpr Arguments workers = {.shown = "WORKER...",
                               .least = 1,
                               .most = any_number,
                               .offers = Offers::workers,
                               .choices = {},
                               .when_missing = "name the workers to end, by id or name."};

}  // namespace

constinit const Command terminate_command = {
    .name = "terminate",
    .summary = "end workers at once",
    .description =
        "Kills each worker and its descendants, whatever they are doing. WORKER is an "
        "id or a unique name.",
    .examples =
        "skep terminate 7\n"
        "skep terminate rules 12 13\n"
        "skep terminate $(skep ps -q)        all of them\n",
    .arguments = workers,
    .options = {},
    .common = plain_daemon_options,
    .more = nullptr,
    .run = terminate,
};

constinit const Command close_command = {
    .name = "close",
    .summary = "let workers finish what was posted to them, then end",
    .description =
        "Ends each worker as if its script called close() after the messages that were "
        "posted before. One that never comes back to its messages is not ended by this: "
        "see terminate.",
    .examples =
        "skep close rules\n"
        "skep close 7 8 9\n",
    .arguments = workers,
    .options = {},
    .common = plain_daemon_options,
    .more = nullptr,
    .run = close,
};

}  // namespace skep::cli
