// skep call: one message to a worker, and the first that comes back.
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/json_argument.h"
#include "cli/json_member.h"
#include "cli/standard_output.h"
#include "cli/worker_name.h"
#include "proto/control.h"

namespace skep::cli {
namespace {

constexpr Option options[] = {
    {.names = "--timeout",
     .value = "TIME",
     .meaning = "how long to wait for the answer, for example 500ms or 5m; default: 30s"},
    tagged_option,
};

[[noreturn]] void fail_by_exit(uint64_t worker, const Json& event) {
  const std::string reason = text_of(event, "reason");
  const auto known = control::end_reason(reason);
  const ExitStatus status = known ? exit_status(*known) : ExitStatus::broken;
  throw CommandFailure(status == ExitStatus::done ? ExitStatus::not_found : status,
                       fmt::format("worker {} ended before it answered: {}", worker, reason));
}

// The event that holds the answer.
Json wait_for_answer(ControlClient& client, uint64_t worker, std::chrono::milliseconds patience) {
  const auto until = ControlClient::Clock::now() + patience;
  while (const auto event = client.next_event(until)) {
    if (number_of(*event, "worker") != worker) continue;
    const std::string type = text_of(*event, "type");
    if (type == "message") return *event;
    if (type == "message-refused") {
      throw CommandFailure(ExitStatus::limit,
                           fmt::format("worker {} answered with {} bytes, more than a client takes",
                                       worker, number_of(*event, "bytes")));
    }
    if (type == control::event::exit) fail_by_exit(worker, *event);
  }
  throw CommandFailure(ExitStatus::timed_out,
                       fmt::format("worker {} did not answer in {} ms", worker, patience.count()));
}

ExitStatus run(const CommandLine& line) {
  std::chrono::milliseconds patience(30'000);
  if (line.has("--timeout")) patience = parse_time("--timeout", line.value("--timeout"));
  Json data = read_json_argument(line.arguments()[1]);
  ControlClient client = connect(line);
  const uint64_t worker = find_worker(client, line.arguments()[0]);
  const char* values = line.has("--tagged") ? "tagged" : "plain";
  // Before the message: its answer must not come unseen.
  client.call(
      "subscribe",
      {{"types", {"message", "message-refused", "exit"}}, {"worker", worker}, {"values", values}});
  client.call("worker.post", {{"worker", worker}, {"data", std::move(data)}, {"values", values}});
  const Json event = wait_for_answer(client, worker, patience);
  if (line.has("--json")) {
    print_json(event);
    return ExitStatus::done;
  }
  if (flag_of(event, "lossy")) {
    fmt::print(stderr, "skep: the answer holds what JSON cannot; --tagged shows all of it\n");
  }
  print_json(event.value("data", Json()));
  return ExitStatus::done;
}

}  // namespace

constinit const Command call_command = {
    .name = "call",
    .summary = "send a message to a worker and print its answer",
    .description =
        "Posts JSON to a root worker and prints the data of the first message that it "
        "posts from then on. WORKER is an id or a unique name; JSON may be - for "
        "standard input.",
    .examples =
        "skep call rules '{\"price\": 12}'\n"
        "skep call 7 --timeout 2s '\"ping\"'    status 10 when nothing comes in time\n"
        "skep call 7 - < request.json | jq .\n",
    .arguments = {.shown = "WORKER JSON",
                  .least = 2,
                  .most = 2,
                  .offers = Offers::workers,
                  .choices = {},
                  .when_missing = "give a worker and what to ask: skep call WORKER JSON."},
    .options = options,
    .common = plain_daemon_options,
    .more = nullptr,
    .run = run,
};

}  // namespace skep::cli
