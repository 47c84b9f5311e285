// StructuredSerializeWithTransfer and StructuredDeserialize, in one realm.
#include <random>

#include <doctest/doctest.h>

#include "test_heap.h"

using skep::test::deserialize;
using skep::test::run;
using skep::test::serialized;

namespace {

// What a script shows of the clone of `value`.
std::string of_clone(const std::string& value, const std::string& shown) {
  return run("(function () { var value = " + value +
             ", it = structuredClone(value); return String(" + shown + "); })()");
}

const char* const rich_value =
    "(function () {"
    "  var b = new ArrayBuffer(16), e = new TypeError('t', {cause: {a: 1}});"
    "  var v = {u: undefined, n: null, t: true, f: false, i: -7, d: 0.5, s: "
    "'h\\u00e9\\ud83d\\ude00\\ud800',"
    "    a: [1, , 'x'], m: new Map([['k', {x: 1}]]), z: new Set([1, 'b']), r: /a+/gi, D: new "
    "Date(5),"
    "    B: new Boolean(true), N: new Number(-0), S: new String('boxed'), b: b,"
    "    w: new Uint16Array(b, 2, 3), w2: new DataView(b, 1), e: e, x: new DOMException('m', "
    "'AbortError')};"
    "  v.a.extra = v; v.self = v; return v; })()";

}  // namespace

TEST_CASE("primitives come back as they were") {
  CHECK(of_clone("undefined", "it") == "undefined");
  CHECK(of_clone("null", "it") == "null");
  CHECK(of_clone("-0", "1 / it") == "-Infinity");
  CHECK(of_clone("NaN", "it") == "NaN");
  CHECK(of_clone("[2147483647, -2147483648, 2147483648, 0.1, -1, 1e300]", "it.join()") ==
        "2147483647,-2147483648,2147483648,0.1,-1,1e+300");
  CHECK(of_clone("'a\\u0000\\ud800b\\ud83d\\ude00'",
                 "it === value && it.charCodeAt(2) === 0xd800 && it.length === 6") == "true");
}

TEST_CASE("objects keep their class and content") {
  CHECK(of_clone("new Date(NaN)", "it.getTime()") == "NaN");
  CHECK(of_clone("new Date(7)", "it.getTime() + (it instanceof Date)") == "8");
  CHECK(of_clone("(function () { var r = /x/g; r.lastIndex = 3; return r; })()",
                 "it + it.lastIndex") == "/x/g0");
  CHECK(of_clone("new RegExp('(?<y>a)', 'y')", "it") == "/(?<y>a)/y");
  CHECK(of_clone("[new Number(-0), new Boolean(false), new String('s')]",
                 "typeof it[0] + 1 / it[0] + it[1] + it[2].length") == "object-Infinityfalse1");
  CHECK(of_clone("new Map([[{}, 1], ['k', new Set([NaN])]])",
                 "it.size + ',' + it.get('k').has(NaN) + (it instanceof Map)") == "2,truetrue");
  CHECK(of_clone("{b: 1, a: 2, 3: 0, 1: 0}", "Object.keys(it).join()") == "1,3,b,a");
  CHECK(of_clone("Object.create({inherited: 1})", "'inherited' in it") == "false");
  CHECK(of_clone("(function () { var o = Object.create(null); o.__proto__ = 7; return o; })()",
                 "Object.getOwnPropertyDescriptor(it, '__proto__').value") == "7");
}

TEST_CASE("arrays keep holes and extra properties") {
  CHECK(of_clone("[1, , undefined]", "it.length + ',' + (1 in it) + (2 in it)") == "3,falsetrue");
  CHECK(of_clone("(function () { var a = [1]; a.x = 2; a[9] = 3; return a; })()",
                 "it.length + ',' + it.x + it[9] + (5 in it)") == "10,23false");
  CHECK(of_clone("new Array(4294967295)", "it.length") == "4294967295");
  CHECK(of_clone("(function () { var a = []; a[4000000000] = 1; return a; })()",
                 "it.length + ',' + it[4000000000]") == "4000000001,1");
}

TEST_CASE("identity and cycles survive") {
  CHECK(of_clone("(function () { var a = {}; return {x: a, y: [a]}; })()", "it.x === it.y[0]") ==
        "true");
  CHECK(of_clone("(function () { var m = new Map(); m.set(m, m); return m; })()",
                 "it.get(it) === it && it !== value") == "true");
  CHECK(of_clone("(function () { var e = new Error('a'); e.cause = e; return e; })()",
                 "it.cause === it") == "true");
}

TEST_CASE("views of one buffer share the clone of that buffer") {
  CHECK(of_clone("(function () { var b = new ArrayBuffer(8);"
                 "return [new Uint8Array(b, 4), new DataView(b), b]; })()",
                 "(it[0].buffer === it[2]) + ',' + (it[1].buffer === it[2]) + it[0].byteOffset") ==
        "true,true4");
}

TEST_CASE("errors keep name, message, stack and cause") {
  CHECK(of_clone("new RangeError('m')", "it instanceof RangeError && it.message") == "m");
  CHECK(of_clone("(function () { var e = new Error('m'); e.name = 'Odd'; return e; })()",
                 "it.name") == "Error");
  CHECK(of_clone("(function () { var e = new Error('m'); e.stack = 'mine'; return e; })()",
                 "it.stack") == "mine");
  CHECK(of_clone("new Error()", "it.hasOwnProperty('message')") == "false");
}

TEST_CASE("what cannot be cloned is a DataCloneError") {
  for (const char* value : {"function () {}", "Symbol()", "new Proxy({}, {})", "new WeakMap()",
                            "new WeakSet()", "Promise.resolve()", "self", "new EventTarget()",
                            "[[Symbol.iterator]]", "Object(Symbol())"}) {
    CAPTURE(value);
    CHECK(run("try { structuredClone(" + std::string(value) +
              "); } catch (e) { e.name + e.code + (e instanceof DOMException); }") ==
          "DataCloneError25true");
  }
}

TEST_CASE("a key of a WeakMap is an ordinary object") {
  CHECK(of_clone("(function () { var k = {a: 1}; new WeakMap().set(k, 1); return k; })()",
                 "it.a") == "1");
}

TEST_CASE("what a getter throws passes through unchanged") {
  CHECK(run("var thrown = {}; try { structuredClone({get x() { throw thrown; }}); }"
            "catch (e) { e === thrown; }") == "true");
}

TEST_CASE("a transferred buffer is empty for the sender, its views too") {
  CHECK(run("var b = new ArrayBuffer(8), v = new Uint8Array(b), d = new DataView(b); v[3] = 9;"
            "var c = structuredClone({v: v}, {transfer: [b]});"
            "[b.byteLength, v.length, v.byteOffset, d.byteLength, c.v[3], c.v.length].join()") ==
        "0,0,0,0,9,8");
  CHECK(run("var u = new Float64Array(4); u[1] = 1.5; var b2 = u.buffer;"
            "structuredClone(u, {transfer: [b2]})[1] + ',' + u.length") == "1.5,0");
}

TEST_CASE("a failed transfer leaves every buffer as it was") {
  CHECK(run("var b = new ArrayBuffer(8); try { structuredClone(b, {transfer: [b, b]}); }"
            "catch (e) { e.name + b.byteLength; }") == "DataCloneError8");
  CHECK(run("try { structuredClone(function () {}, {transfer: [b]}); }"
            "catch (e) { e.name + b.byteLength; }") == "DataCloneError8");
  CHECK(run("structuredClone(b, {transfer: [b]}); try { structuredClone(b); }"
            "catch (e) { e.name; }") == "DataCloneError");
  CHECK(run("var c = new ArrayBuffer(3); try { structuredClone(1, {transfer: [c, b]}); }"
            "catch (e) { e.name + c.byteLength; }") == "DataCloneError3");
}

TEST_CASE("no user code runs while a value is put together") {
  run("var hits = 0;"
      "Object.defineProperty(Object.prototype, 'trap', {configurable: true, set: function () { "
      "hits++; }});"
      "Object.defineProperty(Array.prototype, '0', {configurable: true, set: function () { hits++; "
      "}});"
      "var kept = [Map.prototype.set, Set.prototype.add, Date, RegExp];"
      "Map.prototype.set = Set.prototype.add = function () { hits++; };"
      "Date = RegExp = function () { hits++; };");
  const std::string bytes = serialized(
      "(function () { var a = []; Object.defineProperty(a, '0', {value: 1, enumerable: true});"
      "var o = {}; Object.defineProperty(o, 'trap', {value: 2, enumerable: true});"
      "return [a, o, new Map(), new Set(), /x/, new kept[2](3)]; })()");
  // The list itself was filled past the setter too, so what was sent is an array of holes and
  // values.
  CHECK(deserialize(bytes));
  CHECK(run("Map.prototype.set = kept[0]; Set.prototype.add = kept[1]; Date = kept[2];"
            "RegExp = kept[3]; delete Object.prototype.trap; delete Array.prototype[0];"
            "hits") == "0");
}

TEST_CASE("depth is bounded by memory, not by the stack") {
  CHECK(run("var d = [], c = d; for (var i = 0; i < 20000; i++) { var x = []; c[0] = x; c = x; }"
            "var it = structuredClone(d), n = 0; for (; it; n++) it = it[0]; d = c = null; n") ==
        "20001");
}

TEST_CASE("a message cut anywhere is refused") {
  const std::string bytes = serialized(rich_value);
  REQUIRE(bytes.size() > 300);
  REQUIRE(deserialize(bytes));
  for (size_t length = 0; length < bytes.size(); length++) {
    CAPTURE(length);
    CHECK_FALSE(deserialize(bytes.substr(0, length)));
  }
  CHECK_FALSE(deserialize(bytes + '\0'));
}

TEST_CASE("a message with any byte changed is refused or makes some value") {
  const std::string bytes = serialized(rich_value);
  std::mt19937 random(1);
  for (size_t i = 0; i < bytes.size(); i++) {
    for (int bit = 0; bit < 8; bit++) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      deserialize(changed);
    }
    std::string changed = bytes;
    for (int n = 0; n < 4; n++) changed[random() % changed.size()] = static_cast<char>(random());
    deserialize(changed);
  }
  CHECK(run("1 + 1") == "2");
}

TEST_CASE("hostile counts, depths and strings are refused before anything is allocated") {
  using namespace std::string_literals;
  CHECK_FALSE(deserialize("\x01\x00S\xff\xff\xff\xff\x0f"s));
  CHECK_FALSE(deserialize("\x01\x00B\xff\xff\xff\xff\x0f"s));
  CHECK_FALSE(deserialize("\x01\xff\xff\xff\xff\x0f"s));
  CHECK_FALSE(deserialize("\x01\x00^\x00"s));
  CHECK_FALSE(deserialize("\x02\x00_"s));
  // Symbols in disguise: hidden, internal, well-known.
  CHECK_FALSE(
      deserialize("\x01\x00S\x02\xff"
                  "a"s));
  CHECK_FALSE(
      deserialize("\x01\x00S\x02\x82"
                  "a"s));
  CHECK_FALSE(
      deserialize("\x01\x00oS\x02\x81"
                  "a0$"s));
  CHECK_FALSE(deserialize("\x01\x00S\x02\xc0\x80"s));
  CHECK_FALSE(deserialize("\x01\x00S\x04\xf0\x9f\x98\x80"s));
  // A view past its buffer, and one that is not aligned.
  CHECK_FALSE(
      deserialize("\x01\x00V\x02\x02\x03"
                  "B\x04"
                  "abcd"s));
  CHECK_FALSE(
      deserialize("\x01\x00V\x05\x01\x02"
                  "B\x04"
                  "abcd"s));
  // An element past the length; a length that is an object.
  CHECK_FALSE(
      deserialize("\x01\x00"
                  "A\x01"
                  "00|$"s));
  CHECK_FALSE(
      deserialize("\x01\x00"
                  "A\x01|S\x06lengtho$$"s));
  CHECK_FALSE(deserialize("\x01\x00" + std::string(2'000'000, ';')));
}
