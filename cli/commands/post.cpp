// skep post: one message to a worker.
#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/json_argument.h"
#include "cli/json_member.h"
#include "cli/standard_output.h"
#include "cli/worker_name.h"

namespace skep::cli {
namespace {

constexpr Option options[] = {tagged_option};

ExitStatus run(const CommandLine& line) {
  Json data = read_json_argument(line.arguments()[1]);
  ControlClient client = connect(line);
  const uint64_t worker = find_worker(client, line.arguments()[0]);
  Json params = {{"worker", worker}, {"data", std::move(data)}};
  if (line.has("--tagged")) params["values"] = "tagged";
  client.call("worker.post", std::move(params));
  if (line.has("--json")) print_json({{"worker", worker}});
  return ExitStatus::done;
}

}  // namespace

constinit const Command post_command = {
    .name = "post",
    .summary = "send a message to a worker",
    .description =
        "Posts JSON to a root worker, which receives it as the data of a message event. "
        "WORKER is an id or the name of exactly one worker; JSON may be - for standard "
        "input.",
    .examples =
        "skep post 7 '{\"task\": \"count\", \"to\": 10}'\n"
        "skep post rules '\"reload\"'          a string is JSON with its quotes\n"
        "generate | skep post rules -          from standard input\n"
        "skep post 7 --tagged '{\"$date\": 0}'  what JSON lacks, in the tagged form\n",
    .arguments = {.shown = "WORKER JSON",
                  .least = 2,
                  .most = 2,
                  .offers = Offers::workers,
                  .choices = {},
                  .when_missing = "give a worker and what to post: skep post WORKER JSON."},
    .options = options,
    .common = plain_daemon_options,
    .more = nullptr,
    .run = run,
};

}  // namespace skep::cli
