#include "cli/help.h"

#include <cstdio>

#include "cli/limit_option.h"

namespace skep::cli {
namespace {

constexpr const char* help = R"(skep runs JavaScript in sealed worker processes.

Examples:
  skep run main.js                             run a script and the workers it makes
  skep run --limit memory=32M --limit cpu=2s rules.ts
  skep run --json main.js | jq .type           every event as one line of JSON

Commands:
  run FILE     run a script as the root of a tree of workers
  version      print the version
  help         print this

`skep run --help` lists its options, limits and exit statuses.
)";

constexpr const char* run_help = R"(Runs FILE as the root worker of a tree and prints its console.

Examples:
  skep run main.js
  skep run --root . src/main.ts                scripts may be read anywhere below .
  skep run --limit memory=32M --limit wall=10s main.js
  skep run --json main.js | jq -c 'select(.type == "exit")'

Usage: skep run [OPTIONS] FILE [-- ARGS...]

Options:
  --root DIR          the script root: nothing outside it is read; default: the directory of FILE
  --name NAME         self.name of the root worker
  --limit KEY=VALUE   what one worker may use; may be repeated, see below
  --json              print every event as one line of JSON on stdout, and nothing else there
  --keep-alive        do not end when no worker can ever do anything again
  -h, --help          print this

Limits (default, meaning):
)";

constexpr const char* statuses = R"(
Exit status:
  0    the root closed itself, or nothing could ever happen again
  1    an exception that nothing handled, or a syntax error
  2    a mistake on the command line
  3    the supervisor could not be started, or was lost
  4    permission denied
  5    the script could not be read
  6    a limit ended the root
  7    the root crashed, or was killed for what it tried
  8    the root was terminated by request
  129, 130, 143   SIGHUP, SIGINT, SIGTERM; a second one kills at once
  141  stdout was closed
)";

}  // namespace

void print_help() {
  std::fputs(help, stdout);
}

void print_run_help() {
  std::fputs(run_help, stdout);
  std::fputs(list_limits().c_str(), stdout);
  std::fputs(statuses, stdout);
}

}  // namespace skep::cli
