#include "cli/show/event_printer.h"

#include <fcntl.h>
#include <functional>
#include <unistd.h>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace skep::cli {
namespace {

using control::Json;

// Collects what the printer writes by putting pipes where stdout and stderr were.
struct Printed {
  std::string out;
  std::string err;
};

Printed print_all(const RunOptions& options, const std::vector<Json>& events,
                  const std::function<void(EventPrinter&)>& more = nullptr) {
  Printed printed;
  std::string* const texts[] = {&printed.out, &printed.err};
  int saved[2];
  int pipes[2][2];
  for (int i = 0; i < 2; ++i) {
    saved[i] = ::dup(i + 1);
    REQUIRE(::pipe2(pipes[i], O_CLOEXEC | O_NONBLOCK) == 0);
    ::dup2(pipes[i][1], i + 1);
    ::close(pipes[i][1]);
  }
  Output output;
  EventPrinter printer(options, output);
  for (const Json& event : events) printer.print(event);
  if (more) more(printer);
  while (!output.empty()) output.write_some();
  for (int i = 0; i < 2; ++i) {
    ::dup2(saved[i], i + 1);
    ::close(saved[i]);
    char buffer[4096];
    for (ssize_t n; (n = ::read(pipes[i][0], buffer, sizeof buffer)) > 0;) {
      texts[i]->append(buffer, static_cast<size_t>(n));
    }
    ::close(pipes[i][0]);
  }
  return printed;
}

RunOptions options_at(const std::string& root) {
  RunOptions options;
  options.script = {root, root + "/main.js", "main.js"};
  return options;
}

Json console(const char* level, const char* text) {
  return {{"type", "console"}, {"worker", 1}, {"name", ""}, {"level", level}, {"text", text}};
}

Json boom(const char* stack) {
  return {{"type", "error"},
          {"worker", 1},
          {"message", "Uncaught Error: boom"},
          {"filename", "https://skep.localhost/main.js"},
          {"line", 3u},
          {"column", 7u},
          {"stack", stack},
          {"kind", "exception"}};
}

TEST_CASE("console output goes where a terminal user expects it, as it is") {
  const Printed printed =
      print_all(options_at("/r"), {console("log", "one"), console("warn", "two"),
                                   console("info", "https://skep.localhost/x"),
                                   console("error", "four"), console("debug", "")});
  CHECK(printed.out == "one\nhttps://skep.localhost/x\n\n");
  CHECK(printed.err == "two\nfour\n");
}

TEST_CASE("an unhandled error shows its message once and the user's own paths") {
  CHECK(print_all(options_at("/r"), {boom("Error: boom\n    at f (https://skep.localhost/a.js:3)")})
            .err == "Uncaught Error: boom\n    at f (/r/a.js:3)\n");
  CHECK(print_all(options_at("/r"), {boom("    at f (https://skep.localhost/a.js:3)\n")}).err ==
        "Uncaught Error: boom\n    at f (/r/a.js:3)\n");
  CHECK(print_all(options_at("/r"), {boom("")}).err ==
        "Uncaught Error: boom\n    at /r/main.js:3:7\n");
}

TEST_CASE("with --json every event is a line on stdout and nothing else is") {
  RunOptions options = options_at("/r");
  options.json = true;
  const Printed printed = print_all(options, {console("error", "x"), boom("")});
  CHECK(printed.err.empty());
  CHECK(printed.out == control::to_line(console("error", "x")) + control::to_line(boom("")));
}

TEST_CASE("an end that needs a sentence gets one") {
  const auto told = [](EndReason reason, const std::vector<Json>& before = {}) {
    return print_all(options_at("/r"), before,
                     [reason](EventPrinter& printer) {
                       printer.explain_end(reason, {{"detail", ""}, {"signal", 11u}});
                     })
        .err;
  };
  CHECK(told(EndReason::finished).empty());
  CHECK(told(EndReason::closed).empty());
  CHECK(told(EndReason::out_of_memory) ==
        "skep: main.js needed more than its memory limit of 64 MiB\n");
  CHECK(told(EndReason::crashed) == "skep: main.js crashed by signal 11 (Segmentation fault)\n");
  CHECK(told(EndReason::script_error) == "skep: main.js ended with a script error\n");
  CHECK(told(EndReason::script_error, {boom("s")}) == "Uncaught Error: boom\ns\n");
  for (size_t i = 0; i < end_reason_count; ++i) {
    const auto reason = static_cast<EndReason>(i);
    const bool normal = reason == EndReason::finished || reason == EndReason::closed;
    CHECK(told(reason).empty() == normal);
  }
}

TEST_CASE("a missing layer of the sandbox is told once") {
  const auto warned = [](const Json& missing) {
    return print_all(options_at("/r"), {},
                     [&missing](EventPrinter& printer) {
                       printer.warn_of_missing_layers(missing);
                       printer.warn_of_missing_layers(missing);
                     })
        .err;
  };
  CHECK(warned(Json::array()).empty());
  CHECK(warned(Json::array({"mdwe", "landlock-scope"})).empty());
  CHECK(warned(Json::array({"landlock"})) ==
        "skep: warning: this machine does not give these layers of the sandbox: landlock\n");
  CHECK(warned(Json::array({"user-namespace", "pid-namespace"})) ==
        "skep: warning: this machine allows no user namespaces; workers are sealed by Landlock and "
        "seccomp only\n");
}

}  // namespace
}  // namespace skep::cli
