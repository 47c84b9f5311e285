// Original positions: what a script sees of a stack.
#include "sandbox/error_position.h"

#include <doctest/doctest.h>

#include "test_heap.h"

using skep::Positions;
using skep::ScriptPosition;

namespace {

// Two lines of lowered code to a line of source, always column 3.
// Deltas as line_table.h has them: line, column.
Positions lowered() {
  Positions positions;
  positions.add_script("file:///a.js", "", skep::line_table_from_mappings("AAAE;AAAA;AACA;AAAA"));
  return positions;
}

}  // namespace

TEST_CASE("frames show original positions in V8's form") {
  ScriptPosition first;
  CHECK(lowered().translate("Error: boom\n"
                            "    at f (file:///a.js:4) strict\n"
                            "    at Foo (file:///a.js:3) construct\n"
                            "    at [anon] (file:///a.js:1) preventsyield",
                            first) ==
        "Error: boom\n"
        "    at f (file:///a.js:2:3)\n"
        "    at new Foo (file:///a.js:2:3)\n"
        "    at file:///a.js:1:3");
  CHECK(first.file == "file:///a.js");
  CHECK(first.line == 2);
  CHECK(first.column == 3);
}

TEST_CASE("frames of the worker's own parts and of the engine do not show") {
  ScriptPosition first;
  CHECK(lowered().translate("TypeError: x\n"
                            "    at [anon] (duk_js_call.c:12) internal\n"
                            "    at post (skep:prelude:100) strict\n"
                            "    at forEach () native strict\n"
                            "    at step (language_library.js:7)\n"
                            "    [...]",
                            first) == "TypeError: x");
  CHECK(first.file.empty());
}

TEST_CASE("a script that was not lowered has the column of its line's first character") {
  Positions positions;
  positions.add_script("file:///b.js", "one\n  two\n\n\tthree", "");
  CHECK(positions.original("file:///b.js", 1).column == 1);
  CHECK(positions.original("file:///b.js", 2).column == 3);
  CHECK(positions.original("file:///b.js", 4).column == 2);
  CHECK(positions.original("file:///b.js", 9).line == 9);
}

TEST_CASE("names that look like frames mislead nobody but their script") {
  ScriptPosition first;
  const std::string text = lowered().translate(
      "Error: a\n    at x (y:1)\n"
      "    at g (b (c) (file:///a.js:1)",
      first);
  CHECK(text.ends_with("at g (b (c) (file:///a.js:1:3)"));
}

TEST_CASE("stack can be assigned, and belongs to errors only") {
  CHECK(skep::test::run("var e = new Error('m'); e.stack = 5; e.stack") == "5");
  CHECK(skep::test::run("Object.create(Error.prototype).stack") == "undefined");
  CHECK(skep::test::run("new Error('m').stack.split('\\n')[0]") == "Error: m");
  CHECK(skep::test::run("(function () { try { null.x; } catch (e) { return e.stack; } })()")
            .find("skep:") == std::string::npos);
}
