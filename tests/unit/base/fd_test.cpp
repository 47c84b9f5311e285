#include "base/fd.h"

#include <fcntl.h>

#include <doctest/doctest.h>

namespace skep {
namespace {

bool is_open(int number) {
  return ::fcntl(number, F_GETFD) >= 0;
}

Fd some_fd() {
  return Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

TEST_CASE("a descriptor is closed when its owner goes") {
  int number;
  {
    const Fd fd = some_fd();
    number = fd.get();
    CHECK(is_open(number));
  }
  CHECK_FALSE(is_open(number));
}

TEST_CASE("moving hands the descriptor on and leaves nothing behind") {
  Fd first = some_fd();
  const int number = first.get();
  Fd second = std::move(first);
  CHECK(first.get() == -1);
  CHECK_FALSE(static_cast<bool>(first));
  CHECK(second.get() == number);

  Fd third = some_fd();
  const int replaced = third.get();
  third = std::move(second);
  CHECK_FALSE(is_open(replaced));
  CHECK(third.get() == number);
  CHECK(is_open(number));
}

TEST_CASE("a descriptor moved onto itself stays open") {
  Fd fd = some_fd();
  const int number = fd.get();
  Fd& same = fd;
  fd = std::move(same);
  CHECK(fd.get() == number);
  CHECK(is_open(number));
}

TEST_CASE("a released descriptor belongs to the caller") {
  int number;
  {
    Fd fd = some_fd();
    number = fd.release();
    CHECK(fd.get() == -1);
  }
  CHECK(is_open(number));
  ::close(number);
}

TEST_CASE("a duplicate outlives the original and does not cross exec") {
  Fd original = some_fd();
  Result<Fd> copy = original.duplicate();
  REQUIRE(copy.has_value());
  original.reset();
  CHECK(is_open(copy->get()));
  CHECK((::fcntl(copy->get(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("duplicating nothing is an error and no abort") {
  CHECK(Fd().duplicate().error() == errno_error(EBADF));
}

TEST_CASE("what a failed system call returned becomes its errno") {
  const Result<Fd> missing = adopt_fd(::open("/no/such/file", O_RDONLY | O_CLOEXEC));
  REQUIRE(missing.has_error());
  CHECK(missing.error() == errno_error(ENOENT));
}

}  // namespace
}  // namespace skep
