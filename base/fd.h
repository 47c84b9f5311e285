// An owned file descriptor: closed exactly once, by its last owner.
#pragma once

#include <unistd.h>
#include <utility>

#include "base/result.h"

namespace skep {

class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) reset(std::exchange(other.number_, -1));
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() { reset(); }

  // The number, still owned here; -1 when empty.
  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

  // Gives the number away; the caller owns it now.
  [[nodiscard]] int release() { return std::exchange(number_, -1); }

  // close(2) is not retried on EINTR: on Linux the number is gone either way.
  void reset(int number = -1) {
    if (number_ >= 0) ::close(number_);
    number_ = number;
  }

  // A second owner of the same open file, close-on-exec.
  Result<Fd> duplicate() const;

 private:
  int number_ = -1;
};

// Wraps what a system call returned: an Fd, or its errno.
inline Result<Fd> adopt_fd(int number) {
  if (number < 0) return last_error();
  return Fd(number);
}

}  // namespace skep
