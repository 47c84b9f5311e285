#include "proto/control_lines.h"

#include <doctest/doctest.h>

namespace skep::control {
namespace {

// Every line, and "LONG" for one that was too long.
std::string lines_of(LineCutter& cutter) {
  std::string out;
  while (const auto line = cutter.next()) {
    out += '[';
    out += line->too_long ? "LONG" : line->text;
    out += ']';
  }
  return out;
}

TEST_CASE("lines come out whole however they arrive") {
  const std::string_view stream = "one\n\ntwo\nthree\n";
  for (size_t piece = 1; piece <= stream.size(); ++piece) {
    LineCutter cutter(10);
    std::string out;
    for (size_t at = 0; at < stream.size(); at += piece) {
      cutter.append(stream.substr(at, piece));
      out += lines_of(cutter);
    }
    CHECK(out == "[one][][two][three]");
  }
}

TEST_CASE("a line of exactly the bound passes, one byte more does not") {
  for (const size_t piece : {size_t{1}, size_t{3}, size_t{100}}) {
    const std::string_view stream = "12345\n123456\nab\n1234567890\ncd\n";
    LineCutter cutter(5);
    std::string out;
    for (size_t at = 0; at < stream.size(); at += piece) {
      cutter.append(stream.substr(at, piece));
      out += lines_of(cutter);
    }
    CHECK(out == "[12345][LONG][ab][LONG][cd]");
  }
}

TEST_CASE("a line that never ends is reported once") {
  LineCutter cutter(4);
  std::string out;
  for (int i = 0; i < 1000; ++i) {
    cutter.append("xxxx");
    out += lines_of(cutter);
  }
  CHECK(out == "[LONG]");
  cutter.append("\nok\n");
  CHECK(lines_of(cutter) == "[ok]");
}

TEST_CASE("lines taken one at a time stay in order while more arrives") {
  LineCutter cutter(10);
  cutter.append("a\nb\nc");
  CHECK(cutter.next()->text == "a");
  cutter.append("d\ne\n");
  CHECK(lines_of(cutter) == "[b][cd][e]");
}

}  // namespace
}  // namespace skep::control
