// Lines that a user types, while something else may happen meanwhile: what `repl` reads from.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace skep::cli {

// What happens beside the typing. The reader polls; these say what for, and do it.
struct Meanwhile {
  int descriptor;                     // becomes readable when something happened
  std::function<std::string()> take;  // handles it; what it gives is printed above the prompt
  int signals;                        // a signalfd of what ends or interrupts
};

enum class LineEnd : unsigned char {
  line,         // a whole line
  interrupted,  // an interrupt: what was typed is dropped
  end,          // end of input
  asked_to_end  // SIGTERM or SIGHUP
};

struct Line {
  LineEnd end;
  std::string text;  // without its newline
  int signal = 0;    // when asked to end
};

class LineReader {
 public:
  virtual ~LineReader() = default;

  virtual Line read(std::string_view prompt) = 0;

  // A line of input that is worth finding again.
  virtual void remember(const std::string& line) = 0;
};

// With editing and history on a terminal; `history` is a file, or empty.
std::unique_ptr<LineReader> read_terminal(Meanwhile meanwhile, std::string history);

// Plain lines from standard input, without prompts.
std::unique_ptr<LineReader> read_plain(Meanwhile meanwhile);

}  // namespace skep::cli
