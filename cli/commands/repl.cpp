// skep repl: a conversation with a sealed worker, line by line.
#include <csignal>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/commands/common_options.h"
#include "cli/limit_option.h"
#include "cli/standard_output.h"
#include "cli/supervisor_process.h"
#include "cli/tree_session.h"
#include "cli/typed/line_reader.h"
#include "cli/typed/script_outline.h"
#include "cli/typed/state_directory.h"
#include "cli/typed/typed_worker.h"
#include "proto/control.h"

namespace skep::cli {
namespace {

constexpr Option options[] = {limit_option};
constexpr Option repl_socket = {
    .names = "--socket",
    .value = "PATH",
    .meaning = "use the daemon at this socket; default: a supervisor of its own",
    .offers = Offers::files};
constexpr Option common[] = {repl_socket, help_option};

constexpr std::string_view repl_help =
    ".help        this\n"
    ".load FILE   evaluate a file\n"
    ".clear       a fresh worker, with nothing defined\n"
    ".break       drop what was typed of a statement so far; Ctrl-C does the same\n"
    ".exit        end; so does Ctrl-D\n"
    "Ctrl-C while something runs ends its worker.\n";

constexpr size_t most_bytes = control::max_request_bytes / 16;

class Repl {
 public:
  Repl(TypedWorker& worker, LineReader& lines) : worker_(worker), lines_(lines) {}

  ExitStatus run() {
    while (!status_) {
      const Line line = lines_.read(pending_.empty() ? "> " : "... ");
      switch (line.end) {
        case LineEnd::line: on_line(line.text); break;
        case LineEnd::interrupted: pending_.clear(); break;
        case LineEnd::end: on_end(); break;
        case LineEnd::asked_to_end: status_ = static_cast<ExitStatus>(128 + line.signal); break;
      }
    }
    return *status_;
  }

 private:
  void on_line(const std::string& line) {
    if (!line.empty()) lines_.remember(line);
    if (line.starts_with('.') && (pending_.empty() || line == ".break")) return on_command(line);
    pending_ += line;
    if (is_blank(pending_)) {
      pending_.clear();
      return;
    }
    evaluate(pending_, true);
  }

  // What was begun and never finished is told as the mistake that it is.
  void on_end() {
    if (!pending_.empty()) {
      fmt::print(stderr, "skep: the input ended inside of a statement\n");
      status_ = ExitStatus::script_error;
    } else {
      status_ = ExitStatus::done;
    }
  }

  void on_command(const std::string& line) {
    const std::string name = line.substr(0, line.find(' '));
    if (name == ".exit") {
      status_ = ExitStatus::done;
    } else if (name == ".help") {
      print_out(repl_help);
    } else if (name == ".clear") {
      worker_.forget();
    } else if (name == ".break") {
      pending_.clear();
    } else if (name == ".load") {
      load(line.size() > name.size() ? line.substr(name.size() + 1) : std::string());
    } else {
      fmt::print(stderr, "skep: there is no command {}; .help lists them\n", name);
    }
  }

  void load(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (!in.good() && !in.eof()) {
      fmt::print(stderr, "skep: {} cannot be read\n", file);
      return;
    }
    evaluate(text, false);
  }

  void evaluate(const std::string& text, bool may_go_on) {
    if (text.size() > most_bytes) {
      fmt::print(stderr, "skep: this is more than {} bytes\n", most_bytes);
      pending_.clear();
      return;
    }
    switch (worker_.evaluate(text)) {
      case Evaluated::incomplete:
        if (may_go_on) {
          pending_ += '\n';
          return;
        }
        fmt::print(stderr, "skep: the file ends inside of a statement\n");
        break;
      case Evaluated::stopped: status_ = static_cast<ExitStatus>(128 + worker_.signal()); break;
      case Evaluated::done:
      case Evaluated::refused:
      case Evaluated::ended: break;
    }
    pending_.clear();
  }

  TypedWorker& worker_;
  LineReader& lines_;
  std::string pending_;  // lines of a statement that is not complete
  std::optional<ExitStatus> status_;
};

ExitStatus converse(const CommandLine& line, ControlClient& client, const Fd& signals) {
  RunOptions chosen;
  for (const std::string& limit : line.values("--limit")) {
    chosen.given_limits.push_back(&apply_limit(limit, chosen.limits));
  }
  TypedWorker worker(client, spawn_params(chosen)["limits"], signals.get());
  const Meanwhile meanwhile = {.descriptor = client.descriptor(),
                               .take = [&worker] { return worker.take_events(); },
                               .signals = signals.get()};
  const bool terminal = ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1;
  if (!terminal) {
    const auto lines = read_plain(meanwhile);
    return Repl(worker, *lines).run();
  }
  const std::string state = state_directory();
  const auto lines = read_terminal(meanwhile, state.empty() ? state : state + "/repl_history");
  print_out("skep " SKEP_VERSION ", a sealed worker. .help tells more; Ctrl-D ends.\n");
  return Repl(worker, *lines).run();
}

ExitStatus run(const CommandLine& line) {
  const std::string socket = line.value("--socket");
  std::optional<ControlClient> client;
  if (!socket.empty()) client = ControlClient::connect(socket);
  sigset_t before;
  const Fd signals = take_signals(before);
  if (client) return converse(line, *client, signals);
  auto supervisor = SupervisorProcess::start(before);
  if (!supervisor) {
    throw CommandFailure(
        ExitStatus::supervisor_lost,
        fmt::format("the supervisor (skepd) cannot be started: {}", supervisor.error().message()));
  }
  auto conversation = supervisor->socket().duplicate();
  if (!conversation) {
    throw CommandFailure(ExitStatus::supervisor_lost, conversation.error().message());
  }
  client.emplace(std::move(*conversation), "the private supervisor");
  return converse(line, *client, signals);
}

}  // namespace

constinit const Command repl_command = {
    .name = "repl",
    .summary = "evaluate JavaScript line by line in a sealed worker",
    .description =
        "Reads JavaScript and prints the value of each input. What is defined stays for "
        "the next, an unfinished statement goes on in the next line, await is allowed "
        "outside of functions, and errors do not end it. .help lists its own commands. "
        "On a terminal lines can be edited, and are remembered in "
        "$XDG_STATE_HOME/skep/repl_history.",
    .examples =
        "skep repl\n"
        "skep repl --limit memory=16M --limit cpu=10s\n"
        "echo '1 + 1' | skep repl\n",
    .arguments = {},
    .options = options,
    .common = common,
    .more = limits_and_defaults,
    .run = run,
};

}  // namespace skep::cli
