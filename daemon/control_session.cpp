#include "daemon/control_session.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "base/log.h"
#include "daemon/control_dispatch.h"
#include "daemon/control_events.h"

namespace skep::control {

Session::Session(Socket socket, Target& target, Options options)
    : socket_(std::move(socket)), target_(target), options_(options), lines_(max_request_bytes) {}

void Session::start(std::function<void()> on_closed, std::function<void()> on_relieved) {
  on_closed_ = std::move(on_closed);
  on_relieved_ = std::move(on_relieved);
  read();
}

void Session::read() {
  if (reading_ || ending_ || closed_) return;
  reading_ = true;
  socket_.async_read_some(
      boost::asio::buffer(input_),
      [self = shared_from_this()](const boost::system::error_code& error, size_t count) {
        self->on_read(error, count);
      });
}

void Session::on_read(const boost::system::error_code& error, size_t count) {
  reading_ = false;
  if (closed_) return;
  if (error) {
    // The client may have closed only its sending side: it still gets the answers it asked for.
    close_when_sent();
    return;
  }
  if (ending_) return;
  lines_.append(std::string_view(input_.data(), count));
  answer_lines();
}

// Answers every whole line that is here, unless too many answers wait; on_written() comes back.
void Session::answer_lines() {
  while (pending_answers_ + writing_answers_ <= options_.queue_bytes) {
    const auto line = lines_.next();
    if (!line) {
      read();
      return;
    }
    const std::string answer =
        line->too_long ? answer_to_long_line() : answer_line(target_, *this, line->text);
    pending_answers_ += answer.size();
    queue(answer);
    if (ending_ || closed_) return;
  }
}

void Session::publish(const Event& event) {
  if (!subscribed_ || ending_ || closed_) return;
  if (!options_.lossless && queued() > options_.queue_bytes && may_be_dropped(event)) {
    ++lost_;
    return;
  }
  queue(event_line(event));
}

void Session::queue(std::string_view line) {
  if (line.empty() || closed_) return;
  pending_ += line;
  if (!options_.lossless && queued() > options_.most_queue_bytes) {
    log::warning("a control client left {} bytes unread and was cut off", queued());
    // Not from inside publish(): what on_closed() does may reach the supervisor.
    ending_ = true;
    boost::asio::post(socket_.get_executor(), [self = shared_from_this()] { self->close(); });
    return;
  }
  if (queued() > options_.queue_bytes) congested_ = true;
  if (writing_.empty()) write();
}

void Session::write() {
  writing_.swap(pending_);
  writing_answers_ = std::exchange(pending_answers_, 0);
  boost::asio::async_write(socket_, boost::asio::buffer(writing_),
                           [self = shared_from_this()](const boost::system::error_code& error,
                                                       size_t) { self->on_written(error); });
}

void Session::on_written(const boost::system::error_code& error) {
  if (closed_) return;
  if (error) {
    close();
    return;
  }
  writing_.clear();
  writing_answers_ = 0;
  if (lost_ > 0 && pending_.size() <= options_.queue_bytes / 2) tell_lost();
  const bool relieved = congested_ && queued() <= options_.queue_bytes / 2;
  if (relieved) congested_ = false;
  if (!pending_.empty()) {
    write();
  } else if (ending_) {
    close();
    return;
  }
  if (!ending_) answer_lines();
  if (relieved && on_relieved_) on_relieved_();
}

void Session::tell_lost() {
  pending_ += lost_line(lost_);
  lost_ = 0;
}

void Session::close_when_sent() {
  if (ending_ || closed_) return;
  ending_ = true;
  if (queued() == 0) {
    boost::asio::post(socket_.get_executor(), [self = shared_from_this()] { self->close(); });
  }
}

void Session::close() {
  if (closed_) return;
  closed_ = true;
  ending_ = true;
  congested_ = false;
  boost::system::error_code ignored;
  socket_.close(ignored);
  // Nobody may hear from a closed session again, and the callbacks may own what owns it.
  const auto relieved = std::exchange(on_relieved_, nullptr);
  const auto closed = std::exchange(on_closed_, nullptr);
  if (closed) closed();
}

}  // namespace skep::control
