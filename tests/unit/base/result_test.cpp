#include "base/result.h"

#include <memory>

#include <doctest/doctest.h>

namespace skep {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return bad_message();
  return number / 2;
}

Result<int> quarter(int number) {
  TRY(const int once, half(number));
  TRY(const int twice, half(once));
  return twice;
}

Result<> must_be_even(int number) {
  TRY_VOID(half(number));
  return {};
}

Result<std::unique_ptr<int>> boxed(int number) {
  return std::make_unique<int>(number);
}

Result<int> unboxed(int number) {
  TRY(const std::unique_ptr<int> box, boxed(number));
  return *box;
}

TEST_CASE("TRY gives the value, or returns the first error") {
  CHECK(quarter(8).value() == 2);
  CHECK(quarter(6).error() == bad_message());
  CHECK(quarter(7).error() == bad_message());
}

TEST_CASE("TRY moves values that cannot be copied") {
  CHECK(unboxed(7).value() == 7);
}

TEST_CASE("TRY_VOID passes on an error and nothing else") {
  CHECK(must_be_even(2).has_value());
  CHECK(must_be_even(3).error() == bad_message());
}

TEST_CASE("an error reads as the system's own words") {
  CHECK(errno_error(ENOENT).message() == "No such file or directory");
}

}  // namespace
}  // namespace skep
