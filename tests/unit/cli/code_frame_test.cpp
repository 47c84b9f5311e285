#include "cli/show/code_frame.h"

#include <doctest/doctest.h>

namespace skep::cli {
namespace {

TEST_CASE("the frame shows the lines around the mistake and a caret under it") {
  CHECK(code_frame("a\nb\nc }\nd\ne\n", 3, 3) ==
        "    1 | a\n"
        "    2 | b\n"
        "  > 3 | c }\n"
        "      |   ^\n"
        "    4 | d\n");
}

TEST_CASE("the caret stands under the character, whatever stands before it") {
  CHECK(code_frame("\tx }", 1, 4) == "  > 1 | \tx }\n      | \t  ^\n");
  CHECK(code_frame("\xc3\xbc }", 1, 3) == "  > 1 | \xc3\xbc }\n      |   ^\n");
  CHECK(code_frame("\xf0\x9f\x90\x9d}", 1, 3) == "  > 1 | \xf0\x9f\x90\x9d}\n      |  ^\n");
}

TEST_CASE("line numbers line up") {
  CHECK(code_frame("1\n2\n3\n4\n5\n6\n7\n8\n9\nx\n", 9, 0) ==
        "     7 | 7\n"
        "     8 | 8\n"
        "  >  9 | 9\n"
        "    10 | x\n");
}

TEST_CASE("a line that is not there has no frame") {
  CHECK(code_frame("a\n", 5, 1).empty());
  CHECK(code_frame("", 1, 1).empty());
  CHECK(code_frame("a", 0, 0).empty());
}

TEST_CASE("a frame is text for a terminal") {
  CHECK(code_frame("a\x1b[2Jb\r\n", 1, 0) == "  > 1 | a [2Jb\n");
  CHECK(code_frame(std::string(100'000, 'x'), 1, 90'000).size() < 300);
}

}  // namespace
}  // namespace skep::cli
