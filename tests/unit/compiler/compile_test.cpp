// The sealed compiler as the supervisor meets it: one source in, one frame and one end out.
#include <cerrno>
#include <cstddef>
#include <iterator>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "tests/unit/compiler/compiler_process.h"

namespace skep {
namespace {

CompileResult compiled(std::string_view source,
                       SourceLanguage language = SourceLanguage::javascript) {
  const CompileOutcome outcome = compiler().compile(source, language);
  INFO(source.substr(0, 80));
  REQUIRE(outcome.wait_status == 0);
  REQUIRE(outcome.result.has_value());
  return *outcome.result;
}

void check_complaint(std::string_view source, CompileStatus status, uint32_t line, uint32_t column,
                     std::string_view words) {
  const CompileResult result = compiled(source);
  INFO(source);
  INFO(result.message);
  CHECK(result.status == status);
  CHECK(result.line == line);
  CHECK(result.column == column);
  CHECK(result.message.find(words) != std::string::npos);
}

// As systemd's SystemCallFilter=~@resources does it, and some containers.
void refuse_choice_of_processors() {
  sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sched_setaffinity, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog filter = {std::size(program), program};
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

TEST_CASE("a machine that lets nobody choose processors has a compiler that works") {
  CompilerProcess process(refuse_choice_of_processors);
  const CompileOutcome outcome = process.compile("const a = [1, 2];", SourceLanguage::javascript);
  CHECK(outcome.wait_status == 0);
  REQUIRE(outcome.result.has_value());
  CHECK(outcome.result->status == CompileStatus::lowered);
}

TEST_CASE("plain ES5 is left unchanged") {
  CHECK(compiled("").status == CompileStatus::unchanged);
  CHECK(compiled("var a = 1; function f(x) { return x / 2; }\n").status ==
        CompileStatus::unchanged);
}

TEST_CASE("what the engine takes but reads differently is lowered") {
  for (const char* source : {"const a = 1;", "{ function f() {} }", "if (1) { function f() {} }",
                             "#!/usr/bin/skep\nvar a;", "[a] = b;", "x = {a: b} = c;",
                             "for ([a] in b);", "var a = {__proto__: b};", "var \U00020BB7;"}) {
    INFO(std::string(source));
    CHECK(compiled(source).status == CompileStatus::lowered);
  }
}

TEST_CASE("a syntax error has its message, line and column") {
  check_complaint("let a = 1;\n  function (", CompileStatus::syntax_error, 2, 12, "Expected ident");
  check_complaint("let a;\nlet a;", CompileStatus::syntax_error, 2, 5, "defined multiple times");
  check_complaint("import x from 'y';", CompileStatus::syntax_error, 1, 1, "import");
  check_complaint("var a;\nexport var b;", CompileStatus::syntax_error, 2, 1, "export");
  check_complaint("\tx y", CompileStatus::syntax_error, 1, 2, "Expected");
}

TEST_CASE("what is not UTF-8 becomes U+FFFD, a byte-order mark nothing") {
  const std::string replaced =
      compiled("var a = '\xff|\xe2\x82|\xed\xa0\x80|\xf0\x9f\x98\x80';").code;
  const std::string mark = "\xef\xbf\xbd";
  INFO(replaced);
  CHECK(replaced.find(mark + "|" + mark + "|" + mark + mark + mark + "|\xf0\x9f\x98\x80") !=
        replaced.npos);
  check_complaint("\xed\xa0\x80", CompileStatus::syntax_error, 1, 1, "");
  CHECK(compiled("\xef\xbb\xbfvar a;").code.starts_with("var a"));
  check_complaint("\xef\xbb\xbfx y", CompileStatus::syntax_error, 1, 1, "Expected");
  CHECK(compiled("\xef\xbb\xbf#!/usr/bin/skep\nvar a;").status == CompileStatus::lowered);
}

TEST_CASE("what the engine can never run is named with its place") {
  check_complaint("let a = 1;\nlet b = 10n;", CompileStatus::unsupported, 2, 9, "BigInt");
  check_complaint("let a = 1;\na = /(?<=x)y(/;", CompileStatus::unsupported, 2, 5,
                  "Invalid regular expression: Unterminated group");
  check_complaint("\n\nvar r = /a/v;", CompileStatus::unsupported, 3, 9, "flag v");
}

TEST_CASE("what the engine lacks of regular expressions, names and literals is ours") {
  const auto code_of = [](std::string_view source) {
    INFO(std::string(source));
    const CompileResult result = compiled(source);
    CHECK(result.message == "");
    return result.code;
  };
  CHECK(code_of("let a = /(?<=x)y/;").find("__swc._regexp(\"(?<=x)y\",\"\")") != std::string::npos);
  CHECK(code_of("let a = /y/g;").find("/y/g") != std::string::npos);
  CHECK(code_of("let a; a = () => a;").find("__swc._name(\"a\",function") != std::string::npos);
  CHECK(code_of("let a = {__proto__: b};").find("__swc._with_prototype({") != std::string::npos);
  CHECK(code_of("function* f(a = 1) {\n}").find("_ts_gen_eager") != std::string::npos);
  CHECK(code_of("function* f(a) {\n}").find("_ts_generator") != std::string::npos);
}

TEST_CASE("a comment that names a file makes the compiler open nothing") {
  CHECK(compiled("const x = 1;\n//# sourceMappingURL=/etc/passwd\n").status ==
        CompileStatus::lowered);
}

TEST_CASE("20,000 nested parentheses are no crash") {
  const std::string source =
      "let x = " + std::string(20'000, '(') + "1" + std::string(20'000, ')') + ";";
  CHECK(compiler().compile(source).wait_status == 0);
}

TEST_CASE("a large source is lowered") {
  std::string source;
  for (int i = 0; source.size() < (1u << 20); ++i) {
    source += "function f" + std::to_string(i) + "(a) { return [1, 2].map(x => x + a); }\n";
  }
  CHECK(compiled(source).status == CompileStatus::lowered);
}

TEST_CASE("a source that takes too much ends its own process only") {
  // Deep enough to overflow any stack: what matters is that the next source is well.
  const std::string source = "x = " + std::string(4'000'000, '[');
  compiler().compile(source);
  CHECK(compiled("var a;").status == CompileStatus::unchanged);
}

TEST_CASE("top-level declarations stay global and what swc adds is the script's own") {
  const std::string code =
      compiled("class A { #x = 1; get() { return this.#x; } }\nlet b = [...[1]];").code;
  CHECK(code.find("var A = ") != std::string::npos);
  CHECK(code.find("var b = ") != std::string::npos);
  CHECK(code.find("require(") == std::string::npos);
  CHECK(code.find("__swc._") != std::string::npos);
  CHECK(code.find("_x$") != std::string::npos);
  CHECK(code.find("\"use strict\";\nvar") == std::string::npos);
}

}  // namespace
}  // namespace skep
