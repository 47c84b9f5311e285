#include <cstdlib>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "base/log.h"
#include "base/programs.h"
#include "compiler/compile_filter.h"
#include "compiler/compile_zygote.h"
#include "compiler/lowering.h"
#include "compiler/single_processor.h"
#include "confine/capabilities.h"
#include "confine/empty_root.h"
#include "confine/identity.h"
#include "confine/namespaces.h"
#include "confine/pid_namespace.h"
#include "confine/process_flags.h"
#include "confine/process_limits.h"

namespace skep {
namespace {

// One block that uses much of what swc lowers, and a script that does not parse: the parser, the
// passes, the printer and the error printer have all run once when the first source comes.
constexpr std::string_view good_block = R"({
  class A { #x = 1; get x() { return this.#x; } static { this.s = `a${1}`; } }
  class B extends A { constructor(...r) { super(); this.r = [...r, 2]; } }
  const { a = 1, ...rest } = { b: 2 }; let [c, , d] = [1, 2, 3];
  async function f(p = a ?? 2) { for await (const v of g()) await v?.x; }
  async function* g() { yield* [1]; } function* h() { const z = yield 1; }
  for (const v of [1]) setTimeout(() => v ** 2, /(?<n>a)/s);
}
)";

// The block many times over. When swc first meets a list long enough to share among threads it asks
// the machine for its number of processors, which opens files, and makes a thread pool. That must
// have happened here and not in a child, where it is death; see no_threads.cpp for what becomes of
// the pool.
std::string good_script() {
  std::string script;
  for (int i = 0; i < 100; ++i) script += good_block;
  script += "const list = [";
  for (int i = 0; i < 1000; ++i) script += "f(...a, x => x), { a, b() {} }, ";
  script += "];\nclass L {";
  for (int i = 0; i < 500; ++i) script += fmt::format(" m{}() {{ return g({}); }}", i, i);
  return script + "}\n";
}
// What only modules go through, and only those that wait: both passes.
std::string good_module(std::string_view last) {
  std::string script = "import d, { a as b } from './a.js'; import * as n from './b.js';\n";
  script += "export * from './c.js'; export { b, n }; export default d; export let x = 1;\n";
  script += "export class C { m() { return import(import.meta.url); } } x = 2;\n";
  script += good_block;
  script += last;
  return script;
}

constexpr std::string_view bad_script = "let a; let a;\nfunction (";

[[noreturn]] void fail(std::string_view what, const Error& error) {
  throw std::runtime_error(fmt::format("{}: {}", what, error.message()));
}

template <class T>
T take(Result<T> result, std::string_view what) {
  if (!result) fail(what, result.error());
  return std::move(result).value();
}
void require(const Result<>& result, std::string_view what) {
  if (!result) fail(what, result.error());
}

// Room for what swc's allocator reserves (1.1 GB), for the parse of a large source, and the stack.
constexpr uint64_t child_address_bytes = 4ull << 30;

}  // namespace

SwcAddon load_swc() {
  // Rust code would otherwise describe every error with a stack trace, and open files to do so.
  ::setenv("RUST_BACKTRACE", "0", 1);
  return take(SwcAddon::load(take(find_program_file("swc.node"), "finding swc.node")),
              "loading swc.node");
}

CompileTools warm_up_compiler(const SwcAddon& swc) {
  duk_context* heap = duk_create_heap_default();
  if (heap == nullptr) throw std::runtime_error("no memory for a heap");
  CompileTools tools{swc, heap,  take(build_compile_filter(), "building the filter"),
                     {},  false, child_address_bytes};
  const SingleProcessor while_warming_up;
  const std::string script = good_script();
  for (const auto language : {SourceLanguage::javascript, SourceLanguage::typescript}) {
    if (lower_source(script, language, swc, heap).status != CompileStatus::lowered) {
      throw std::runtime_error("swc.node does not lower");
    }
  }
  for (const auto language :
       {SourceLanguage::javascript_module, SourceLanguage::typescript_module}) {
    for (const std::string_view last : {"x = 3;", "for await (const y of [await x]) x = y;"}) {
      if (lower_source(good_module(last), language, swc, heap).status != CompileStatus::lowered) {
        throw std::runtime_error("swc.node does not lower modules");
      }
    }
  }
  lower_source(bad_script, SourceLanguage::javascript, swc, heap);
  duk_gc(heap, 0);

  auto landlock = make_landlock_rules();
  if (landlock) {
    tools.landlock = std::move(*landlock);
  } else {
    log::warning("compilers run without Landlock: {}", landlock.error().message());
  }
  tools.forbid_executable_memory = executable_memory_can_be_forbidden();
  return tools;
}

void seal_compiler() {
  require(drop_root(), "leaving root");
  const Namespaces namespaces = take(leave_namespaces(), "leaving the namespaces");
  if (!namespaces.user || !namespaces.net || !namespaces.ipc || !namespaces.mount) {
    log::warning("compilers run without all namespaces of their own user={} mount={} net={} ipc={}",
                 namespaces.user, namespaces.mount, namespaces.net, namespaces.ipc);
  }
  if (namespaces.pid) require(enter_pid_namespace(), "entering the pid namespace");
  if (namespaces.mount) {
    if (auto empty = enter_empty_root(); !empty) {
      log::warning("compilers see the machine's file system: {}", empty.error().message());
    }
  }
  require(drop_capabilities(), "dropping capabilities");
  require(set_no_new_privs(), "setting no_new_privs");
  require(make_undumpable(), "making the zygote undumpable");
}

}  // namespace skep
