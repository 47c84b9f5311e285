#include "cli/top/full_screen.h"

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

#define NCURSES_NOMACROS 1
#include <curses.h>

#include <fmt/format.h>

#include "cli/command_failure.h"
#include "cli/show/text_table.h"

namespace skep::cli {
namespace {

short color_of(Paint paint) {
  switch (paint) {
    case Paint::red: return COLOR_RED;
    case Paint::green: return COLOR_GREEN;
    case Paint::yellow: return COLOR_YELLOW;
    case Paint::blue: return COLOR_BLUE;
    case Paint::plain:
    case Paint::bold:
    case Paint::dim: break;
  }
  return -1;
}

attr_t attributes_of(const ScreenLine& line, bool colored) {
  attr_t attributes = line.reversed ? A_REVERSE : A_NORMAL;
  if (line.paint == Paint::bold) attributes |= A_BOLD;
  if (line.paint == Paint::dim) attributes |= A_DIM;
  if (const short color = color_of(line.paint); colored && color >= 0) {
    attributes |= static_cast<attr_t>(COLOR_PAIR(color));
  }
  return attributes;
}

}  // namespace

FullScreen::FullScreen(bool colored) : colored_(colored) {
  if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDOUT_FILENO) != 1) {
    throw CommandFailure(ExitStatus::usage,
                         "top needs a terminal; --once and --json print what there is now");
  }
  std::setlocale(LC_CTYPE, "");
  screen_ = ::newterm(nullptr, stdout, stdin);
  if (screen_ == nullptr) {
    const char* terminal = std::getenv("TERM");
    throw CommandFailure(ExitStatus::usage,
                         fmt::format("this terminal (TERM={}) cannot be drawn on; --once and "
                                     "--json print what there is now",
                                     terminal == nullptr ? "" : terminal));
  }
  ::cbreak();
  ::noecho();
  ::nonl();
  ::keypad(stdscr, TRUE);
  ::nodelay(stdscr, TRUE);
  ::curs_set(0);
  if (colored_ && ::has_colors()) {
    ::start_color();
    ::use_default_colors();
    for (const short color : {COLOR_RED, COLOR_GREEN, COLOR_YELLOW, COLOR_BLUE}) {
      ::init_pair(color, color, -1);
    }
  } else {
    colored_ = false;
  }
}

FullScreen::~FullScreen() {
  ::endwin();
  ::delscreen(static_cast<SCREEN*>(screen_));
}

int FullScreen::width() const {
  return ::getmaxx(stdscr);
}

int FullScreen::height() const {
  return ::getmaxy(stdscr);
}

void FullScreen::draw(const std::vector<ScreenLine>& lines) {
  ::werase(stdscr);
  const auto columns = static_cast<size_t>(width());
  for (size_t i = 0; i < lines.size() && i < static_cast<size_t>(height()); ++i) {
    std::string text = cut_to_width(lines[i].text, columns);
    if (lines[i].reversed) text.resize(text.size() + columns - shown_width(text), ' ');
    ::wattrset(stdscr, static_cast<int>(attributes_of(lines[i], colored_)));
    ::mvwaddstr(stdscr, static_cast<int>(i), 0, text.c_str());
  }
  ::wattrset(stdscr, A_NORMAL);
  ::wrefresh(stdscr);
}

KeyPress FullScreen::take_key() {
  const int code = ::wgetch(stdscr);
  switch (code) {
    case ERR: return {Key::none};
    case KEY_UP: return {Key::up};
    case KEY_DOWN: return {Key::down};
    case KEY_PPAGE: return {Key::page_up};
    case KEY_NPAGE: return {Key::page_down};
    case KEY_HOME: return {Key::home};
    case KEY_RESIZE: return {Key::resized};
    default: return {Key::other, code > 0 && code < 128 ? static_cast<char>(code) : '\0'};
  }
}

}  // namespace skep::cli
