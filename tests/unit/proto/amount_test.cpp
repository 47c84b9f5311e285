#include "proto/amount.h"

#include <doctest/doctest.h>

namespace skep {
namespace {

using control::Unit;

TEST_CASE("amounts are read in the unit of what they measure") {
  CHECK(parse_amount("64MiB", Unit::bytes) == 64u << 20);
  CHECK(parse_amount("512K", Unit::bytes_per_second) == 512u << 10);
  CHECK(parse_amount("10s", Unit::milliseconds) == 10'000);
  CHECK(parse_amount("0.5m", Unit::milliseconds) == 30'000);
  CHECK(parse_amount("16", Unit::count) == 16);
  CHECK(parse_amount("0", Unit::milliseconds) == 0);
}

TEST_CASE("an amount of another unit, or none at all, is refused") {
  for (const auto* text : {"", "s", "10", "10MiB", "-1s", "1 s", " 1s", "1e3s", "nan", "infh"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_amount(text, Unit::milliseconds));
  }
  for (const auto* text : {"10s", "1.5", "0x10", "99999999999999999999G"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_amount(text, Unit::bytes));
  }
  CHECK_FALSE(parse_amount("1.5", Unit::count));
}

TEST_CASE("amounts are shown in the largest unit that says them exactly") {
  CHECK(show_amount(Unit::bytes, 64u << 20) == "64 MiB");
  CHECK(show_amount(Unit::bytes, 1000) == "1000 bytes");
  CHECK(show_amount(Unit::bytes_per_second, 8u << 20) == "8 MiB/s");
  CHECK(show_amount(Unit::milliseconds, 2000) == "2 s");
  CHECK(show_amount(Unit::milliseconds, 1500) == "1500 ms");
  CHECK(show_amount(Unit::count, 1024) == "1024");
}

}  // namespace
}  // namespace skep
