// skep doctor: what this machine gives for sealing workers, and what it does not.
#include <algorithm>
#include <csignal>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/json_member.h"
#include "cli/machine_check.h"
#include "cli/show/color.h"
#include "cli/show/text_table.h"
#include "cli/socket_place.h"
#include "cli/standard_output.h"
#include "cli/supervisor_process.h"
#include "proto/control.h"

namespace skep::cli {
namespace {

// A layer that cannot be put on shows when a worker tries: a script must run to its end.
Check check_worker(ControlClient& client) {
  const Json spawned = client.call("worker.spawn", {{"source", "close()"}});
  const Json end = client.call("worker.wait", {{"worker", spawned.at("worker")}});
  if (text_of(end, "reason") == "closed") {
    return {.name = "worker",
            .verdict = Verdict::good,
            .found = "starts, runs a script, and ends",
            .follows = {},
            .advice = {}};
  }
  return {.name = "worker",
          .verdict = Verdict::fatal,
          .found = fmt::format("ended as {}: {}", text_of(end, "reason"), text_of(end, "detail")),
          .follows = "no script runs",
          .advice =
              "see which layer is missing below; seccomp, limits and no_new_privs are "
              "mandatory"};
}

// So many zygotes that ended before they were ready: there will be none.
constexpr uint64_t most_lost = 3;

// Starts a supervisor and asks it; a sandbox that is not ready yet is waited for.
std::vector<Check> check_sandbox() {
  sigset_t mask;
  ::sigemptyset(&mask);
  auto supervisor = SupervisorProcess::start(mask);
  const auto fatal = [](std::string found) {
    return std::vector<Check>{{.name = "supervisor",
                               .verdict = Verdict::fatal,
                               .found = std::move(found),
                               .follows = "no worker can start",
                               .advice = "its own words above say what it lacks"}};
  };
  if (!supervisor) return fatal(supervisor.error().message());
  auto socket = supervisor->socket().duplicate();
  if (!socket) return fatal(socket.error().message());
  try {
    ControlClient client(std::move(*socket), "the private supervisor");
    client.call("subscribe", {{"types", {control::event::zygote}}});
    Json sandbox = object_of(client.call("hello"), "sandbox");
    constexpr auto patience = std::chrono::seconds(30);
    const auto until = ControlClient::Clock::now() + patience;
    constexpr auto glance = std::chrono::milliseconds(200);
    while (!flag_of(sandbox, "ready")) {
      const auto now = ControlClient::Clock::now();
      if (const auto event = client.next_event(std::min(until, now + glance))) {
        sandbox = *event;
      } else if (now > until || number_of(client.call("stats"), "zygotes_lost") >= most_lost) {
        return fatal("its sandbox does not become ready");
      }
    }
    std::vector<Check> checks = {{.name = "supervisor",
                                  .verdict = Verdict::good,
                                  .found = "starts, and its sandbox is ready",
                                  .follows = {},
                                  .advice = {}}};
    checks.push_back(check_worker(client));
    for (Check& layer : check_layers(sandbox)) checks.push_back(std::move(layer));
    return checks;
  } catch (const CommandFailure& failure) {
    return fatal(failure.what());
  }
}

Check check_daemon(const CommandLine& line) {
  const std::string socket = find_socket(line.value("--socket"));
  // Who names a daemon wants it to be there.
  Check check = {.name = "daemon",
                 .verdict = line.value("--socket").empty() ? Verdict::note : Verdict::missing,
                 .found = {},
                 .follows = "only run, eval, repl and doctor work without it",
                 .advice = {}};
  try {
    ControlClient client = ControlClient::connect(socket);
    const Json hello = client.call("hello");
    return {.name = "daemon",
            .verdict = Verdict::good,
            .found = fmt::format("skepd {} at {}, {} access", text_of(hello, "version"), socket,
                                 text_of(hello, "access")),
            .follows = {},
            .advice = {}};
  } catch (const CommandFailure& failure) {
    check.found = failure.what();
  }
  return check;
}

Paint paint_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::good: return Paint::green;
    case Verdict::note: return Paint::dim;
    case Verdict::missing: return Paint::yellow;
    case Verdict::fatal: return Paint::red;
  }
  return Paint::plain;
}

std::string report(const std::vector<Check>& checks, const Colors& colors) {
  TextTable table({{"CHECK"}, {"STATE"}, {"FOUND"}});
  std::string advice;
  for (const Check& check : checks) {
    table.add(
        {{check.name}, {std::string(name(check.verdict)), paint_of(check.verdict)}, {check.found}});
    if (check.verdict == Verdict::good) continue;
    advice += fmt::format("\n{}: {}\n", colors.paint(Paint::bold, check.name), check.follows);
    if (!check.advice.empty()) advice += fmt::format("    {}\n", check.advice);
  }
  return table.text(colors) + advice;
}

ExitStatus run(const CommandLine& line) {
  std::vector<Check> checks = {check_kernel(), check_programs(), check_user_namespaces()};
  for (Check& check : check_sandbox()) checks.push_back(std::move(check));
  checks.push_back(check_cgroup());
  checks.push_back(check_address_layout());
  checks.push_back(check_clock());
  checks.push_back(check_cache_directory());
  checks.push_back(check_daemon(line));
  if (line.has("--json")) {
    for (const Check& check : checks) {
      print_json({{"check", check.name},
                  {"state", name(check.verdict)},
                  {"found", check.found},
                  {"follows", check.follows},
                  {"advice", check.advice}});
    }
  } else {
    print_out(report(checks, Colors(line.value("--color"), STDOUT_FILENO)));
  }
  const auto has = [&checks](Verdict verdict) {
    return std::ranges::any_of(checks,
                               [verdict](const Check& check) { return check.verdict == verdict; });
  };
  if (has(Verdict::fatal)) return ExitStatus::supervisor_lost;
  return has(Verdict::missing) ? ExitStatus::script_error : ExitStatus::done;
}

}  // namespace

constinit const Command doctor_command = {
    .name = "doctor",
    .summary = "say which isolation layers this machine gives",
    .description =
        "Starts a supervisor and says which layers of the sandbox this machine gives, "
        "which it does not, what follows and how to get them; whether a worker runs; and "
        "whether the clock, the cache, cgroups and the shared daemon can be used. Status 0: "
        "nothing is missing; 1: workers run with less around them; 3: none can run.",
    .examples =
        "skep doctor\n"
        "skep doctor --json | jq -r 'select(.state == \"missing\").check'\n",
    .arguments = {},
    .options = {},
    .common = daemon_options,
    .more = nullptr,
    .run = run,
};

}  // namespace skep::cli
