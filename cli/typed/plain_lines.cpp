// Lines that come from a pipe or a file, without editing.
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cli/standard_output.h"
#include "cli/typed/line_reader.h"

namespace skep::cli {
namespace {

class PlainLines final : public LineReader {
 public:
  explicit PlainLines(Meanwhile meanwhile) : meanwhile_(std::move(meanwhile)) {}

  Line read(std::string_view) override {
    while (true) {
      if (const size_t end = unread_.find('\n'); end != std::string::npos) {
        Line line = {LineEnd::line, unread_.substr(0, end)};
        unread_.erase(0, end + 1);
        return line;
      }
      if (ended_) {
        Line line = {unread_.empty() ? LineEnd::end : LineEnd::line, std::move(unread_)};
        unread_.clear();
        return line;
      }
      if (auto signal = wait()) return *signal;
    }
  }

  void remember(const std::string&) override {}

 private:
  std::optional<Line> wait() {
    pollfd polled[3] = {{STDIN_FILENO, POLLIN, 0},
                        {meanwhile_.descriptor, POLLIN, 0},
                        {meanwhile_.signals, POLLIN, 0}};
    if (::poll(polled, 3, -1) < 0) return std::nullopt;
    if (polled[2].revents != 0) {
      signalfd_siginfo signal;
      if (::read(meanwhile_.signals, &signal, sizeof signal) == sizeof signal) {
        return Line{LineEnd::asked_to_end, {}, static_cast<int>(signal.ssi_signo)};
      }
    }
    if (polled[1].revents != 0) print_out(meanwhile_.take());
    if (polled[0].revents != 0) {
      char piece[16 * 1024];
      const ssize_t count = ::read(STDIN_FILENO, piece, sizeof piece);
      if (count > 0) unread_.append(piece, static_cast<size_t>(count));
      if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) ended_ = true;
    }
    return std::nullopt;
  }

  Meanwhile meanwhile_;
  std::string unread_;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<LineReader> read_plain(Meanwhile meanwhile) {
  return std::make_unique<PlainLines>(std::move(meanwhile));
}

}  // namespace skep::cli
