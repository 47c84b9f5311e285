#include "cli/typed/script_forms.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "cli/typed/evaluation.h"
#include "cli/typed/script_outline.h"

namespace skep::cli {
namespace {

// The code of each form without its first line, which is ours.
std::vector<std::string> bodies(std::string_view text) {
  std::vector<std::string> all;
  for (const ScriptForm& form : script_forms(text)) {
    all.push_back(form.code.substr(form.code.find('\n') + 1));
  }
  return all;
}

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::ranges::find(all, one) != all.end();
}

TEST_CASE("an expression is tried as one first, and as statements last") {
  const auto all = bodies("a + b;");
  CHECK(all.front() == "$skep.value = (a + b)");
  CHECK(all.back() == "a + b;");
  CHECK(bodies("a // b").front() == "$skep.value = (a // b\n)");
}

TEST_CASE("the last statement may be the value") {
  CHECK(has(bodies("let x = 5; x * 2"), "let x = 5;$skep.value = ( x * 2)"));
  CHECK(has(bodies("let x = 5\nx * 2"), "let x = 5\n$skep.value = (x * 2)"));
  CHECK(has(bodies("function f() { return 1; } f()"),
            "function f() { return 1; }$skep.value = ( f())"));
}

TEST_CASE("a declaration is never taken for a value, which would not declare it") {
  for (const char* text :
       {"function f() {}", "class A {}", "async function g() {}", "async  function g() {}"}) {
    CHECK(bodies(text) == std::vector<std::string>{text});
  }
  CHECK(bodies("asyncThing()").size() == 2);
}

TEST_CASE("a line that goes on with the statement before is not cut off") {
  CHECK(!has(bodies("foo\n(bar)"), "foo\n$skep.value = ((bar))"));
  CHECK(!has(bodies("foo\n  .bar()"), "foo\n$skep.value = (  .bar())"));
}

TEST_CASE("semicolons and ends in text, comments, templates and patterns are none") {
  const auto ends = [](std::string_view text) { return outline(text).ends; };
  CHECK(ends("';' + \";\" + `;${';'};`").empty());
  CHECK(ends("/* ; */ a // ;").empty());
  CHECK(ends("a = /[;/]\\/;/g").empty());
  CHECK(ends("for (;;) f(';')").empty());
  CHECK(ends("a / b; c / d") == std::vector<size_t>{6});
  CHECK(ends("{ a; }") == std::vector<size_t>{6});
}

TEST_CASE("what is still open says so") {
  for (const char* text : {"f(", "`a", "`a${", "`a${b", "/* a", "if (x) {", "[1,", "'a\\"}) {
    CAPTURE(text);
    CHECK(outline(text).open);
  }
  for (const char* text : {"f()", "`a${b}c`", "/* a */", "'('", "/(/", "}", "// ("}) {
    CAPTURE(text);
    CHECK(!outline(text).open);
  }
}

TEST_CASE("await outside of functions makes declarations global") {
  const auto forms = script_forms("const {a} = await f(); a");
  CHECK(!forms[forms.size() - 3].plain);
  const std::string& last = forms.back().code;
  CHECK(forms.back().plain);
  CHECK(last.find("$skep.promise = (async () => { \n;0, {a} = await f(); a\n})();") !=
        std::string::npos);
  CHECK(script_forms("await f()").back().code.find("\nawait f()\n})();") != std::string::npos);
  const auto functions = script_forms("await 1; async function g() {}; class B {}");
  CHECK(functions.back().code.find("globalThis.g = g;") != std::string::npos);
  CHECK(functions.back().code.find(";B = class B {}") != std::string::npos);
}

TEST_CASE("an await in text or in a member's name changes nothing") {
  CHECK(!outline("'await' + a.await // await").awaits);
  CHECK(outline("await a").awaits);
}

TEST_CASE("comments alone are nothing to evaluate") {
  CHECK(is_blank("  \n // a\n /* b */ "));
  CHECK(!is_blank("/* a"));
  CHECK(!is_blank("// a\nb"));
}

TEST_CASE("places in forms become places in what was typed") {
  const std::string url = "blob:https://skep.localhost/f7e6b97a-0291-4800-9d05-961c50a9cc5d";
  CHECK(with_typed_places("Error: x\n    at f (" + url + ":3:7)\n    at " + url +
                          ":2:1\n    at attempt (https://skep.localhost/inline.js:5:9)") ==
        "Error: x\n    at f (<typed>:2:7)\n    at <typed>:1:1");
  CHECK(with_typed_places("no place") == "no place");
  CHECK(with_typed_places("blob:https://skep.localhost/") == "<typed>");
}

}  // namespace
}  // namespace skep::cli
