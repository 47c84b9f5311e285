// Modules as the compiler gives them to a worker: a table of what they import and export, and a
// body.
//
// The table is read from what swc prints, so these tests are also the watch on swc: a version that
// prints another shape fails here.
#include <algorithm>

#include <doctest/doctest.h>

#include "proto/line_table.h"
#include "tests/unit/compiler/compiler_process.h"
#include "tests/unit/compiler/engine.h"

namespace skep {
namespace {

CompileResult compiled(std::string_view source,
                       SourceLanguage language = SourceLanguage::javascript_module) {
  const CompileOutcome outcome = compiler().compile(source, language);
  INFO(source.substr(0, 80));
  REQUIRE(outcome.wait_status == 0);
  REQUIRE(outcome.result.has_value());
  INFO(outcome.result->message);
  REQUIRE(outcome.result->status == CompileStatus::lowered);
  return *outcome.result;
}

// The table of a module without its body, as JSON.
std::string table_of(std::string_view source,
                     SourceLanguage language = SourceLanguage::javascript_module) {
  const std::string code = "var table = " + compiled(source, language).code +
                           ";delete table.body; console.log(JSON.stringify(table));";
  return run_lowered(code);
}

// What is said of one key of it.
void check_table(std::string_view source, std::string_view key, std::string_view value) {
  const std::string table = table_of(source);
  INFO(source);
  INFO(table);
  CHECK(table.find('"' + std::string(key) + "\":" + std::string(value)) != std::string::npos);
}

// What a module without imports prints when it runs.
std::string ran(std::string_view source) {
  return run_lowered(compiled(source).code +
                     ".body(function(names, value) { return value; }, {}).execute()");
}

TEST_CASE("requests come in the order of the source, with places and attributes") {
  check_table("import './a';\nimport b from './b';\n  export * from './c'; import './a';",
              "requests", R"([["./a",1,8],["./b",2,15],["./c",3,17]])");
  check_table("import j from './d' with {type: 'json'}; import k from './d';", "requests",
              R"([["./d",1,15,"type","json"],["./d",1,56]])");
  check_table("import './d' with {color: 'red', 'a b': 'c'};", "requests",
              R"([["./d",1,8,"a b","c","color","red"]])");
  check_table("import {} from './a'; export {} from './b';", "requests",
              R"([["./a",1,16],["./b",1,38]])");
  check_table("console.log(1)", "requests", "[]");
}

TEST_CASE("every import is told, used or not") {
  check_table("import d, {a, b as c, 'x y' as e} from './a'; import * as n from './b';", "imports",
              R"([[0,"default"],[0,"a"],[0,"b"],[0,"x y"],[1,0]])");
  check_table("import {a} from './a'; import {a as b} from './a';", "imports",
              R"([[0,"a"],[0,"a"]])");
  check_table("import {__proto__ as p, constructor} from './a';", "imports",
              R"([[0,"constructor"],[0,"__proto__"]])");
  check_table("import {'\\u0041\\\"\\'' as p} from './a';", "imports", R"([[0,"A\"'"]])");
}

TEST_CASE("exports, those of others, and stars are told apart") {
  check_table("export let a = 1; let b = 2; export {b as c, b as 'd e'}; export default 3;",
              "exports", R"(["a","c","d e","default"])");
  check_table("export {x as y, default, 'q r' as s} from './a';", "indirect",
              R"([["default",0,"default"],["s",0,"q r"],["y",0,"x"]])");
  check_table("import {x as local} from './a'; export {local as z};", "indirect",
              R"([["z",0,"x"]])");
  check_table("import * as n from './a'; export {n}; export * as m from './b';", "indirect",
              R"([["n",0,0],["m",1,0]])");
  check_table("export * from './a'; export {x} from './a'; export * from './b';", "stars", "[0,1]");
  check_table(
      "export * from './a'; export {x} from './a'; import y, * as z from './a'; export {y};",
      "indirect", R"([["y",0,"default"],["x",0,"x"]])");
  check_table("export var __proto__ = 1, constructor = 2;", "exports",
              R"(["__proto__","constructor"])");
}

TEST_CASE("names that are the compiler's own in its output can be the source's too") {
  const std::string source =
      "import _export, {_context} from './a'; import {setters} from './setters';\n"
      "export {_export as execute, setters as _export}; export function _b_ns() {}\n"
      "var exportObj, System, register; export default function execute() { return _context; }";
  check_table(source, "imports", R"([[0,"default"],[0,"_context"],[1,"setters"]])");
  check_table(source, "exports", R"(["_b_ns","_export","default","execute"])");
  check_table(source, "indirect", R"([["execute",0,"default"],["_export",1,"setters"]])");
}

TEST_CASE("text that looks like a module's parts means nothing inside of strings and comments") {
  check_table(
      "/* import './x'; */ const s = \"], function(_export) {\", t = `import './y';`;\n"
      "// export let z;\nimport './a'; export const r = /['\"`({[]/;",
      "requests", R"([["./a",3,8]])");
  check_table("export const s = '\\n        execute: async function() {';", "waits", "0");
}

TEST_CASE("uninitialized exports are watched only where nothing may be undefined from the start") {
  check_table("export let a = 1; export const {b} = {}; for (let c of []) ;", "unset", "1");
  check_table("export var a;", "unset", "0");
  check_table("export let a;", "unset", "0");
  check_table("let a, b = 1; export {a};", "unset", "0");
}

TEST_CASE("a module is strict, and has no this") {
  CHECK(
      ran("console.log(String(this)); try { undeclared = 1; } catch (e) { console.log(e.name) }") ==
      "undefined\nReferenceError\n");
}

TEST_CASE("helpers and iteration of arguments work in a module") {
  CHECK(ran("class A { #p = 1; get p() { return this.#p; } } class B extends A {}\n"
            "function f() { for (const x of arguments) console.log(x); }\n"
            "f(1, new B().p, ...[2, 3]);") == "1\n1\n2\n3\n");
}

TEST_CASE("top-level await is lowered, with for await in it") {
  check_table("await null;", "waits", "1");
  CHECK(ran("const x = await Promise.resolve(1); console.log(x);\n"
            "for await (const y of [Promise.resolve(2)]) console.log(y);\n"
            "class A { #p = x; p() { return this.#p; } } console.log(new A().p());") ==
        "1\n2\n1\n");
  check_table("export const {a, ...b} = await 1; import c from './c'; export {c}", "exports",
              R"(["a","b","c"])");
}

TEST_CASE("lines of a module lead back to its source") {
  for (const std::string_view last : {"", "await null;"}) {
    const std::string source =
        "import './a';\n\n\nexport function f() {\n  throw new Error();\n}\n" + std::string(last);
    const CompileResult result = compiled(source);
    const size_t at = result.code.find("throw new Error");
    REQUIRE(at != std::string::npos);
    const auto line =
        1 + std::count(result.code.begin(), result.code.begin() + static_cast<ptrdiff_t>(at), '\n');
    const SourcePosition place =
        find_source_position(result.line_table, static_cast<uint32_t>(line));
    CHECK(place.line == 5);
    CHECK(place.column == 3);
  }
}

TEST_CASE("a TypeScript module drops imports of types") {
  const std::string table = table_of(
      "import {type T, v} from './a'; import type {U} from './b'; export type X = T | U;\n"
      "export enum E { a } export const w: T = v as T;",
      SourceLanguage::typescript_module);
  INFO(table);
  CHECK(table.find(R"("requests":[["./a",)") != std::string::npos);
  CHECK(table.find(R"("imports":[[0,"v"]])") != std::string::npos);
  CHECK(table.find(R"("exports":["E","w"])") != std::string::npos);
}

TEST_CASE("a mistake in a module is a syntax error with its place") {
  for (const auto& [source, line] :
       {std::pair("import {a} from './a';\nlet a;", 2u), std::pair("with (a) {}", 1u),
        std::pair("\n\nimport {a} from;", 3u), std::pair("await = 1", 1u)}) {
    const CompileOutcome outcome = compiler().compile(source, SourceLanguage::javascript_module);
    INFO(source);
    REQUIRE(outcome.result.has_value());
    CHECK(outcome.result->status == CompileStatus::syntax_error);
    CHECK(outcome.result->line == line);
  }
}

TEST_CASE("what swc cannot print is refused by name and not run wrong") {
  const CompileOutcome outcome =
      compiler().compile("export * as 'a b' from './a';", SourceLanguage::javascript_module);
  REQUIRE(outcome.result.has_value());
  CHECK(outcome.result->status == CompileStatus::unsupported);
  for (const std::string_view hostile :
       {"export * as '*/ = 1; }, /*' from './a';", "export * as 'x; }]' from './a';",
        "export * as ')' from './a';"}) {
    const CompileOutcome refused = compiler().compile(hostile, SourceLanguage::javascript_module);
    INFO(hostile);
    REQUIRE(refused.result.has_value());
    CHECK(refused.result->status >= CompileStatus::syntax_error);
  }
}

TEST_CASE("import() in a classic script is a call of the library's") {
  const CompileOutcome outcome =
      compiler().compile("const f = () => import('./x'); ({import(y) { return y; }}).import(1);");
  REQUIRE(outcome.result.has_value());
  REQUIRE(outcome.result->status == CompileStatus::lowered);
  const std::string& code = outcome.result->code;
  CHECK(code.find("__swc._import('./x')") != std::string::npos);
  CHECK(code.find(".import(1)") != std::string::npos);
}

}  // namespace
}  // namespace skep
