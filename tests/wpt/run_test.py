#!/usr/bin/env python3
"""The runner of web-platform tests against a checkout of our own, as small as can be. Speaks TAP.

Its testharness.js is ours too: as much of the real one's talk with the page as the runner listens to.
"""

import json
import os
import subprocess
import sys
import tempfile

RUNNER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "run.py")

HARNESS = """
const tests = [];
let ended = false;
self.test = (body, name) => {
  const one = { name, status: 0, message: null };
  try { body(); } catch (error) { one.status = 1; one.message = String(error); }
  tests.push(one);
  postMessage({ type: 'result', test: one });
};
self.setup = () => {};
self.never_done = () => { ended = true; };
self.done = () => {
  if (!ended) postMessage({ type: 'complete', tests, status: { status: 0, message: null } });
};
self.fail = () => { throw new Error('failed'); };
"""

TREE = {
    "resources/testharness.js": HARNESS,
    "area/help.js": "self.helped = true;",
    "area/data.json": '{"found": true}',
    "area/good.any.js": "// META: script=help.js\ntest(() => helped || fail(), 'helped');\n"
                        "test(() => { if (!GLOBAL.isWorker()) fail(); }, 'in a worker');",
    "area/bad.any.js": "test(() => {}, 'passes'); test(() => fail(), 'fails');",
    "area/page.html": "<!doctype html><title>A title</title><script src=/resources/testharness.js></script>\n"
                      "<script id=text type=text/plain>words</script>\n"
                      "<script>test(() => document.title === 'A title' || fail(), 'title');</script>\n"
                      "<script>test(() => document.getElementById('text').text === 'words' || fail(), 'text');"
                      "</script>",
    "area/own.worker.js": "importScripts('/resources/testharness.js'); test(() => {}, 'own'); done();",
    "area/read.any.js": "never_done(); fetch('data.json').then(r => r.json()).then(data => {\n"
                        "  test(() => data.found || fail(), 'found');\n"
                        "  postMessage({ type: 'complete', tests: [], status: { status: 0 } }); });",
    "area/queries.any.js": "// META: variant=?one\n// META: variant=?two\n"
                           "test(() => {}, 'asked ' + location.search);",
    "area/endless.any.js": "test(() => {}, 'before'); for (;;);",
    "area/broken.any.js": "test(() => {}, 'never' ;",
    "area/hungry.any.js": "test(() => {}, 'begun'); const all = []; for (;;) all.push(new ArrayBuffer(1 << 26));",
    "area/page_only.any.js": "// META: global=window\ntest(() => {}, 'not for workers');",
    "other/else.any.js": "test(() => {}, 'elsewhere');",
}

PASSES = {"area/good.any.js": {"helped": "PASS", "in a worker": "PASS"},
          "area/page.html": {"title": "PASS", "text": "PASS"},
          "area/own.worker.js": {"own": "PASS"},
          "area/read.any.js": {"found": "PASS"},
          "area/queries.any.js": {"asked ?one": "PASS", "asked ?two": "PASS"}}


class Checkout:
    def __init__(self, directory, programs):
        self.directory, self.programs = directory, programs
        for path, text in TREE.items():
            self.file("tree/" + path, text)

    def file(self, name, text):
        path = os.path.join(self.directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def run(self, *words, expectations=None):
        """(status, what was printed, the results)."""
        out = os.path.join(self.directory, "out.json")
        if os.path.exists(out):
            os.unlink(out)
        expected = "/dev/null" if expectations is None else self.file(
            "expectations.json", json.dumps(expectations))
        done = subprocess.run(
            [sys.executable, RUNNER, "--programs", self.programs, "--tree", os.path.join(self.directory, "tree"),
             "--json", out, "--expectations", expected, *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
        results = None
        if os.path.exists(out):
            with open(out, encoding="utf-8") as file:
                results = json.load(file)
        return done.returncode, done.stdout, results


def listed_tests_pass(checkout):
    paths = checkout.file("list.txt", "".join(f"1\tA\t2/2\t{path}\n" for path in PASSES))
    status, printed, results = checkout.run("--list", paths)
    wanted = {path: {"status": "OK", "subtests": subtests} for path, subtests in PASSES.items()}
    return status == 0 and results == wanted and "0 unexpected" in printed, (status, printed, results)


def a_folder_is_searched(checkout):
    status, printed, results = checkout.run("other")
    return status == 0 and list(results) == ["other/else.any.js"], (status, printed, results)


def tests_for_pages_are_not_found(checkout):
    _, printed, results = checkout.run("--limit", "2", "area")
    return ("area/page_only.any.js" not in results and "area/bad.any.js" in results), (printed, results)


def a_path_without_tests_is_refused(checkout):
    status, printed, _ = checkout.run("nowhere")
    return status == 2 and "there is no test at nowhere" in printed, (status, printed)


def every_bad_end_has_its_word(checkout):
    names = ("bad", "endless", "broken", "hungry", "none")
    paths = checkout.file("ends.txt", "".join(f"area/{name}.any.js\n" for name in names))
    status, printed, results = checkout.run("--limit", "2", "--list", paths)
    found = {path.split("/")[1].split(".")[0]: one["status"] for path, one in results.items()}
    wanted = {"bad": "OK", "endless": "TIMEOUT", "broken": "ERROR", "hungry": "CRASH", "none": "ERROR"}
    kept = results["area/endless.any.js"]["subtests"] == {"before": "PASS"}
    return status == 1 and found == wanted and kept, (status, printed, found)


def expected_failures_are_no_regressions(checkout):
    entry = {"reason": "for this test", "subtests": ["fails"]}
    status, printed, _ = checkout.run("area/bad.any.js", expectations={"area/bad.any.js": entry})
    return status == 0 and "unexpected:" not in printed, (status, printed)


def what_fails_unexpectedly_is_named(checkout):
    status, printed, _ = checkout.run("area/bad.any.js")
    return status == 1 and "unexpected: area/bad.any.js: FAIL fails" in printed, (status, printed)


def what_passes_unexpectedly_is_named(checkout):
    entry = {"reason": "for this test", "subtests": ["fails", "passes"]}
    status, printed, _ = checkout.run("area/bad.any.js", expectations={"area/bad.any.js": entry})
    return status == 0 and "better than expected: area/bad.any.js: PASS passes" in printed, (status, printed)


def an_expectation_needs_a_reason(checkout):
    status, printed, _ = checkout.run("area/bad.any.js", expectations={"area/bad.any.js": {"subtests": ["fails"]}})
    return status == 2 and "has no reason" in printed, (status, printed)


def a_table_sums_up_each_area(checkout):
    _, printed, _ = checkout.run("area/bad.any.js", "other")
    rows = [line.split() for line in printed.splitlines()]
    return (["area", "1/1", "1/2", "50.0%"] in rows and ["other", "1/1", "1/1", "100.0%"] in rows and
            ["all", "2/2", "2/3", "66.7%"] in rows), printed


def another_directory_is_no_checkout(checkout):
    status, printed, _ = checkout.run("--tree", checkout.directory)
    return status == 2 and "is no web-platform-tests checkout" in printed, (status, printed)


CASES = [listed_tests_pass, a_folder_is_searched, tests_for_pages_are_not_found, every_bad_end_has_its_word, a_path_without_tests_is_refused,
         expected_failures_are_no_regressions, what_fails_unexpectedly_is_named, what_passes_unexpectedly_is_named, an_expectation_needs_a_reason, a_table_sums_up_each_area,
         another_directory_is_no_checkout]


def main():
    print(f"1..{len(CASES)}")
    with tempfile.TemporaryDirectory(prefix="skep-wpt-test-") as directory:
        checkout = Checkout(directory, sys.argv[1])
        for number, case in enumerate(CASES, 1):
            good, about = case(checkout)
            print(f"{'ok' if good else 'not ok'} {number} - {case.__name__.replace('_', ' ')}", flush=True)
            if not good:
                print("# " + str(about).replace("\n", "\n# "))


main()
