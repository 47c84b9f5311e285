// Every program of tests/js/language, lowered and run: what it prints is in the .out file beside
// it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <doctest/doctest.h>

#include "tests/unit/compiler/compiler_process.h"
#include "tests/unit/compiler/engine.h"

namespace skep {
namespace {

namespace fs = std::filesystem;

std::string contents_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("the language's programs print what they print elsewhere") {
  std::vector<fs::path> programs;
  for (const auto& file : fs::directory_iterator(SKEP_LANGUAGE_PROGRAMS)) {
    if (file.path().extension() == ".js" || file.path().extension() == ".ts") {
      programs.push_back(file.path());
    }
  }
  std::sort(programs.begin(), programs.end());
  CHECK(programs.size() >= 26);
  for (const fs::path& program : programs) {
    INFO(program.filename().string());
    const std::string source = contents_of(program);
    const auto language =
        program.extension() == ".ts" ? SourceLanguage::typescript : SourceLanguage::javascript;
    const CompileOutcome outcome = compiler().compile(source, language);
    CHECK(outcome.wait_status == 0);
    if (!outcome.result) continue;
    INFO(outcome.result->message);
    CHECK(outcome.result->status <= CompileStatus::lowered);
    const bool unchanged = outcome.result->status == CompileStatus::unchanged;
    const std::string expected = contents_of(fs::path(program).replace_extension(".out"));
    CHECK(run_lowered(unchanged ? source : outcome.result->code) == expected);
    const FormRun form = run_compiled_form(outcome.result->compiled);
    CHECK(form.printed == expected);
    // The script's own function has no place.
    CHECK(form.functions == outcome.result->functions.size() / sizeof(FunctionPlace) + 1);
  }
}

TEST_CASE("a function of a compiled form has what a compiled function has") {
  const std::string source =
      "function named(a, b) {} var other = function () {}, own = Object.getOwnPropertyNames;"
      "console.log(own(named).sort(), own(other).sort(), named.length, named.name);"
      "console.log(named.prototype.constructor === named, typeof (function again() { return again; "
      "})());"
      "console.log((function () { return eval('arguments.length'); })(1, 2));"
      "try { missing; } catch (error) { console.log(error.name); }";
  const CompileResult result = *compiler().compile(source).result;
  REQUIRE(result.status == CompileStatus::unchanged);
  const std::string printed = run_lowered(source);
  CHECK(printed.find("threw") == std::string::npos);
  CHECK(run_compiled_form(result.compiled).printed == printed);
}

TEST_CASE("a complaint has no compiled form") {
  const CompileResult result = *compiler().compile("function (").result;
  CHECK(result.status == CompileStatus::syntax_error);
  CHECK(result.compiled.empty());
  CHECK(result.functions.empty());
}

TEST_CASE("two scripts in one heap keep their private names apart") {
  const auto lowered = [](std::string_view source) {
    return compiler().compile(source).result->code;
  };
  const std::string first = lowered("class A { #x = 'a'; get() { return this.#x; } }");
  const std::string second = lowered("class B { #x = 'b'; get() { return this.#x; } }\n");
  CHECK(run_lowered(first + second + "console.log(new A().get(), new B().get());") == "a b\n");
}

TEST_CASE("the library costs less than a megabyte and a half") {
  CHECK(measure_library().loaded_bytes < (3u << 19));
}

}  // namespace
}  // namespace skep
