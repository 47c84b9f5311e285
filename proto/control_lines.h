// Cuts a stream of bytes into lines of bounded length.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace skep::control {

// Never holds more than `most` bytes of an unfinished line and one appended piece: a longer line
// is reported once and skipped up to its newline.
class LineCutter {
 public:
  explicit LineCutter(size_t most) : most_(most) {}

  struct Line {
    bool too_long = false;  // then `text` is empty
    std::string_view text;  // without its newline; lives until the next call
  };

  void append(std::string_view bytes);

  // The next whole line, in the order received; nothing until more is appended.
  std::optional<Line> next();

 private:
  size_t most_;
  std::string buffer_;
  size_t start_ = 0;    // of the line being cut
  size_t scanned_ = 0;  // no newline lies between start_ and here
  bool skipping_ = false;
};

}  // namespace skep::control
