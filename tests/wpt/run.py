#!/usr/bin/env python3
"""Runs web-platform tests, from a checkout that the user has, in workers of skepd.

Tests are `.any.js`, `.worker.js`, `.window.js` and pages that need nothing of a page but its scripts.
Ends with 0 if everything ended as tests/wpt/expectations.json says, and with 1 otherwise.
"""

import argparse
import json
import os
import queue
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
for folder in ("clients", "cli"):
    sys.path.insert(0, os.path.join(HERE, "..", folder))

from daemon import Daemon  # noqa: E402
from expected import Expectations  # noqa: E402
from one_test import Outcome, Runner  # noqa: E402
from served_tree import ServedTree, meta  # noqa: E402

TESTS = (".any.js", ".worker.js", ".window.js", ".html", ".htm")
WORKER_GLOBALS = {"worker", "dedicatedworker"}


def listed(file):
    with open(file, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t")[-1].strip() for line in lines
                if line.strip() and not line.startswith("#")]


def found(tree, below):
    """Every test under a path of the tree that says of itself that it runs in a dedicated worker."""
    top = os.path.join(tree, below)
    if os.path.isfile(top):
        return [below]
    paths = []
    for directory, _, names in os.walk(top):
        for name in names:
            path = os.path.relpath(os.path.join(directory, name), tree)
            if name.endswith(".worker.js"):
                paths.append(path)
            elif name.endswith(".any.js"):
                with open(os.path.join(directory, name), encoding="utf-8", errors="replace") as file:
                    scopes = meta(file.read()).get("global", ["window,dedicatedworker"])
                if WORKER_GLOBALS & set(",".join(scopes).replace(" ", "").split(",")):
                    paths.append(path)
    return sorted(paths)


def work(tree, arguments, waiting, outcomes, lock):
    runner = Runner(tree, arguments.limit, arguments.limit * 4)
    while True:
        try:
            path = waiting.get_nowait()
        except queue.Empty:
            runner.close()
            return
        if not tree.exists(path):
            outcome = Outcome("ERROR", "there is no such file in the tree")
        else:
            outcome = runner.run(path)
        with lock:
            outcomes[path] = outcome
            if arguments.verbose:
                tell(path, outcome)


def tell(path, outcome):
    print(f"{outcome.status} {path} {outcome.message}".rstrip())
    for name, result in outcome.subtests.items():
        if result != "PASS":
            print(f"    {result} {name}: {outcome.messages.get(name, '')}"[:400])


def table(outcomes):
    """Per area (the first folder): tests that ended as they should, subtests that passed."""
    areas = {}
    for path, outcome in outcomes.items():
        row = areas.setdefault(path.split("/")[0], [0, 0, 0, 0])
        row[0] += outcome.status == "OK"
        row[1] += 1
        row[2] += sum(result == "PASS" for result in outcome.subtests.values())
        row[3] += max(len(outcome.subtests), 1)
    rows = sorted(areas.items())
    rows.append(("all", [sum(row[i] for _, row in rows) for i in range(4)]))
    lines = [f"{'area':24} {'ended OK':>13} {'subtests':>15} {'':>7}"]
    for area, (ok, tests, passed, subtests) in rows:
        lines.append(f"{area:24} {f'{ok}/{tests}':>13} {f'{passed}/{subtests}':>15} "
                     f"{passed / subtests if subtests else 1:>7.1%}")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(prog="./dev wpt", description=__doc__.splitlines()[0])
    parser.add_argument("--programs", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--tree", required=True, metavar="DIR", help="a web-platform-tests checkout")
    parser.add_argument("--list", metavar="FILE",
                        help="tests to run, a path a line; columns before it (tabs) are ignored")
    parser.add_argument("--json", metavar="OUT", help="where to write each subtest's result")
    parser.add_argument("--expectations", default=os.path.join(HERE, "expectations.json"),
                        metavar="FILE", help="other expectations; /dev/null for none")
    parser.add_argument("--limit", type=float, default=10, metavar="SECONDS",
                        help="for one test; four times as much for those that say they are long")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="tests at once")
    parser.add_argument("--verbose", action="store_true", help="each test as it ends")
    parser.add_argument("paths", nargs="*", metavar="PATH",
                        help="tests or folders of the tree; everything if there is no list either")
    arguments = parser.parse_args()
    checkout = os.path.realpath(arguments.tree)
    if not os.path.isfile(os.path.join(checkout, "resources", "testharness.js")):
        parser.error(f"{arguments.tree} is no web-platform-tests checkout: it has no resources/testharness.js")
    try:
        expectations = Expectations(
            None if arguments.expectations == "/dev/null" else arguments.expectations)
        paths = listed(arguments.list) if arguments.list else []
    except (OSError, ValueError) as error:
        parser.error(str(error))
    for below in arguments.paths or ([] if arguments.list else ["."]):
        below_it = found(checkout, os.path.normpath(below))
        if not below_it:
            parser.error(f"there is no test at {below}")
        paths += below_it
    if not paths:
        parser.error("there is no test to run")

    outcomes, waiting, lock = {}, queue.SimpleQueue(), threading.Lock()
    for path in dict.fromkeys(paths):
        waiting.put(path)
    with tempfile.TemporaryDirectory(prefix="skep-wpt-") as directory:
        tree = ServedTree(checkout, os.path.join(os.path.realpath(directory), "tree"))
        daemon = Daemon(arguments.programs, directory)
        os.environ["SKEP_SOCKET"] = daemon.socket
        try:
            threads = [threading.Thread(target=work, args=(tree, arguments, waiting, outcomes, lock))
                       for _ in range(arguments.jobs)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            daemon.close()
    if len(outcomes) != len(dict.fromkeys(paths)):
        print("the runner failed: not every test has a result", file=sys.stderr)
        return 1

    outcomes = dict(sorted(outcomes.items()))
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump({path: {"status": one.status, "subtests": one.subtests}
                       for path, one in outcomes.items()}, file, indent=1)
            file.write("\n")
    regressions = 0
    for path, outcome in outcomes.items():
        worse, better = expectations.surprises(path, outcome)
        regressions += len(worse)
        for line in worse:
            print(f"unexpected: {path}: {line}"[:400])
        for line in better:
            print(f"better than expected: {path}: {line}"[:400])
    print(table(outcomes))
    print(f"{regressions} unexpected")
    return 1 if regressions else 0


if __name__ == "__main__":
    sys.exit(main())
