// What goes to the user: text for stdout and stderr, in the order in which it happened.
//
// Nothing here blocks, and nothing changes the descriptors, which the user's shell shares: before
// each write the caller has polled, and what is written then fits (PIPE_BUF to a pipe or terminal).
// The bound is the caller's: while full() it takes nothing more in.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace skep::cli {

class Output {
 public:
  Output();

  void to_stdout(std::string_view text) { add(1, text); }
  void to_stderr(std::string_view text) { add(2, text); }

  bool empty() const { return pieces_.empty(); }
  bool full() const { return bytes_ > most_bytes; }

  // The descriptor to poll for POLLOUT; -1 when there is nothing to write.
  int waiting_for() const { return pieces_.empty() ? -1 : pieces_.front().descriptor; }

  // Writes what fits now. False when stdout takes no more at all: errno says why. A stderr that is
  // gone is not an error: there is nobody to tell.
  bool write_some();

  // Nobody reads stdout, or not in time: only what goes to stderr is left.
  void forget_stdout();

 private:
  struct Piece {
    int descriptor;
    size_t written = 0;
    std::string text;
  };
  static constexpr size_t most_bytes = 64 * 1024;

  void add(int descriptor, std::string_view text);

  std::deque<Piece> pieces_;
  size_t bytes_ = 0;
  bool regular_[3] = {};  // a file never makes us wait: whole pieces at once
};

}  // namespace skep::cli
