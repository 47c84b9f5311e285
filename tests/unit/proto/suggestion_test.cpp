#include "proto/suggestion.h"

#include <doctest/doctest.h>

namespace skep {
namespace {

constexpr std::string_view commands[] = {"run", "version", "help", "terminate"};

TEST_CASE("a slip of the fingers is understood") {
  CHECK(closest("rnu", commands) == "run");
  CHECK(closest("runn", commands) == "run");
  CHECK(closest("vresion", commands) == "version");
  CHECK(closest("terminte", commands) == "terminate");
}

TEST_CASE("what was only begun is understood") {
  CHECK(closest("ve", commands) == "version");
  CHECK(closest("term", commands) == "terminate");
}

TEST_CASE("another word is not") {
  CHECK(closest("", commands).empty());
  CHECK(closest("x", commands).empty());
  CHECK(closest("banana", commands).empty());
  CHECK(closest(std::string(100'000, 'r'), commands).empty());
  CHECK(did_you_mean("banana", commands).empty());
  CHECK(did_you_mean("rnu", commands) == " Did you mean \"run\"?");
}

}  // namespace
}  // namespace skep
