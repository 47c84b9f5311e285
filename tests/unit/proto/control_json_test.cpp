// Lines of the control socket, as they are read.
#include "proto/control_json.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace skep::control {
namespace {

// What the line is read as, or the sentence that says why not.
std::string read(std::string_view line) {
  std::string problem;
  const auto value = parse_line(line, problem);
  return value ? value->dump() : problem;
}

}  // namespace

TEST_CASE("every kind of JSON value is read, and members keep their order") {
  for (const char* line :
       {"null", "true", "-7", "18446744073709551615", "0.5", "\"h\u00e9\"", "[]", "{}",
        R"({"b":[1,{"a":null,"":[[],{}]},"x"],"a":{"c":{}}})", R"([[1],[2,[3]],{"k":[4]}])"}) {
    CHECK(read(line) == line);
  }
  CHECK(read(" [ 1 , 2 ] ") == "[1,2]");
}

TEST_CASE("what is not JSON is refused with the place where it breaks") {
  for (const char* line : {"", "[1", "{\"a\"}", "[1] 2", "'a'", "\"\xFF\"", "{\"a\":1,}"}) {
    CHECK(read(line).starts_with("The line is not one JSON value in UTF-8: it breaks at byte "));
  }
  CHECK(read("[1e999]") == "The line holds a number that is out of range.");
}

TEST_CASE("an object with a key twice is refused, wherever it is") {
  CHECK(read(R"({"a":1,"b":2,"a":3})") == "The line holds an object with the key \"a\" twice.");
  CHECK(read(R"([{"x":{"k":[],"k":[]}}])") == "The line holds an object with the key \"k\" twice.");
  CHECK(read(R"({"a":{"a":1},"b":{"a":2}})") == R"({"a":{"a":1},"b":{"a":2}})");
}

TEST_CASE("a line of many keys is read in time that does not grow with the square of them") {
  std::string line = "{";
  for (int i = 0; i < 300'000; ++i) line += fmt::format("{}\"{}\":1", i == 0 ? "" : ",", i);
  CHECK(read(line + "}").starts_with(R"({"0":1,"1":1,)"));
}

}  // namespace skep::control
