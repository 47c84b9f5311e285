#include "cli/show/event_printer.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "cli/limit_option.h"
#include "cli/show/code_frame.h"
#include "proto/amount.h"
#include "proto/control.h"
#include "proto/exit_status.h"

namespace skep::cli {
namespace {

using control::Json;
namespace event = control::event;

// The supervisor's own text: present and of the right type, or it is a bug that must not crash us.
std::string text_of(const Json& event, const char* member) {
  const auto found = event.find(member);
  return found != event.end() && found->is_string() ? found->get<std::string>() : std::string();
}

uint64_t number_of(const Json& event, const char* member) {
  const auto found = event.find(member);
  return found != event.end() && found->is_number_unsigned() ? found->get<uint64_t>() : 0;
}

std::string working_directory() {
  std::error_code error;
  return std::filesystem::current_path(error).string();
}

// A stack that starts with "Error: boom" says it a second time under "Uncaught Error: boom".
std::string without_header(std::string_view stack, std::string_view message) {
  constexpr std::string_view uncaught = "Uncaught ";
  constexpr std::string_view in_promise = "(in promise) ";
  if (message.starts_with(uncaught)) message.remove_prefix(uncaught.size());
  if (message.starts_with(in_promise)) message.remove_prefix(in_promise.size());
  if (!message.empty() && stack.starts_with(message)) {
    std::string_view rest = stack.substr(message.size());
    if (rest.empty() || rest.front() == '\n') {
      rest.remove_prefix(rest.empty() ? 0 : 1);
      return std::string(rest);
    }
  }
  return std::string(stack);
}

void end_line(std::string& text) {
  if (!text.empty() && text.back() != '\n') text += '\n';
}

}  // namespace

EventPrinter::EventPrinter(const RunOptions& options, Output& output)
    : options_(options), output_(output), paths_(options.script.root, working_directory()) {}

void EventPrinter::print(const Json& event) {
  const std::string type = text_of(event, "type");
  if (type == event::error) error_printed_ = true;
  if (type == event::zygote) warn_of_missing_layers(event.value("missing", Json::array()));
  if (options_.json) {
    output_.to_stdout(control::to_line(event));
  } else if (type == event::console) {
    print_console(event);
  } else if (type == event::error) {
    print_error(event);
  } else if (type == event::console_lost) {
    say(fmt::format(
        "worker {} wrote more than {} to its console: {} lines were dropped",
        number_of(event, "worker"),
        show_amount(control::Unit::bytes_per_second, options_.limits.console_bytes_per_s),
        number_of(event, "lines")));
  }
}

void EventPrinter::print_console(const Json& event) {
  const std::string level = text_of(event, "level");
  const std::string line = text_of(event, "text") + "\n";
  if (level == "warn" || level == "error") {
    output_.to_stderr(line);
  } else {
    output_.to_stdout(line);
  }
}

void EventPrinter::print_error(const Json& event) {
  const std::string message = text_of(event, "message");
  std::string text = paths_.show_all(message);
  end_line(text);
  const std::string url = text_of(event, "filename");
  const uint64_t line = number_of(event, "line");
  const uint64_t column = number_of(event, "column");
  const std::string stack = without_header(text_of(event, "stack"), message);
  // A syntax error has a frame where an exception has a stack.
  const bool parse = text_of(event, "kind") == "parse";
  if ((parse || stack.empty()) && !url.empty() && line != 0) {
    text += fmt::format("    at {}:{}", paths_.shown(url), line);
    if (column != 0) text += fmt::format(":{}", column);
    text += '\n';
  }
  if (!stack.empty()) {
    text += paths_.show_all(stack);
    end_line(text);
  } else if (parse) {
    text += frame_of(event);
  }
  output_.to_stderr(text);
}

std::string EventPrinter::frame_of(const Json& event) const {
  const auto file = paths_.file(text_of(event, "filename"));
  if (!file) return {};
  std::ifstream in(*file, std::ios::binary);
  const std::string source((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return code_frame(source, static_cast<uint32_t>(number_of(event, "line")),
                    static_cast<uint32_t>(number_of(event, "column")));
}

void EventPrinter::warn_of_missing_layers(const Json& missing) {
  if (warned_ || !missing.is_array()) return;
  const auto is_missing = [&missing](std::string_view layer) {
    return std::ranges::any_of(missing, [layer](const Json& name) { return name == layer; });
  };
  std::vector<std::string_view> names;
  for (const control::LayerName& layer : control::layer_names) {
    if (!layer.often_missing && is_missing(layer.name)) names.push_back(layer.name);
  }
  if (names.empty()) return;
  warned_ = true;
  if (is_missing("user-namespace")) {
    say(fmt::format(
        "warning: this machine allows no user namespaces; workers are sealed by {} only",
        is_missing("landlock") ? "seccomp" : "Landlock and seccomp"));
  } else {
    say(fmt::format("warning: this machine does not give these layers of the sandbox: {}",
                    fmt::join(names, ", ")));
  }
}

std::string EventPrinter::describe_end(EndReason reason, const Json& exit) const {
  const WorkerLimits& limits = options_.limits;
  const auto time = [](uint64_t ms) { return show_amount(control::Unit::milliseconds, ms); };
  switch (reason) {
    case EndReason::out_of_memory:
      return fmt::format("needed more than its memory limit of {}",
                         show_amount(control::Unit::bytes, limits.memory_bytes));
    case EndReason::cpu_limit:
      return fmt::format("used more than its CPU limit of {}", time(limits.cpu_ms));
    case EndReason::task_limit:
      return fmt::format("used more than {} of processor time in one task", time(limits.task_ms));
    case EndReason::wall_limit:
      return fmt::format("ran longer than its wall-clock limit of {}", time(limits.wall_ms));
    case EndReason::unresponsive:
      return fmt::format("did not take its messages for {}", time(limits.stall_ms));
    case EndReason::quota: return "was refused: its tree has no room for it";
    case EndReason::script_error: return "ended with a script error";
    case EndReason::load_error: return "could not be loaded";
    case EndReason::protocol_violation:
      return "was killed: it wrote what no correct worker writes to its shared memory";
    case EndReason::seccomp:
      return "was killed: it asked for a system call that no worker may make";
    case EndReason::crashed: {
      const int signal = static_cast<int>(number_of(exit, "signal"));
      if (signal == 0) return "crashed";
      return fmt::format("crashed by signal {} ({})", signal, ::strsignal(signal));
    }
    case EndReason::start_failed: return "could not be started in a sealed process";
    case EndReason::terminated: return "was terminated by request";
    case EndReason::parent_gone: return "ended with its owner";
    case EndReason::closed:
    case EndReason::finished: break;
  }
  return "ended";
}

void EventPrinter::explain_end(EndReason reason, const Json& exit) {
  if (exit_status(reason) == ExitStatus::done) return;
  const bool told = reason == EndReason::script_error || reason == EndReason::load_error;
  if (told && error_printed_ && !options_.json) return;
  std::string sentence = fmt::format("{} {}", options_.script.shown, describe_end(reason, exit));
  if (const std::string detail = text_of(exit, "detail"); !detail.empty()) {
    sentence += ": " + paths_.show_all(detail);
  }
  say(sentence);
}

void EventPrinter::say(const std::string& sentence) {
  output_.to_stderr("skep: " + sentence + "\n");
}

}  // namespace skep::cli
