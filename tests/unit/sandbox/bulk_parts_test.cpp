// Bulk parts of structured clones: written as references to the engine's memory, read from one
// piece of memory or from blocks that the engine takes.
#include <string_view>

#include <doctest/doctest.h>

#include "proto/wire.h"
#include "sandbox/arriving.h"
#include "sandbox/protect.h"
#include "sandbox/structured_clone.h"
#include "test_heap.h"

using skep::Arriving;
using skep::as_bytes;
using skep::DownType;
using skep::StructuredDeserializer;
using skep::test::deserialize;
using skep::test::run;
using skep::test::serialized;
using skep::test::test_arena;
using skep::test::test_heap;
using namespace std::string_literals;

namespace {

constexpr const char* two_parts = "['x'.repeat(5000), new Uint8Array(6000).fill(7)]";

// As a worker receives it, in records of so many bytes. Into the global `it`.
bool arrive(const std::string& bytes, size_t record, DownType type = DownType::message) {
  duk_context* ctx = test_heap();
  const auto all = as_bytes(std::string_view(bytes));
  Arriving arriving(test_arena(), type, all.first(std::min(record, all.size())));
  for (size_t at = record; at < all.size(); at += record) {
    arriving.append(all.subspan(at, std::min(record, all.size() - at)));
  }
  StructuredDeserializer deserializer(as_bytes(std::string_view(arriving.bytes)), arriving.bulk);
  auto body = [&](duk_context* inner) -> duk_ret_t { return deserializer.run(inner); };
  const bool done = skep::protect(ctx, 0, body);
  if (done) {
    duk_put_global_string(ctx, "it");
  } else {
    duk_pop(ctx);
  }
  return done;
}

}  // namespace

TEST_CASE("what is large stands behind everything else, and comes back as it was") {
  const std::string bytes = serialized(two_parts);
  REQUIRE(bytes.starts_with("\x02\x02"));
  CHECK(bytes.ends_with(std::string(6000, '\x07')));
  constexpr const char* shown =
      "[it[0] === 'x'.repeat(5000), it[0].length, it[1].length, it[1][5999]].join()";
  CHECK(deserialize(bytes));
  CHECK(run(shown) == "true,5000,6000,7");
  for (const size_t record : {100, 5000, 5100, 20000}) {
    CAPTURE(record);
    CHECK(arrive(bytes, record));
    CHECK(run(shown) == "true,5000,6000,7");
  }
}

TEST_CASE(
    "a string that arrives is the one that is there already, and has its characters counted") {
  run("var mine = 'a\\u00e9\\u6f22\\ud83d'.repeat(3000);");
  const std::string bytes = serialized("mine");
  REQUIRE(bytes.starts_with("\x02\x01"));
  const size_t before = test_arena().in_use();
  CHECK(arrive(bytes, 8000));
  CHECK(run("[it === mine, it.length, it.charCodeAt(11999)].join()") == "true,12000,55357");
  run("it = null");
  CHECK(test_arena().in_use() < before + 20000);
  run("mine = null; var o = {}; o['k'.repeat(5000)] = 1;");
  CHECK(arrive(serialized("['k'].map(function (k) { return k.repeat(5000); })[0]"), 8000));
  CHECK(run("o[it]") == "1");
  run("it = o = null");
}

TEST_CASE("a block of much that is announced has room for little until more arrives") {
  const size_t before = test_arena().in_use();
  // 1 GiB less some is announced, and nothing sent.
  Arriving arriving(test_arena(), DownType::message,
                    as_bytes(std::string_view("\x02\x01\x04\xf0\xff\xff\xff\x03\x00L\x00x"s)));
  CHECK(test_arena().in_use() - before < (2u << 20));
}

TEST_CASE("parts that are cut, too long, unknown, named twice or no text are refused") {
  const std::string good = "\x02\x01\x03\x04\x00L\x00wxyz"s;
  CHECK(deserialize(good));
  CHECK(arrive(good, 100));
  CHECK(arrive(good, 5));
  const std::string bad[] = {
      "\x02\x01\x03\x04\x00L\x00wxy"s,    // cut
      "\x02\x01\x03\x04\x00L\x00wxyz!"s,  // more than announced
      "\x02\x01\x03\x04\x00L\x01wxyz"s,   // no such part
      "\x02\x01\x03\x04\x00L\x00\xff"
      "abc"s,                                  // a symbol in disguise
      "\x02\x01\x03\x04\x00L\x00\xc0\x80yz"s,  // no engine text
      "\x02\x01\x07\x04\x00"
      "AL\x00L\x00$wxyz"s,                       // it names one twice
      "\x02\x01\x04\x04\x00L\x00wxyz"s,          // the body takes from the part
      "\x02\x01\x02\x04\x00L\x00wxyz"s,          // and the part from the body
      "\x02\x00\x03\x00L\x00"s,                  // there is none
      "\x02\xff\xff\x7f\x03\x04\x00L\x00wxyz"s,  // too many
      "\x02\x01\xff\xff\xff\xff\x0f\x04\x00L\x00w"s,
      "\x02\x01\x03\xff\xff\xff\xff\x0f\x00L\x00w"s,
      "\x02\x02\x03\x80\x80\x80\x80\x04\x80\x80\x80\x80\x04\x00L\x00w"s,
      "\x02\x01"s,
      "\x02"s,
      "\x01\x00L\x00"s,
  };
  for (const std::string& bytes : bad) {
    CAPTURE(bytes);
    CHECK_FALSE(deserialize(bytes));
    for (const size_t record : {1000, 8, 3}) CHECK_FALSE(arrive(bytes, record));
  }
  // Cut anywhere.
  const std::string whole = serialized(two_parts);
  for (size_t length = 0; length < whole.size(); length += length < 40 ? 1 : 97) {
    CAPTURE(length);
    CHECK_FALSE(deserialize(whole.substr(0, length)));
    CHECK_FALSE(arrive(whole.substr(0, length), 1000));
  }
  CHECK_FALSE(arrive(whole + "!", 1000));
}

TEST_CASE("what user code changes after it was visited is sent as it was when visited") {
  CHECK(run("var b = new Uint8Array(9000).fill(1), gone = new ArrayBuffer(9000);"
            "var c = structuredClone({a: b, s: 'y'.repeat(9000), gone: gone, get x() {"
            "  b.fill(2); delete this.s; structuredClone(0, {transfer: [gone]});"
            "  new Uint8Array(9000).fill(3); return 'z'.repeat(9000); }});"
            "[c.a[0], c.a[8999], c.s === 'y'.repeat(9000), c.x === 'z'.repeat(9000),"
            " c.gone.byteLength, gone.byteLength].join()") == "1,1,true,true,9000,0");
}

TEST_CASE("a transferred buffer of any size arrives, and views of it see it") {
  CHECK(run("var b = new Uint8Array(9000).fill(5), buffer = b.buffer;"
            "var c = structuredClone({v: b, w: new DataView(buffer, 8000)}, {transfer: [buffer]});"
            "[buffer.byteLength, b.length, c.v[8999], c.w.getUint8(999), c.v.buffer === c.w.buffer]"
            ".join()") == "0,0,5,5,true");
}
