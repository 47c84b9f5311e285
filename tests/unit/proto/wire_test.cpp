#include "proto/wire.h"

#include <doctest/doctest.h>

namespace skep {
namespace {

TEST_CASE("what is written is read back, and then nothing is left") {
  WireWriter out;
  out.put(uint8_t{200});
  out.put(uint16_t{60'000});
  out.put(uint32_t{4'000'000'000});
  out.put(uint64_t{1} << 63);
  out.put(std::string_view("text\0with a zero", 16));
  out.put(std::string_view());
  const std::string bytes = out.take();

  WireReader in(as_bytes(bytes));
  uint8_t small;
  uint16_t medium;
  uint32_t large;
  uint64_t huge;
  std::string_view text;
  std::string_view empty = "not empty";
  REQUIRE(in.get(small));
  REQUIRE(in.get(medium));
  REQUIRE(in.get(large));
  REQUIRE(in.get(huge));
  REQUIRE(in.get(text, 100));
  CHECK_FALSE(in.at_end());
  REQUIRE(in.get(empty, 0));
  CHECK(small == 200);
  CHECK(medium == 60'000);
  CHECK(large == 4'000'000'000);
  CHECK(huge == uint64_t{1} << 63);
  CHECK(text == std::string_view("text\0with a zero", 16));
  CHECK(empty.empty());
  CHECK(in.at_end());
}

TEST_CASE("numbers are little-endian on the wire") {
  WireWriter out;
  out.put(uint32_t{0x01020304});
  CHECK(out.take() == "\x04\x03\x02\x01");
}

TEST_CASE("a number that is cut short is not read, and what is left stays") {
  WireReader in(as_bytes("\x01\x02\x03"));
  uint32_t number;
  CHECK_FALSE(in.get(number));
  CHECK(in.left() == 3);
  uint16_t shorter;
  CHECK(in.get(shorter));
}

TEST_CASE("a text longer than allowed, or than what is left, is refused") {
  WireWriter out;
  out.put(std::string_view("twelve bytes"));
  const std::string bytes = out.take();
  std::string_view text;
  CHECK(WireReader(as_bytes(bytes)).get(text, 12));
  CHECK_FALSE(WireReader(as_bytes(bytes)).get(text, 11));
  CHECK_FALSE(WireReader(as_bytes(bytes).first(15)).get(text, 12));
}

TEST_CASE("a length near the top of its range does not wrap") {
  const std::string bytes(
      "\xff\xff\xff\xff"
      "abc",
      7);
  std::string_view text;
  CHECK_FALSE(WireReader(as_bytes(bytes)).get(text, SIZE_MAX));
}

TEST_CASE("a text is a view into the payload, not a copy") {
  WireWriter out;
  out.put(std::string_view("here"));
  const std::string bytes = out.take();
  std::string_view text;
  REQUIRE(WireReader(as_bytes(bytes)).get(text, 4));
  CHECK(text.data() == bytes.data() + 4);
}

}  // namespace
}  // namespace skep
