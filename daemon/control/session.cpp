#include "daemon/control/session.h"

#include <poll.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "base/log.h"
#include "daemon/control/dispatch.h"
#include "daemon/control/events.h"

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
    on_input_over();
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
    answer(line->too_long ? answer_to_long_line(target_) : answer_line(target_, *this, line->text));
    if (ending_ || closed_) return;
  }
}

void Session::answer(std::string_view line) {
  pending_answers_ += line.size();
  queue(line);
}

bool Session::wants_messages(WorkerId root) const {
  static const EventTypes messages =
      1u << *event_type(event::message) | 1u << *event_type(event::message_refused);
  return !ending_ && !closed_ && streams_.want(messages, root);
}

bool Session::droppable(const Event& event) const {
  if (options_.lossless || !may_be_dropped(event)) return false;
  return !(std::holds_alternative<MessageEvent>(event) && owned_.contains(worker_of(event)));
}

void Session::publish(const Event& event) {
  if (ending_ || closed_) return;
  const bool may_drop = droppable(event);
  // Asked for each stream: one client may have many that want the same large message.
  const auto delivery = [&] {
    const bool drop = cut_off_ || (may_drop && queued() > options_.queue_bytes);
    return drop ? Streams::Delivery::none : Streams::Delivery::lines;
  };
  streams_.publish(event, delivery, [this](std::string_view line) {
    if (!line.empty()) return queue(line);
    ++lost_;
    ++events_lost_;
  });
  if (const auto* exit = std::get_if<ExitEvent>(&event)) owned_.erase(exit->worker);
}

LaterAnswer Session::answer_later(const Json& id) {
  // Lives as long as somebody may still give the answer.
  struct Promise {
    explicit Promise(std::weak_ptr<Session> of) : session(std::move(of)) {}
    Promise(const Promise&) = delete;
    Promise& operator=(const Promise&) = delete;
    ~Promise() {
      if (const auto self = session.lock()) {
        --self->later_answers_;
        self->close_if_answered();
      }
    }
    std::weak_ptr<Session> session;
  };
  const auto self = std::static_pointer_cast<Session>(shared_from_this());
  ++later_answers_;
  return [promise = std::make_shared<Promise>(self), id](const Answer& answer) {
    const auto session = promise->session.lock();
    if (session == nullptr || session->closed_ || id.is_null()) return;
    session->answer(to_line(answer_json(id, answer)));
  };
}

void Session::on_input_over() {
  if (ending_ || closed_) return;
  // It may have closed only its sending side. Who has gone waits for nothing.
  if (later_answers_ == 0 || hung_up()) return close_when_sent();
  ending_ = true;
  awaiting_ = true;
  watch_for_hang_up();
}

bool Session::hung_up() {
  pollfd state = {socket_.native_handle(), 0, 0};
  return ::poll(&state, 1, 0) < 0 || (state.revents & (POLLHUP | POLLERR)) != 0;
}

void Session::watch_for_hang_up() {
  socket_.async_wait(Socket::wait_error,
                     [self = shared_from_this()](const boost::system::error_code& error) {
                       if (error || self->closed_) return;
                       if (self->hung_up()) return self->close();
                       self->watch_for_hang_up();
                     });
}

void Session::close_if_answered() {
  if (!awaiting_ || later_answers_ > 0) return;
  awaiting_ = false;
  if (queued() > 0) return;  // on_written() closes it
  boost::asio::post(socket_.get_executor(), [self = shared_from_this()] { self->close(); });
}

void Session::request(const std::string& id, std::string_view method, Json params,
                      std::function<void(Reply)> replied) {
  requests_.emplace(id, std::move(replied));
  queue(
      to_line({{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}}));
}

void Session::take_reply(const std::string& id, Reply reply) {
  const auto found = requests_.find(id);
  if (found == requests_.end()) return;
  const auto replied = std::move(found->second);
  requests_.erase(found);
  replied(std::move(reply));
}

void Session::notify(std::string_view method, Json params) {
  queue(to_line({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}}));
}

void Session::queue(std::string_view line) {
  if (line.empty() || closed_ || cut_off_) return;
  pending_ += line;
  if (!options_.lossless && queued() > options_.most_queue_bytes) {
    log::warning("a control client left {} bytes unread and was cut off", queued());
    // Not from inside publish(): what on_closed() does may reach the supervisor.
    ending_ = true;
    cut_off_ = true;
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
  } else if (ending_ && !awaiting_) {
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
  if ((ending_ && !awaiting_) || closed_) return;
  ending_ = true;
  awaiting_ = false;
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
