// Map, Set, WeakMap and promises in a heap: what a script cannot test by itself.
#include <doctest/doctest.h>

#include "sandbox/realm.h"
#include "tests/unit/sandbox/test_heap.h"

namespace skep::test {
namespace {

// Runs `source` with so many bytes more than are in use.
std::string run_within(size_t bytes, const std::string& source) {
  const size_t before = test_arena().limit();
  test_arena().set_limit(bytes);
  std::string result = run(source);
  test_arena().set_limit(before);
  test_arena().forget_exhaustion();
  return result;
}

size_t settled_use() {
  duk_gc(test_heap(), 0);
  duk_gc(test_heap(), 0);
  return test_arena().in_use();
}

}  // namespace

TEST_CASE("a million entries are kept, found, walked and let go") {
  CHECK(run("var m = new Map(), i, sum = 0;"
            "for (i = 0; i < 1e6; i++) m.set(i, 1);"
            "m.forEach(function (v) { sum += v; });"
            "for (i = 0; i < 1e6; i += 2) m.delete(i);"
            "var left = m.size + ' ' + m.has(999999) + m.has(999998);"
            "m.clear(); sum + ' ' + left + ' ' + m.size") == "1000000 500000 truefalse 0");
}

TEST_CASE("a Map whose memory runs out while it grows stays whole and useful") {
  CHECK(run("var full = new Map(), set = new Set(), n; 0") == "0");
  for (size_t bytes = 20'000; bytes < 400'000; bytes += 9'001) {
    CAPTURE(bytes);
    const std::string thrown = run_within(
        bytes, "full.clear(); for (n = 0; ; n++) { full.set('key' + n, [n]); set.add(n); }");
    CHECK(thrown.starts_with("threw"));
    CHECK(run("var seen = 0, wrong = 0; full.forEach(function (v, k) {"
              "  if (k !== 'key' + seen || v[0] !== seen || full.get(k) !== v) wrong++; seen++; });"
              "wrong + ' ' + (seen === full.size) + (full.size === n || full.size === n + 1)") ==
          "0 truetrue");
    CHECK(run("full.set('after', 1).get('after')") == "1");
  }
  CHECK(run("full = set = undefined") == "undefined");
}

TEST_CASE("what a WeakMap holds goes with its key") {
  CHECK(run("var weak = new WeakMap(), key = {}; weak.set(key, 1).has(key)") == "true");
  const size_t before = settled_use();
  CHECK(run("for (var i = 0; i < 10000; i++) weak.set({}, new Array(10)); 0") == "0");
  CHECK(settled_use() < before + 10'000);
  CHECK(run("weak.get(key)") == "1");
}

TEST_CASE("a WeakMap's value may lead to its key, and both go") {
  const size_t before = settled_use();
  CHECK(run("(function () { for (var i = 0, k; i < 10000; i++) { k = {}; new WeakMap().set(k, "
            "[k]); } })()") == "undefined");
  CHECK(settled_use() < before + 10'000);
}

TEST_CASE("a long chain of promises is collected and settled in time that grows with its length") {
  CHECK(run("var steps = 0, p = Promise.resolve(); for (var i = 0; i < 200000; i++)"
            " p = p.then(function () { steps++; }); 0") == "0");
  duk_gc(test_heap(), 0);
  realm_of(test_heap()).loop.perform_microtask_checkpoint();
  CHECK(run("steps") == "200000");
  CHECK(run("p = undefined") == "undefined");
}

TEST_CASE("microtasks that queue microtasks keep no room") {
  CHECK(run("var count = 0; function again() { if (++count < 300000) queueMicrotask(again); }"
            "for (var i = 0; i < 10; i++) queueMicrotask(again); 0") == "0");
  const size_t before = settled_use();
  realm_of(test_heap()).loop.perform_microtask_checkpoint();
  CHECK(run("count >= 300000") == "true");
  CHECK(settled_use() < before + 300'000);
}

}  // namespace skep::test
