// Lines that are typed in a terminal: editing, history, and output that comes meanwhile.
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cwchar>
#include <deque>
#include <exception>
#include <fcntl.h>
#include <histedit.h>
#include <langinfo.h>
#include <poll.h>
#include <stdexcept>
#include <sys/signalfd.h>
#include <unistd.h>
#include <utility>

#include "cli/standard_output.h"
#include "cli/typed/line_reader.h"

namespace skep::cli {
namespace {

constexpr int most_remembered = 1000;

// Without a locale that knows UTF-8 the library would take every other byte for itself.
void choose_locale() {
  std::setlocale(LC_CTYPE, "");
  if (std::string_view(::nl_langinfo(CODESET)) != "UTF-8") std::setlocale(LC_CTYPE, "C.UTF-8");
}

class TerminalLines final : public LineReader {
 public:
  TerminalLines(Meanwhile meanwhile, std::string history)
      : meanwhile_(std::move(meanwhile)), history_file_(std::move(history)) {
    choose_locale();
    edit_ = ::el_init("skep", stdin, stdout, stderr);
    history_ = ::history_init();
    if (edit_ == nullptr || history_ == nullptr) throw std::runtime_error("no line editor");
    HistEvent event;
    ::history(history_, &event, H_SETSIZE, most_remembered);
    ::history(history_, &event, H_SETUNIQUE, 1);
    if (!history_file_.empty()) ::history(history_, &event, H_LOAD, history_file_.c_str());
    ::el_set(edit_, EL_CLIENTDATA, this);
    ::el_set(edit_, EL_EDITOR, "emacs");
    ::el_set(edit_, EL_PROMPT, give_prompt);
    ::el_set(edit_, EL_HIST, ::history, history_);
    ::el_set(edit_, EL_GETCFN, give_character);
    ::el_set(edit_, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  }

  ~TerminalLines() override {
    save_history();
    ::history_end(history_);
    ::el_end(edit_);
  }
  TerminalLines(const TerminalLines&) = delete;
  TerminalLines& operator=(const TerminalLines&) = delete;

  Line read(std::string_view prompt) override {
    prompt_ = prompt;
    interrupted_ = false;
    int count = 0;
    const char* text = ::el_gets(edit_, &count);
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    if (signal_ != 0) return {LineEnd::asked_to_end, {}, signal_};
    if (interrupted_) return {LineEnd::interrupted, {}};
    if (text == nullptr || count <= 0) {
      print_out("\n");
      return {LineEnd::end, {}};
    }
    std::string line(text, static_cast<size_t>(count));
    if (line.ends_with('\n')) line.pop_back();
    return {LineEnd::line, std::move(line)};
  }

  void remember(const std::string& line) override {
    HistEvent event;
    ::history(history_, &event, H_ENTER, line.c_str());
  }

 private:
  static TerminalLines& self(EditLine* edit) {
    void* place = nullptr;
    ::el_get(edit, EL_CLIENTDATA, &place);
    return *static_cast<TerminalLines*>(place);
  }

  static char* give_prompt(EditLine* edit) { return self(edit).prompt_.data(); }

  // The library is C: an exception must not pass through it.
  static int give_character(EditLine* edit, wchar_t* character) {
    TerminalLines& lines = self(edit);
    try {
      return lines.next_character(*character);
    } catch (...) {
      lines.failure_ = std::current_exception();
      return 0;
    }
  }

  // 1 and a character, or 0 for the end.
  int next_character(wchar_t& character) {
    while (pending_.empty()) {
      pollfd polled[3] = {{STDIN_FILENO, POLLIN, 0},
                          {meanwhile_.descriptor, POLLIN, 0},
                          {meanwhile_.signals, POLLIN, 0}};
      if (::poll(polled, 3, -1) < 0) continue;
      if (polled[2].revents != 0 && !take_signal()) return 0;
      if (polled[1].revents != 0) show(meanwhile_.take());
      if (polled[0].revents != 0 && pending_.empty() && !take_byte()) return 0;
    }
    character = pending_.front();
    pending_.pop_front();
    return 1;
  }

  // False when it asks us to end.
  bool take_signal() {
    signalfd_siginfo signal;
    if (::read(meanwhile_.signals, &signal, sizeof signal) != sizeof signal) return true;
    if (signal.ssi_signo != SIGINT) {
      signal_ = static_cast<int>(signal.ssi_signo);
      return false;
    }
    // What was typed is dropped by the library itself: its key for that, then the end of the line.
    interrupted_ = true;
    constexpr wchar_t kill_line = L'\x15';
    pending_.push_back(kill_line);
    pending_.push_back(L'\n');
    return true;
  }

  bool take_byte() {
    char byte;
    const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return true;
    if (count <= 0) return false;
    wchar_t character;
    const size_t used = std::mbrtowc(&character, &byte, 1, &conversion_);
    if (used == static_cast<size_t>(-2)) return true;
    if (used == static_cast<size_t>(-1)) {
      conversion_ = {};
      return true;
    }
    pending_.push_back(character);
    return true;
  }

  // Above the line that is being typed, which is drawn again below it.
  void show(const std::string& text) {
    if (text.empty()) return;
    print_out("\r\x1b[K" + text);
    ::el_set(edit_, EL_REFRESH);
  }

  // Only the user may read what the user typed.
  void save_history() {
    if (history_file_.empty()) return;
    const int descriptor = ::open(history_file_.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (descriptor < 0) return;
    ::close(descriptor);
    HistEvent event;
    ::history(history_, &event, H_SAVE, history_file_.c_str());
  }

  Meanwhile meanwhile_;
  std::string history_file_;
  EditLine* edit_ = nullptr;
  History* history_ = nullptr;
  std::string prompt_;
  std::deque<wchar_t> pending_;
  std::mbstate_t conversion_ = {};
  bool interrupted_ = false;
  int signal_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

std::unique_ptr<LineReader> read_terminal(Meanwhile meanwhile, std::string history) {
  return std::make_unique<TerminalLines>(std::move(meanwhile), std::move(history));
}

}  // namespace skep::cli
