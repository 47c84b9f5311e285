#include "cli/top/top_view.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <fmt/format.h>

#include "cli/json_member.h"
#include "cli/show/state_paint.h"
#include "cli/top/full_screen.h"
#include "cli/top/top_text.h"
#include "cli/worker_list.h"
#include "proto/control.h"

namespace skep::cli {

namespace method = control::method;

void TopRound::ask() {
  if (running_) return;
  running_ = true;
  list_ = client_.send(method::list);
  stats_id_ = client_.send(method::stats);
}

bool TopRound::take(SortKey sort, bool reversed, size_t most_shown) {
  while (const auto event = client_.take_event()) {
    if (text_of(*event, "type") == control::event::exit) model_.take_exit(*event);
  }
  if (list_ != 0) {
    const auto answer = client_.take_answer(list_);
    if (!answer) return false;
    list_ = 0;
    if (const uint64_t last = take_part(client_.result_of(*answer), workers_)) {
      list_ = client_.send(method::list, {{"after", last}});
      return false;
    }
    model_.take_list(workers_, TopModel::Clock::now());
    workers_ = Json::array();
    const auto rows = model_.rows(sort, reversed);
    const size_t asked = rows.size() <= most_asked ? rows.size() : std::min(most_shown, most_asked);
    for (size_t i = 0; i < asked; ++i) {
      inspected_[client_.send(method::inspect, {{"worker", rows[i].worker}})] = rows[i].worker;
    }
  }
  if (stats_id_ != 0) {
    if (const auto answer = client_.take_answer(stats_id_)) {
      stats_ = client_.result_of(*answer);
      stats_id_ = 0;
    }
  }
  std::erase_if(inspected_, [this](const auto& question) {
    const auto answer = client_.take_answer(question.first);
    // One that ended meanwhile has no memory any more, which is no failure.
    if (answer && answer->contains("result")) {
      model_.take_memory(question.second, number_of((*answer)["result"], "memory_bytes"));
    }
    return answer.has_value();
  });
  const bool complete = running_ && stats_id_ == 0 && inspected_.empty();
  if (complete) running_ = false;
  return complete;
}

void TopRound::finish(SortKey sort, bool reversed, size_t most_shown) {
  ask();
  while (!take(sort, reversed, most_shown)) {
    pollfd polled = {client_.descriptor(), client_.wanted(), 0};
    if (::poll(&polled, 1, -1) > 0) client_.on_ready(polled.revents);
  }
}

namespace {

constexpr std::string_view keys_line =
    "sort: m memory  c CPU  i in  o out  u queue  a age  n name  w worker  r reverse   q quit";
constexpr int lines_around = 4;  // title, summary, heading, keys

class TopView {
 public:
  TopView(ControlClient& client, const TopOptions& options, int signals)
      : client_(client),
        options_(options),
        signals_(signals),
        screen_(options.colored),
        round_(client, model_) {}

  ExitStatus run() {
    client_.call(method::subscribe, {{"types", {control::event::exit}}});
    auto next = Clock::now();
    while (!status_) {
      const auto now = Clock::now();
      if (now >= next) {
        round_.ask();
        next = now + options_.interval;
      }
      wait(next);
      // Keys also tell of a new size, after a signal that curses takes for itself.
      while (!status_) {
        const KeyPress press = screen_.take_key();
        if (press.key == Key::none) break;
        on_key(press);
      }
      if (round_.take(options_.sort, options_.reversed, shown_rows())) draw();
    }
    return *status_;
  }

 private:
  using Clock = std::chrono::steady_clock;

  size_t shown_rows() const {
    return first_ + static_cast<size_t>(std::max(1, screen_.height() - lines_around));
  }

  void wait(Clock::time_point until) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd polled[3] = {{STDIN_FILENO, POLLIN, 0},
                        {signals_, POLLIN, 0},
                        {client_.descriptor(), client_.wanted(), 0}};
    if (::poll(polled, 3, static_cast<int>(std::max<int64_t>(0, left))) < 0) return;
    if (polled[1].revents != 0) {
      signalfd_siginfo signal;
      if (::read(signals_, &signal, sizeof signal) == sizeof signal) {
        status_ = static_cast<ExitStatus>(128 + static_cast<int>(signal.ssi_signo));
      }
    }
    // A terminal that is gone says so once more; there is nobody to draw for.
    if ((polled[0].revents & (POLLHUP | POLLERR)) != 0) status_ = ExitStatus::hung_up;
    if (polled[2].revents != 0) client_.on_ready(polled[2].revents);
  }

  void on_key(const KeyPress& press) {
    const auto page = static_cast<size_t>(std::max(1, screen_.height() - lines_around));
    switch (press.key) {
      case Key::up: first_ -= std::min<size_t>(first_, 1); break;
      case Key::down: ++first_; break;
      case Key::page_up: first_ -= std::min(first_, page); break;
      case Key::page_down: first_ += page; break;
      case Key::home: first_ = 0; break;
      case Key::other: on_character(press.character); break;
      case Key::resized:
      case Key::none: break;
    }
    if (!status_) draw();
  }

  void on_character(char character) {
    switch (character) {
      case 'q': status_ = ExitStatus::done; break;
      case 'm': options_.sort = SortKey::memory; break;
      case 'c': options_.sort = SortKey::cpu; break;
      case 'i': options_.sort = SortKey::in; break;
      case 'o': options_.sort = SortKey::out; break;
      case 'u': options_.sort = SortKey::queue; break;
      case 'a': options_.sort = SortKey::age; break;
      case 'n': options_.sort = SortKey::name; break;
      case 'w': options_.sort = SortKey::worker; break;
      case 'r': options_.reversed = !options_.reversed; break;
      default: break;
    }
  }

  void draw() {
    const auto rows = model_.rows(options_.sort, options_.reversed);
    const auto room = static_cast<size_t>(std::max(0, screen_.height() - lines_around));
    if (first_ + room > rows.size()) first_ = rows.size() - std::min(rows.size(), room);
    std::vector<ScreenLine> lines;
    lines.push_back({top_title(client_.name(), round_.stats()), Paint::bold});
    std::string summary = top_summary(model_.totals());
    if (!model_.last_ends().empty()) summary += "   last: " + model_.last_ends().front();
    lines.push_back({printable(summary)});
    const std::string text = top_table(rows).text(Colors("never", STDOUT_FILENO));
    size_t start = text.find('\n') + 1;
    lines.push_back({text.substr(0, start - 1), Paint::plain, true});
    for (size_t i = 0; i < rows.size(); ++i) {
      const size_t end = text.find('\n', start);
      if (i >= first_ && i < first_ + room) {
        lines.push_back({text.substr(start, end - start), paint_of_state(rows[i].state)});
      }
      start = end + 1;
    }
    while (lines.size() + 1 < static_cast<size_t>(screen_.height())) lines.push_back({{}});
    lines.push_back({std::string(keys_line), Paint::dim});
    screen_.draw(lines);
  }

  ControlClient& client_;
  TopOptions options_;
  int signals_;
  FullScreen screen_;
  TopModel model_;
  TopRound round_;
  size_t first_ = 0;  // the first row that is shown
  std::optional<ExitStatus> status_;
};

}  // namespace

ExitStatus show_top(ControlClient& client, const TopOptions& options, int signals) {
  return TopView(client, options, signals).run();
}

}  // namespace skep::cli
