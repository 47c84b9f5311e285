#include "daemon/scripts/slices.h"

#include <boost/asio/post.hpp>

namespace skep {

void Slices::add(Step step) {
  if (begun_.size() >= most_begun) {
    waiting_.push_back(std::move(step));
    return;
  }
  begun_.push_back(std::move(step));
  if (begun_.size() == 1) post();
}

void Slices::post() {
  boost::asio::post(io_, [this] { take_turn(); });
}

void Slices::take_turn() {
  // Its place is kept while it runs: whoever adds something then posts nothing.
  Step step = std::move(begun_.front());
  const bool more = step();
  begun_.pop_front();
  if (more) {
    begun_.push_back(std::move(step));
  } else if (!waiting_.empty()) {
    begun_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  if (!begun_.empty()) post();
}

}  // namespace skep
