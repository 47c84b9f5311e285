// Modules as the root of a tree, from the command line: what makes one, and how its failures end.
#include <doctest/doctest.h>

#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::Outcome;
using harness::TemporaryDirectory;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

constexpr std::string_view two_lines =
    "import { word } from './word.js';\nconsole.log(word, this);\n";

TEST_CASE("a file is a module by its ending, or because it is said to be one") {
  const TemporaryDirectory scripts;
  scripts.write("word.js", "export const word = await 'a word';");
  const Outcome by_name = harness::skep({"run", scripts.write("main.mjs", two_lines)});
  CHECK(by_name.status == 0);
  CHECK(by_name.out == "a word undefined\n");
  const std::string script = scripts.write("main.js", two_lines);
  const Outcome by_option = harness::skep({"run", "--module", script});
  CHECK(by_option.status == 0);
  CHECK(by_option.out == "a word undefined\n");
  const Outcome classic = harness::skep({"run", script});
  CHECK(classic.status == 1);
  CHECK(contains(classic.err, "main.js:1:1"));
}

TEST_CASE("the same file is a script to one and a module to another") {
  const TemporaryDirectory scripts;
  const std::string script = scripts.write("both.js", "console.log(typeof this, 1 <!--2\n)");
  CHECK(harness::skep({"run", script}).out == "object 1\n");
  CHECK(harness::skep({"run", "--module", script}).status == 1);
  CHECK(harness::skep({"run", script}).out == "object 1\n");
}

TEST_CASE("a graph that cannot be linked runs nothing, and says where the fault is") {
  const TemporaryDirectory scripts;
  scripts.write("word.js", "console.log('never'); export const words = 1;");
  const Outcome run = harness::skep({"run", scripts.write("main.mjs", two_lines)});
  CHECK(run.status == 1);
  CHECK(run.out.empty());
  CHECK(contains(run.err, "'./word.js' does not provide an export named 'word'"));
  CHECK(contains(run.err, "main.mjs:1:22"));
}

TEST_CASE("a module that is missing deep in a graph is named") {
  const TemporaryDirectory scripts;
  scripts.write("word.js", "export * from './deep.js';");
  scripts.write("deep.js", "import './nowhere.js'; export const word = 1;");
  const Outcome run = harness::skep({"run", scripts.write("main.mjs", two_lines)});
  CHECK(run.status == 1);
  CHECK(run.out.empty());
  CHECK(contains(run.err, "nowhere.js"));
}

TEST_CASE("a mistake in an imported module is shown there") {
  const TemporaryDirectory scripts;
  scripts.write("word.js", "export const word =\n  1 +;");
  const Outcome run = harness::skep({"run", scripts.write("main.mjs", two_lines)});
  CHECK(run.status == 1);
  CHECK(contains(run.err, "word.js:2:6"));
}

TEST_CASE("a graph of more modules than may be asked for at once is loaded whole") {
  const TemporaryDirectory scripts;
  std::string main;
  for (int i = 0; i < 200; ++i) {
    const std::string name = "part" + std::to_string(i) + ".js";
    scripts.write(name, "self.sum = (self.sum ?? 0) + " + std::to_string(i) + ";");
    main += "import './" + name + "';\nimport 'data:text/javascript,self.n=" + std::to_string(i) +
            "';\n";
  }
  const Outcome run =
      harness::skep({"run", scripts.write("main.mjs", main + "console.log(sum, n);")});
  CHECK(run.err == "");
  CHECK(run.out == "19900 199\n");
}

TEST_CASE("a tree whose modules wait for nothing that can come is finished") {
  const TemporaryDirectory scripts;
  const Outcome run = harness::skep(
      {"run", scripts.write("main.mjs", "console.log(1); await new Promise(() => {});")});
  CHECK(run.status == 0);
  CHECK(run.out == "1\n");
}

TEST_CASE("a module outside of the script root is never read") {
  const TemporaryDirectory scripts;
  scripts.write("secret.js", "console.log('seen'); export const word = 1;");
  for (const std::string_view specifier :
       {"../secret.js", "/../secret.js", "./%2e%2e/secret.js", "file:///etc/passwd"}) {
    const std::string main = "await import('" + std::string(specifier) + "').then(" +
                             "() => console.log('read'), error => console.log(error.name));";
    const Outcome run = harness::skep({"run", scripts.write("inside/main.mjs", main)});
    CHECK(run.out == "TypeError\n");
  }
}

}  // namespace
}  // namespace skep
