#include <doctest/doctest.h>

#include "proto/worker_messages.h"

namespace skep {
namespace {

TEST_CASE("a text that fits is not cut") {
  CHECK(cut_text("abc", 3) == "abc");
  CHECK(cut_text("", 0) == "");
}

TEST_CASE("a cut never splits a character") {
  // One, two, three and four bytes long.
  const std::string_view text = "aé€😀";
  CHECK(cut_text(text, 10) == "aé€😀");
  for (size_t most = 6; most < 10; ++most) CHECK(cut_text(text, most) == "aé€");
  for (size_t most = 3; most < 6; ++most) CHECK(cut_text(text, most) == "aé");
  for (size_t most = 1; most < 3; ++most) CHECK(cut_text(text, most) == "a");
  CHECK(cut_text(text, 0) == "");
}

TEST_CASE("bytes that are no UTF-8 are cut somewhere, within the text and the bound") {
  const std::string stray(100, '\x80');
  CHECK(cut_text(stray, 50).size() <= 50);
  const std::string leads(100, '\xF0');
  CHECK(cut_text(leads, 50).size() <= 50);
}

}  // namespace
}  // namespace skep
