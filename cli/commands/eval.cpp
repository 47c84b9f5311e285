// skep eval: the value of an expression or script.
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/json_argument.h"
#include "cli/json_member.h"
#include "cli/limit_option.h"
#include "cli/run.h"
#include "cli/typed/evaluation.h"
#include "proto/control.h"

namespace skep::cli {
namespace {

constexpr Option options[] = {limit_option};
constexpr Option eval_socket = {
    .names = "--socket",
    .value = "PATH",
    .meaning = "evaluate under the daemon at this socket; default: a supervisor of its own",
    .offers = Offers::files};
constexpr Option common[] = {json_option, eval_socket, help_option};

// What a request can carry; forms hold the text a few times.
constexpr size_t most_bytes = control::max_request_bytes / 16;

// The same event with places in the typed text instead of those in our forms of it.
Json with_typed_places(const Json& event) {
  Json shown = event;
  for (const char* member : {"text", "message", "stack", "filename"}) {
    if (const auto found = shown.find(member); found != shown.end() && found->is_string()) {
      *found = cli::with_typed_places(found->get<std::string>());
    }
  }
  if (const std::string url = text_of(event, "filename"); url == evaluation_url) {
    // Where our own script threw it tells nobody anything.
    shown["filename"] = "";
    shown["line"] = shown["column"] = 0u;
  } else if (text_of(shown, "filename") != url && number_of(event, "line") > 1) {
    shown["line"] = number_of(event, "line") - 1;
  }
  return shown;
}

ExitStatus run(const CommandLine& line) {
  RunOptions chosen;
  for (const std::string& limit : line.values("--limit")) {
    chosen.given_limits.push_back(&apply_limit(limit, chosen.limits));
  }
  chosen.json = line.has("--json");
  chosen.script = {.root = "/", .file = "", .shown = "the script"};
  const std::string& word = line.arguments()[0];
  const std::string text = word == "-" ? read_standard_input(most_bytes, "a script") : word;
  if (text.size() > most_bytes) throw UsageError("this is more than eval takes; use skep run.");
  Json spawn = spawn_params(chosen);
  spawn.erase("root");
  spawn.erase("file");
  spawn["source"] = evaluate_once(text, chosen.json);
  TreeRequest request = {
      .spawn = std::move(spawn), .messages = chosen.json, .rewrite = with_typed_places};
  const std::string socket = line.value("--socket");
  return socket.empty() ? run_tree(chosen, std::move(request))
                        : run_tree_at(chosen, std::move(request), socket);
}

}  // namespace

constinit const Command eval_command = {
    .name = "eval",
    .summary = "print the value of an expression or a script",
    .description =
        "Runs CODE in a fresh sealed worker and prints the value of its last "
        "expression, as console.dir would; undefined prints nothing. await is allowed "
        "outside of functions. CODE may be - for standard input. It ends with the "
        "statuses of run. With --json the value comes as a message event.",
    .examples =
        "skep eval '6 * 7'\n"
        "skep eval 'const x = [3, 1, 2]; x.sort()'\n"
        "skep eval --limit cpu=1s 'for (;;);'       ends with status 6\n"
        "skep eval --json '({a: 1})' | jq 'select(.type == \"message\").data'\n",
    .arguments = {.shown = "CODE",
                  .least = 1,
                  .most = 1,
                  .offers = Offers::nothing,
                  .choices = {},
                  .when_missing = "give the code to evaluate: skep eval CODE."},
    .options = options,
    .common = common,
    .more = limits_and_defaults,
    .run = run,
};

}  // namespace skep::cli
