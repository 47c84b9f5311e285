// Scripts that cannot run: each gives a clear message and the right status, and leaves nothing.
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <doctest/doctest.h>

#include "tests/harness/harness.h"

namespace skep {
namespace {

using harness::Outcome;
using harness::TemporaryDirectory;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Outcome run_source(std::string_view source) {
  const TemporaryDirectory scripts;
  return harness::skep({"run", scripts.write("main.js", source)});
}

TEST_CASE("a missing script is named, and the status says that it could not be loaded") {
  const TemporaryDirectory scripts;
  const Outcome run = harness::skep({"run", scripts / "missing.js"});
  CHECK(run.status == 5);
  CHECK(contains(run.err, "missing.js"));
  CHECK(run.out.empty());
  harness::expect_no_processes_left();
}

TEST_CASE("an unreadable script is refused as what it is") {
  const TemporaryDirectory scripts;
  const std::string script = scripts.write("main.js", "console.log(1)");
  REQUIRE(::chmod(script.c_str(), 0) == 0);
  harness::StartOptions options = harness::skep_options({"run", script});
  // Root reads everything unless it cannot have the capabilities for it.
  options.preparations.push_back([] {
    ::prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0);
    ::prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0);
    return 0;
  });
  const Outcome run = harness::Command(options).finish();
  CHECK(run.status == 5);
  CHECK(contains(run.err, "main.js"));
  CHECK(contains(run.err, "ermission denied"));
  CHECK(run.out.empty());
}

TEST_CASE("a directory is not a script") {
  const TemporaryDirectory scripts;
  scripts.write("inside/main.js", "console.log(1)");
  const Outcome run = harness::skep({"run", scripts / "inside"});
  CHECK(run.status == 5);
  CHECK(contains(run.err, "directory"));
}

TEST_CASE("a pipe is not a script, and nobody waits for it") {
  const TemporaryDirectory scripts;
  const std::string pipe = scripts / "main.js";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const Outcome run = harness::skep({"run", pipe});
  CHECK(run.status == 5);
  CHECK(contains(run.err, "main.js"));
}

TEST_CASE("binary garbage is an error of the script and of nothing else") {
  std::string garbage;
  uint32_t state = 1;
  for (int i = 0; i < 100'000; ++i) {
    state = state * 1'664'525 + 1'013'904'223;
    garbage += static_cast<char>(state >> 24);
  }
  const Outcome run = run_source(garbage);
  CHECK((run.status == 1 || run.status == 5));
  CHECK(contains(run.err, "main.js"));
  CHECK(run.out.empty());
  harness::expect_no_processes_left();
}

TEST_CASE("an empty script runs to its end") {
  const Outcome run = run_source("");
  CHECK(run.status == 0);
  CHECK(run.out.empty());
  CHECK(run.err.empty());
}

TEST_CASE("a script of 50 MB is refused by its size") {
  const Outcome run = run_source("//" + std::string(50'000'000, 'x'));
  CHECK(run.status == 5);
  CHECK(contains(run.err, "main.js"));
  CHECK(run.out.empty());
}

TEST_CASE("a script that is not UTF-8 runs with U+FFFD for what is malformed") {
  for (const std::string declaration : {"const fine = 1;\n", "var fine = 1;\n", "\xef\xbb\xbf"}) {
    const Outcome run = run_source(declaration + "console.log('a\xff\xe2\x82', 'b');");
    INFO(declaration);
    CHECK(run.status == 0);
    CHECK(run.out == "a\xef\xbf\xbd\xef\xbf\xbd b\n");
    CHECK(run.err.empty());
  }
}

TEST_CASE("a syntax error shows its original line and column, and the line itself") {
  const Outcome run = run_source("const a = 1;\nconst b = 2;\nlet c = ;\n");
  CHECK(run.status == 1);
  CHECK(contains(run.err, "SyntaxError"));
  CHECK(contains(run.err, "main.js:3:9"));
  CHECK(contains(run.err, "let c = ;"));
  CHECK(contains(run.err, "^"));
  CHECK(run.out.empty());
}

TEST_CASE("a script that throws at once shows what, and where in the original") {
  const Outcome run = run_source(
      "const thrower = () => {\n"
      "  throw new Error(`boom ${1 + 1}`);\n"
      "};\n"
      "thrower();\n");
  CHECK(run.status == 1);
  CHECK(contains(run.err, "Uncaught Error: boom 2"));
  CHECK(contains(run.err, "main.js:2"));
  CHECK(contains(run.err, "main.js:4"));
  harness::expect_no_processes_left();
}

TEST_CASE("a script that throws null says so") {
  const Outcome run = run_source("throw null");
  CHECK(run.status == 1);
  CHECK(contains(run.err, "Uncaught null"));
}

TEST_CASE("a root script outside the script root is refused") {
  const TemporaryDirectory inside;
  const TemporaryDirectory outside;
  const std::string script = outside.write("main.js", "console.log(1)");
  const Outcome run = harness::skep({"run", "--root", inside.path(), script});
  CHECK(run.status == 5);
  CHECK(contains(run.err, "outside"));
  CHECK(run.out.empty());
}

TEST_CASE("a worker script outside the script root fires a plain error event at its owner") {
  const TemporaryDirectory around;
  around.write("secret.js", "postMessage('read it')");
  around.write("root/link.js", "");
  std::filesystem::remove(around / "root/link.js");
  std::filesystem::create_symlink("../secret.js", around / "root/link.js");
  const std::string script = around.write("root/main.js", R"(
    const urls = ['../secret.js', '/secret.js', 'link.js', 'missing.js',
                  'https://elsewhere.example/w.js', 'file:///etc/passwd', 'http://skep.localhost/main.js'];
    let left = urls.length;
    for (const url of urls) {
      const done = what => {
        console.log(url, what);
        if (--left === 0) console.log('asked for all');
      };
      try {
        const worker = new Worker(url);
        worker.onmessage = () => done('READ');
        worker.onerror = event => {
          event.preventDefault();
          done(event instanceof ErrorEvent ? 'ErrorEvent' : event.type);
        };
      } catch (error) {
        done(error.name);
      }
    }
  )");
  const Outcome run = harness::skep({"run", script});
  CHECK(run.status == 0);
  CHECK(contains(run.out, "asked for all"));
  CHECK_FALSE(contains(run.out, "READ"));
  CHECK(contains(run.out, "../secret.js error\n"));
  CHECK(contains(run.out, "link.js error\n"));
  CHECK(contains(run.out, "missing.js error\n"));
}

TEST_CASE("a mistake on the command line starts nothing") {
  CHECK(harness::skep({"run"}).status == 2);
  CHECK(harness::skep({"run", "--no-such-option", "x.js"}).status == 2);
  CHECK(harness::skep({"no-such-command"}).status == 2);
}

}  // namespace
}  // namespace skep
