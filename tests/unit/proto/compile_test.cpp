#include "proto/compile.h"

#include <doctest/doctest.h>

namespace skep {
namespace {

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

CompileResult some_complaint() {
  CompileResult result;
  result.status = CompileStatus::syntax_error;
  result.message = "Unexpected token `}`";
  result.line = 3;
  result.column = 7;
  result.frame = " 3 | a }\n   :   ^";
  return result;
}

TEST_CASE("a compile result survives the way through its frame") {
  CompileResult lowered;
  lowered.status = CompileStatus::lowered;
  lowered.code = std::string("var a = 1;\0\n", 12);
  lowered.line_table = "\x02\x02";
  lowered.compiled = std::string("\xbf\0", 2);
  lowered.functions = "12345678";
  const auto back = decode_compile_result(bytes_of(encode_compile_result(lowered)));
  REQUIRE(back.has_value());
  CHECK(back->status == CompileStatus::lowered);
  CHECK(back->code == lowered.code);
  CHECK(back->line_table == lowered.line_table);
  CHECK(back->compiled == lowered.compiled);
  CHECK(back->functions == lowered.functions);

  const auto complaint = decode_compile_result(bytes_of(encode_compile_result(some_complaint())));
  REQUIRE(complaint.has_value());
  CHECK(complaint->message == "Unexpected token `}`");
  CHECK(complaint->line == 3);
  CHECK(complaint->column == 7);
  CHECK(complaint->frame == some_complaint().frame);
}

TEST_CASE("a frame that is cut or too long is refused at every length") {
  const std::string frame = encode_compile_result(some_complaint());
  for (size_t length = 0; length < frame.size(); ++length) {
    CHECK(decode_compile_result(bytes_of(frame.substr(0, length))).has_error());
  }
  CHECK(decode_compile_result(bytes_of(frame + "x")).has_error());
}

TEST_CASE("a frame with an unknown status, wrong magic or huge lengths is refused") {
  std::string frame = encode_compile_result(some_complaint());
  frame[4] = 9;
  CHECK(decode_compile_result(bytes_of(frame)).has_error());
  frame = encode_compile_result(some_complaint());
  frame[0] = '?';
  CHECK(decode_compile_result(bytes_of(frame)).has_error());
  frame = encode_compile_result(some_complaint());
  for (size_t i = 16; i < 40; ++i) frame[i] = '\xff';
  CHECK(decode_compile_result(bytes_of(frame)).has_error());
}

TEST_CASE("a frame whose parts do not fit its status is refused") {
  CompileResult result = some_complaint();
  result.status = CompileStatus::unchanged;
  CHECK(decode_compile_result(bytes_of(encode_compile_result(result))).has_error());
  result = some_complaint();
  result.code = "x";
  CHECK(decode_compile_result(bytes_of(encode_compile_result(result))).has_error());
  result = some_complaint();
  result.compiled = "x";
  CHECK(decode_compile_result(bytes_of(encode_compile_result(result))).has_error());
  result = {};
  result.functions = "half of";
  CHECK(decode_compile_result(bytes_of(encode_compile_result(result))).has_error());
}

}  // namespace
}  // namespace skep
