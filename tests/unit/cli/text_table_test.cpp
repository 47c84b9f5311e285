#include "cli/show/text_table.h"

#include <doctest/doctest.h>

#include "cli/show/shown_amount.h"

namespace skep::cli {
namespace {

const Colors plain("never", 1);

TEST_CASE("columns line up, and no line ends with blanks") {
  TextTable table({{"ID", Align::right}, {"NAME"}, {"X"}});
  table.add({{"7"}, {"a"}, {""}});
  table.add({{"12"}, {"longer"}, {"y"}});
  CHECK(table.text(plain) == "ID  NAME    X\n 7  a\n12  longer  y\n");
}

TEST_CASE("colour does not count as width") {
  TextTable table({{"A"}, {"B"}});
  table.add({{"x", Paint::red}, {"y"}});
  CHECK(table.text(Colors("always", 1)) ==
        "\x1b[1mA\x1b[0m  \x1b[1mB\x1b[0m\n\x1b[31mx\x1b[0m  y\n");
}

TEST_CASE("text of a worker cannot move the cursor") {
  CHECK(printable("a\x1b[2Jb\nc\x7f") == "a?[2Jb?c?");
  CHECK(printable("\xc2\x9b") == "?");
  CHECK(printable("ä€😀") == "ä€😀");
  CHECK(printable("\xff\xc3") == "??");
}

TEST_CASE("cutting counts characters, not bytes") {
  CHECK(cut_to_width("äöü", 3) == "äöü");
  CHECK(cut_to_width("äöüß", 3) == "äö…");
  CHECK(cut_to_width("abc", 0).empty());
  CHECK(shown_width("ä€😀") == 3);
}

TEST_CASE("sizes and times are short") {
  CHECK(show_bytes(0) == "0B");
  CHECK(show_bytes(1023) == "1023B");
  CHECK(show_bytes(1024) == "1.0K");
  CHECK(show_bytes(64u << 20) == "64M");
  CHECK(show_bytes((1ull << 30) - 1) == "1.0G");
  CHECK(show_bytes(UINT64_MAX) == "16E");
  CHECK(show_duration(999) == "999ms");
  CHECK(show_duration(4250) == "4.2s");
  CHECK(show_duration(200'000) == "3m20s");
  CHECK(show_duration(5ull * 3600'000 + 7 * 60'000) == "5h07m");
  CHECK(show_duration(75ull * 3600'000) == "3d3h");
}

}  // namespace
}  // namespace skep::cli
