// The whole terminal, for as long as this lives: whatever ends it (a key, a signal, an exception),
// the terminal is afterwards as it was.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/show/color.h"

namespace skep::cli {

struct ScreenLine {
  std::string text;  // printable; cut to the screen's width
  Paint paint = Paint::plain;
  bool reversed = false;  // light on dark: a heading
};

enum class Key : unsigned char { none, up, down, page_up, page_down, home, resized, other };

struct KeyPress {
  Key key;
  char character = 0;  // of `other`
};

class FullScreen {
 public:
  // Throws CommandFailure when there is no terminal, or one that cannot be drawn on.
  explicit FullScreen(bool colored);
  ~FullScreen();
  FullScreen(const FullScreen&) = delete;
  FullScreen& operator=(const FullScreen&) = delete;

  int width() const;
  int height() const;

  // Shows these lines and nothing else.
  void draw(const std::vector<ScreenLine>& lines);

  // The next key that was pressed; none if none was.
  KeyPress take_key();

 private:
  bool colored_;
  void* screen_;  // curses' own, which its header would make macros of everything for
};

}  // namespace skep::cli
