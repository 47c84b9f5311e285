#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "daemon/control/schema.h"

namespace skep::control {
namespace {

constexpr std::string_view colours[] = {"red", "blue"};
constexpr Field inner[] = {{.name = "n",
                            .kind = Kind::integer,
                            .presence = Presence::required,
                            .meaning = "",
                            .least = 5,
                            .most = 9,
                            .zero_too = true}};
constexpr Field outer[] = {
    {.name = "text",
     .kind = Kind::string,
     .presence = Presence::required,
     .meaning = "",
     .most_bytes = 3},
    {"flag", Kind::boolean, Presence::optional, ""},
    {.name = "colour",
     .kind = Kind::string,
     .presence = Presence::optional,
     .meaning = "",
     .one_of = colours},
    {.name = "part",
     .kind = Kind::object,
     .presence = Presence::optional,
     .meaning = "",
     .members = inner},
    {.name = "parts",
     .kind = Kind::objects,
     .presence = Presence::optional,
     .meaning = "",
     .members = inner},
    {"words", Kind::strings, Presence::optional, ""},
};

std::string complaint(const char* json) {
  const auto mismatch = check(Json::parse(json), outer);
  return mismatch ? mismatch->sentence : "fits";
}

TEST_CASE("what fits the table passes") {
  CHECK(complaint(R"({"text":"abc"})") == "fits");
  CHECK(complaint(R"({"text":"","flag":false,"colour":"red","part":{"n":0},
                      "parts":[{"n":5},{"n":9}],"words":["a",""]})") == "fits");
}

TEST_CASE("the first mistake is named with its path and what is wanted there") {
  CHECK(complaint("[]") == "\"params\" must be an object.");
  CHECK(complaint("{}") == "\"text\" is missing; it must be a string of at most 3 bytes.");
  CHECK(complaint(R"({"text":"abcd"})") == "\"text\" must be a string of at most 3 bytes.");
  CHECK(complaint(R"({"text":"a","flag":1})") == "\"flag\" must be true or false.");
  CHECK(complaint(R"({"text":"a","colour":"green"})") == "\"colour\" must be one of red, blue.");
  CHECK(complaint(R"({"text":"a","part":{"n":4}})") ==
        "\"part.n\" must be 0 or an integer from 5 to 9.");
  CHECK(complaint(R"({"text":"a","parts":[{"n":5},{}]})") ==
        "\"parts[1].n\" is missing; it must be 0 or an integer from 5 to 9.");
  CHECK(complaint(R"({"text":"a","part":{"n":5,"m":1}})") ==
        "\"part.m\" is not known here; there may be only n.");
  CHECK(complaint(R"({"text":"a","words":["a",1]})").starts_with("\"words\" must be a list"));
}

TEST_CASE("an integer is a whole number that every reader keeps exactly") {
  for (const char* number : {"-1", "5.0", "1e1", "\"5\"", "null", "18446744073709551616", "true"}) {
    CAPTURE(number);
    CHECK(check(Json{{"n", Json::parse(number)}}, inner));
  }
  CHECK(!check(Json::parse(R"({"n":7})"), inner));
}

}  // namespace
}  // namespace skep::control
