// Long work on scripts (reading, hashing, copying, keeping them), a slice in each turn of the loop.
//
// Messages are routed between any two slices, however large a script is and however many there are.
// A few take turns, so that short scripts do not wait for a long one; the others wait and hold
// nothing (each that was begun may have a file open).
#pragma once

#include <deque>
#include <functional>

#include <boost/asio/io_context.hpp>

namespace skep {

class Slices {
 public:
  // About what a step may work on, in bytes: it takes less than a millisecond.
  static constexpr size_t bytes = 128 * 1024;

  static constexpr size_t most_begun = 16;

  // Does the next slice of its work. False: it is done, and is not called again.
  using Step = std::function<bool()>;

  // `io` must outlive it.
  explicit Slices(boost::asio::io_context& io) : io_(io) {}

  // Its first step is taken later, never from inside.
  void add(Step step);

  // What is added now is begun soon, and does not wait for others to be done.
  bool begins_soon() const { return begun_.size() < most_begun; }

 private:
  void post();
  void take_turn();

  boost::asio::io_context& io_;
  std::deque<Step> begun_;  // the front is next
  std::deque<Step> waiting_;
};

}  // namespace skep
