// Structured clones to JSON and back.
#include "proto/clone_json.h"

#include <doctest/doctest.h>

#include "proto/base64.h"
#include "proto/clone_bytes.h"
#include "proto/iso_date.h"
#include "proto/wire.h"

namespace skep::control {
namespace {

// A clone of its parts, as a worker writes it: numbers are bytes, texts stand as they are.
template <class... Parts>
std::string clone(Parts... parts) {
  std::string bytes("\x01\x00", 2);
  [[maybe_unused]] const auto put = [&](auto part) {
    if constexpr (std::is_convertible_v<decltype(part), std::string_view>) {
      bytes += std::string_view(part);
    } else if constexpr (std::is_same_v<decltype(part), double>) {
      bytes.append(reinterpret_cast<const char*>(&part), sizeof part);
    } else {
      bytes.push_back(static_cast<char>(part));
    }
  };
  (put(parts), ...);
  return bytes;
}

// What becomes of it: its JSON, "~" before it when it is lossy, or the sentence.
std::string shown(const std::string& bytes, ValueForm form) {
  std::string problem;
  const auto value = json_of_clone(as_bytes(bytes), form, problem);
  if (!value) return problem;
  return (value->lossy ? "~" : "") + value->data.dump();
}
std::string plain(const std::string& bytes) {
  return shown(bytes, ValueForm::plain);
}
std::string tagged(const std::string& bytes) {
  return shown(bytes, ValueForm::tagged);
}

// What comes back of `json` when it went into a clone and out of it again.
std::string back(const std::string& json, ValueForm form = ValueForm::tagged) {
  std::string problem;
  const auto bytes = clone_of_json(Json::parse(json), form, problem);
  if (!bytes) return problem;
  return shown(*bytes, form);
}

const std::string not_whole = "The value is not a whole structured clone.";

}  // namespace

TEST_CASE("JSON goes through both forms unchanged") {
  for (const char* json :
       {"null", "true", "false", "0", "-1", "2147483648", "0.5", "1e+300", "\"\"",
        "\"h\u00e9\U0001F600\"", "[]", "{}", "[1,[2,{\"a\":[null]}],\"x\"]",
        "{\"b\":1,\"a\":{\"c\":[]},\"\":0}", "9007199254740992"}) {
    CHECK(back(json, ValueForm::plain) == json);
    CHECK(back(json, ValueForm::tagged) == json);
  }
}

TEST_CASE("every tagged form goes into a clone and comes out the same") {
  for (
      const char* json : {
          R"({"$undefined":true})",
          R"({"$number":"NaN"})",
          R"({"$number":"Infinity"})",
          R"({"$number":"-Infinity"})",
          R"({"$number":"-0"})",
          R"({"$date":12})",
          R"({"$date":-1})",
          R"({"$date":null})",
          R"({"$regexp":["a+","gi"]})",
          R"({"$map":[["k",1],[{},[]]]})",
          R"({"$set":[1,"b",{"$undefined":true}]})",
          R"({"$error":{"name":"Error"}})",
          R"({"$error":{"name":"TypeError","message":"m","stack":"s","cause":[1]}})",
          R"({"$boolean":true})",
          R"({"$boolean":false})",
          R"({"$boxed-number":7})",
          R"({"$boxed-number":{"$number":"NaN"}})",
          R"({"$boxed-string":"s"})",
          R"({"$buffer":"AQID"})",
          R"({"$buffer":""})",
          R"({"$view":{"kind":"Uint16Array","buffer":{"$buffer":"AAECAw=="},"offset":2,"length":2}})",
          R"({"$array":{"length":3,"items":[[0,1],[2,"x"]],"extra":[]}})",
          R"({"$array":{"length":4294967295,"items":[[4294967294,1]],"extra":[["k",2]]}})",
          R"({"$array":{"length":1,"items":[[0,1]],"extra":[["$x",2],["y",3]]}})",
          R"({"$object":[["$x",1],["y",{"$object":[["$map",[]]]}]]})",
          R"({"$platform":["Blob",{"bytes":{"$buffer":"AQ=="},"type":""}]})",
          R"({"$text":"ANg="})",
          R"({"$object":[[{"$text":"ANg="},1]]})",
          R"({"$id":0,"$value":{"self":{"$ref":0}}})",
          R"([{"$id":1,"$value":[]},{"$ref":1},{"$ref":1}])",
          R"({"$id":0,"$value":{"$map":[[{"$ref":0},{"$ref":0}]]}})",
          R"({"$id":0,"$value":{"$error":{"name":"Error","cause":{"$ref":0}}}})",
      }) {
    CAPTURE(json);
    CHECK(back(json) == json);
  }
}

TEST_CASE("two views of one buffer stay views of one buffer") {
  const std::string json =
      R"([{"$view":{"kind":"Uint8Array","buffer":{"$id":2,"$value":{"$buffer":"AQIDBA=="}},)"
      R"("offset":1,"length":2}},{"$view":{"kind":"DataView","buffer":{"$ref":2},"offset":0,)"
      R"("length":4}}])";
  CHECK(back(json) == json);
}

TEST_CASE("the plain form says what it lost") {
  CHECK(plain(clone('_')) == "~null");
  CHECK(plain(clone('N', std::numeric_limits<double>::infinity())) == "~null");
  CHECK(plain(clone('N', -0.0)) == "~0");
  CHECK(plain(clone('D', 86'400'000.0)) == "~\"1970-01-02T00:00:00.000Z\"");
  CHECK(plain(clone('D', std::numeric_limits<double>::quiet_NaN())) == "~null");
  CHECK(plain(clone(';', 'S', 1, "k", 'I', 2, '$')) == "~[[\"k\",1]]");
  CHECK(plain(clone('\'', 'I', 2, '$')) == "~[1]");
  CHECK(plain(clone('R', 1, "a", 1, "g")) == "~\"/a/g\"");
  CHECK(plain(clone('E', 5, 7, 1, "m", 1, "s", '0')) ==
        "~{\"name\":\"TypeError\",\"message\":\"m\",\"stack\":\"s\"}");
  CHECK(plain(clone('B', 3, "\x01\x02\x03")) == "~\"AQID\"");
  CHECK(plain(clone('V', 2, 1, 1, 'B', 3, "\x01\x02\x03")) == "~\"Ag==\"");
  CHECK(plain(clone('y')) == "~true");
  CHECK(plain(clone('n', 0.5)) == "~0.5");
  CHECK(plain(clone('s', 1, "x")) == "~\"x\"");
  CHECK(plain(clone('A', 3, 'I', 2, '|', 'S', 1, "2", 'I', 4, 'S', 1, "x", 'T', '$')) ==
        "~[1,null,2]");
  CHECK(plain(clone('p', 4, "Blob", 'o', '$')) == "~{}");
  CHECK(plain(clone('S', 3, "\xED\xA0\x80")) == "~\"\uFFFD\"");
  CHECK(plain(clone('o', 'S', 2, "$x", 'I', 2, '$')) == "{\"$x\":1}");
}

TEST_CASE("the plain form writes a repeated object again and a cycle as null") {
  CHECK(plain(clone('A', 2, 'A', 1, 'T', '|', '$', '^', 1, '|', '$')) == "~[[true],[true]]");
  CHECK(plain(clone('o', 'S', 1, "a", '^', 0, '$')) == "~{\"a\":null}");
  // A reference after the second writing still means what it meant.
  CHECK(plain(clone('A', 3, 'A', 0, '|', '$', '^', 1, 'A', 1, '^', 1, '|', '$', '|', '$')) ==
        "~[[],[],[[]]]");
}

TEST_CASE("a transferred buffer is written where it is first named") {
  const std::string one("\x01\x01\x08\0\0\0^\0B\x02\x07\x08", 12);
  CHECK(tagged(one) == R"({"$buffer":"Bwg="})");
  CHECK(plain(one) == "~\"Bwg=\"");
  const std::string twice("\x01\x01\x0E\0\0\0A\x02^\0^\0|$B\x02\x07\x08", 18);
  CHECK(tagged(twice) == R"([{"$id":0,"$value":{"$buffer":"Bwg="}},{"$ref":0}])");
}

TEST_CASE("bulk parts are read where they are named") {
  const std::string both("\x02\x02\x0B\x03\x02\0A\x03L\0M\x01^\x01|$abc\x07\x08", 21);
  CHECK(tagged(both) == R"(["abc",{"$id":1,"$value":{"$buffer":"Bwg="}},{"$ref":1}])");
  const std::string transferred("\x02\x01\x09\x02\x01\x08\0\0\0^\0M\0\x07\x08", 15);
  CHECK(tagged(transferred) == R"({"$buffer":"Bwg="})");
}

TEST_CASE("bulk parts that are cut, too long, unknown or named twice are no clone") {
  for (const std::string& bytes :
       {std::string("\x02\x01\x03\x04\0L\0wxy", 10), std::string("\x02\x01\x03\x04\0L\0wxyz!", 12),
        std::string("\x02\x01\x03\x04\0L\1wxyz", 11),
        std::string("\x02\x01\x03\x04\0L\0\xFFxyz", 11),
        std::string("\x02\x01\x09\x04\0A\x02L\0L\0|$wxyz", 17),
        std::string("\x02\x01\x04\x04\0L\0wxyz", 11), std::string("\x02\0\x03\0L\0", 6),
        std::string("\x02\x7F", 2), std::string("\x02\x01\x7F\x04\0L\0w", 8),
        std::string("\x02\x01\x02\x04\0\x01wxyz", 10), clone('L', 0), clone('M', 0)}) {
    CAPTURE(bytes);
    CHECK(tagged(bytes) == not_whole);
  }
  CHECK(tagged(std::string("\x02\x01\x03\x04\0L\0wxyz", 11)) == R"("wxyz")");
}

TEST_CASE("what is no clone is refused") {
  for (const std::string& bytes : {std::string(),
                                   std::string("\x02\0T", 3),
                                   std::string("\x01", 1),
                                   clone(),
                                   clone('T', 'T'),
                                   clone('?'),
                                   clone('$'),
                                   clone('-'),
                                   clone('I'),
                                   clone('N', 1, 2),
                                   clone('S', 5, "abc"),
                                   clone('S', 1, "\xFF"),
                                   clone('S', 2, "\xC0\x80"),
                                   clone('S', 4, "\xF0\x9F\x98\x80"),
                                   clone('^', 0),
                                   clone('o'),
                                   clone('o', 'I', 2, '$'),
                                   clone('o', 'S', 1, "a", '$'),
                                   clone('A', 0, 'I', 2, '|', '$'),
                                   clone('A', 1, 'I', 2, '$'),
                                   clone('A', 1, '|', 'S', 6, "length", 'I', 2, '$'),
                                   clone('A', 2, 'I', 2, '|', 'S', 1, "0", 'I', 2, '$'),
                                   clone(';', 'I', 2, '$'),
                                   clone('E', 9, 0),
                                   clone('V', 12, 0, 0, 'B', 0),
                                   clone('V', 2, 0, 4, 'B', 3, "abc"),
                                   clone('V', 4, 1, 2, 'B', 4, "abcd"),
                                   clone('V', 2, 0, 0, '^', 0),
                                   clone('V', 2, 0, 0, 'T'),
                                   clone('A', 2, '^', 1, 'A', 0, '|', '$', '|', '$'),
                                   clone('p', 1, "x", '^', 0),
                                   std::string("\x01\x7F\0\0\0\0T", 7),
                                   std::string("\x01\x01\xFF\xFF\xFF\x7F^\0\0", 9)}) {
    CAPTURE(bytes);
    CHECK(plain(bytes) == not_whole);
    CHECK(tagged(bytes) == not_whole);
  }
  CHECK(plain(clone('o', 'S', 1, "a", 'T', 'S', 1, "a", 'F', '$')) ==
        "An object has two keys that are the same as JSON.");
}

TEST_CASE("a clone that nests deeply is refused, one that may is not") {
  const auto nested = [](size_t depth) {
    std::string bytes = clone();
    for (size_t i = 0; i < depth; ++i) bytes += "A\x01";
    bytes += 'T';
    for (size_t i = 0; i < depth; ++i) bytes += "|$";
    return bytes;
  };
  CHECK(plain(nested(255)).starts_with("[[["));
  CHECK(plain(nested(257)) == "The value nests deeper than 256 levels.");
  CHECK(tagged(nested(100'000)) == "The value nests deeper than 256 levels.");
  // Through what leaves no level in the JSON, too.
  std::string blobs = clone();
  for (int i = 0; i < 100'000; ++i) blobs += std::string_view("p\0", 2);
  CHECK(plain(blobs + 'T') == "The value nests deeper than 256 levels.");
  std::string maps = clone();
  for (int i = 0; i < 200; ++i) maps += ";T";
  for (int i = 0; i < 200; ++i) maps += i == 0 ? "T$" : "$";
  CHECK(tagged(maps) == "The value nests deeper than 256 levels as JSON.");
}

TEST_CASE("a small clone cannot become a large text") {
  const auto is_too_large = [](const std::string& bytes) {
    return plain(bytes).starts_with("The value takes more than ");
  };
  CHECK(is_too_large(clone('A', "\xFF\xFF\xFF\xFF\x0F", '|', '$')));
  CHECK(tagged(clone('A', "\xFF\xFF\xFF\xFF\x0F", '|', '$')) ==
        R"({"$array":{"length":4294967295,"items":[],"extra":[]}})");
  // Each array holds the one before it twice.
  std::string laughs = clone('A', 41);
  laughs += "A\x01T|$";
  for (char i = 1; i <= 40; ++i) laughs += std::string("A\x02^") + i + '^' + i + "|$";
  laughs += "|$";
  CHECK(is_too_large(laughs));
  CHECK(tagged(laughs).starts_with("[{\"$id\":1,"));
  // Many views of one large buffer.
  std::string views = clone('A', "\xE8\x07");
  views += "V";
  for (int i = 0; i < 1000; ++i) {
    if (i != 0) views += 'V';
    views += std::string("\x02\0\x80\x80\x40", 5);
    views += i == 0 ? std::string("B\x80\x80\x40") + std::string(1u << 20, 'x') : "^\x02";
  }
  CHECK(plain(views + "|$") == "The value takes more than 67108864 bytes as JSON.");
}

TEST_CASE("a large flat object takes no time that grows with the square") {
  std::string bytes = clone('o');
  for (int i = 0; i < 500'000; ++i) {
    const std::string key = std::to_string(1'000'000 + i);
    bytes += "S\x07" + key + "T";
  }
  CHECK(plain(bytes + '$').starts_with("{\"1000000\":true,"));
}

TEST_CASE("JSON that is not in the tagged form is refused with what it should be") {
  CHECK(back(R"({"$bigint":"1"})") == "A BigInt cannot go to a worker: its engine has none.");
  CHECK(back(R"({"$nothing":1})") == "\"$nothing\" is not a key of the tagged form.");
  CHECK(back(R"({"$x":1,"y":2})") ==
        "An object with the key \"$x\" must be written as {\"$object\":[…]}.");
  CHECK(back(R"({"$date":"1970"})") == "\"$date\" must hold the milliseconds of a Date, or null.");
  CHECK(back(R"({"$ref":1})") ==
        "\"$ref\" must hold the \"$id\" of an object that begins before it.");
  CHECK(back(R"({"$id":1,"$value":5})") ==
        "\"$value\" must hold an object: only those can be referred to.");
  CHECK(back(R"([{"$id":1,"$value":[]},{"$id":1,"$value":[]}])") ==
        "\"$id\" must hold an integer from 0 on that no other object has.");
  CHECK(back(R"({"$id":1,"$value":{"$platform":["Blob",{"$ref":1}]}})") ==
        "A view, a platform object, or an error of a name of its own cannot hold itself.");
  for (const char* json :
       {R"({"$undefined":false})",
        R"({"$number":"1"})",
        R"({"$text":"AA=="})",
        R"({"$text":"no base64"})",
        R"({"$date":8.64e16})",
        R"({"$regexp":["a"]})",
        R"({"$map":[[1]]})",
        R"({"$set":{}})",
        R"({"$error":{}})",
        R"({"$boolean":1})",
        R"({"$boxed-number":"1"})",
        R"({"$boxed-string":1})",
        R"({"$buffer":"A"})",
        R"({"$view":{"kind":"Uint8Array","buffer":[],"offset":0,"length":0}})",
        R"({"$view":{"kind":"Uint8Array","buffer":{"$buffer":""},"offset":0,"length":1}})",
        R"({"$view":{"kind":"Int8array","buffer":{"$buffer":""},"offset":0,"length":0}})",
        R"({"$array":{"length":1,"items":[[1,2]]}})",
        R"({"$array":{"length":4294967296}})",
        R"({"$array":{"length":2,"items":[[1,2],[0,2]]}})",
        R"({"$array":{"length":2,"extra":[["1",2]]}})",
        R"({"$array":{"length":2,"extra":[["length",2]]}})",
        R"({"$object":{}})",
        R"({"$object":[[1,2]]})",
        R"({"$platform":["Blob"]})"}) {
    CAPTURE(json);
    CHECK(back(json).find(" must hold ") != std::string::npos);
  }
  CHECK(back(std::string(300, '[') + std::string(300, ']')) ==
        "The value nests deeper than 256 levels.");
}

TEST_CASE("the plain form takes keys with a dollar as they are") {
  CHECK(back(R"({"$map":[],"$x":{"$ref":1}})", ValueForm::plain) ==
        R"({"$map":[],"$x":{"$ref":1}})");
}

TEST_CASE("the clone of an error has its name, whichever it is") {
  CHECK(tagged(clone_of_error("TypeError", "m", "s")) ==
        R"({"$error":{"name":"TypeError","message":"m","stack":"s"}})");
  CHECK(tagged(clone_of_error("PaymentError", "m", "")) ==
        R"({"$platform":["NamedError",{"name":"PaymentError","error":)"
        R"({"$error":{"name":"Error","message":"m"}}}]})");
  CHECK(tagged(clone_of_error("Error", "\xFF", "")) ==
        "{\"$error\":{\"name\":\"Error\",\"message\":\"\uFFFD\"}}");
}

TEST_CASE("dates are written as toISOString() writes them") {
  CHECK(iso_date(0) == "1970-01-01T00:00:00.000Z");
  CHECK(iso_date(-1) == "1969-12-31T23:59:59.999Z");
  CHECK(iso_date(951'782'400'000) == "2000-02-29T00:00:00.000Z");
  CHECK(iso_date(951'868'800'000) == "2000-03-01T00:00:00.000Z");
  CHECK(iso_date(1'700'000'000'123) == "2023-11-14T22:13:20.123Z");
  CHECK(iso_date(253'402'300'800'000) == "+010000-01-01T00:00:00.000Z");
  CHECK(iso_date(-62'167'219'200'001) == "-000001-12-31T23:59:59.999Z");
  CHECK(iso_date(8'640'000'000'000'000) == "+275760-09-13T00:00:00.000Z");
  CHECK(iso_date(-8'640'000'000'000'000) == "-271821-04-20T00:00:00.000Z");
}

TEST_CASE("base64 is what it should be and nothing else is taken") {
  const auto encoded = [](std::string_view bytes) { return base64_encode(as_bytes(bytes)); };
  CHECK(encoded("") == "");
  CHECK(encoded("f") == "Zg==");
  CHECK(encoded("fo") == "Zm8=");
  CHECK(encoded("foo") == "Zm9v");
  CHECK(encoded("\xFB\xFF") == "+/8=");
  CHECK(base64_decode("Zm9vZg==") == "foof");
  for (const char* text :
       {"Z", "Zg", "Zg=", "Zh==", "Zm9=", "====", "Z===", "Zg==Zg==", "Zm 9v", "Zm9-", "=Zg="}) {
    CAPTURE(text);
    CHECK_FALSE(base64_decode(text));
  }
}

}  // namespace skep::control
