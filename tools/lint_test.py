#!/usr/bin/env python3
"""Each rule of tools/lint finds a breach that was put there, and a clean tree has none. Speaks TAP."""

import os
import subprocess
import sys
import tempfile

LINT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lint")

CLEAN = {
    "base/fd.h": "// A descriptor.\n#pragma once\n#include <utility>\n",
    "ipc/ring.h": '// A ring.\n#pragma once\n#include "base/fd.h"\n',
    "docs/design.md": "`base/fd.h` `ipc/ring.h`\n",
}

A_TEST = {"tests/a_test.cpp": 'TEST_CASE("a bomb") {}\n'}
# A catalogue of attacks without its first row.
ALL_BUT_ONE = "".join(f'| {row} | a bomb | K | `tests/a_test.cpp`: "a bomb" |\n'
                      for row in range(2, 67) if row not in (16, 20, 25, 26, 27, 31))

# What each case adds to the clean tree, and what the lint must say.
CASES = {
    "a clean tree is clean": ({}, None),
    "a folder may not include one above it": (
        {"base/fd.h": '// A descriptor.\n#include "ipc/ring.h"\n'},
        "base/fd.h:2: base/ must not include ipc/"),
    "the daemon may not include the sandbox": (
        {"daemon/x.cpp": '#include "sandbox/cell.h"\n', "docs/design.md":
         "`base/fd.h` `ipc/ring.h` `daemon/x.cpp`"},
        "daemon/x.cpp:1: daemon/ must not include sandbox/"),
    "the daemon never sees the engine": (
        {"daemon/x.cpp": "#include <duktape.h>\n", "docs/design.md":
         "`base/fd.h` `ipc/ring.h` `daemon/x.cpp`"},
        "daemon/x.cpp:1: daemon/ must never see duktape"),
    "the daemon never sees libseccomp": (
        {"daemon/x.cpp": "#  include <seccomp.h>\n", "docs/design.md":
         "`base/fd.h` `ipc/ring.h` `daemon/x.cpp`"},
        "daemon/x.cpp:1: daemon/ must never see libseccomp"),
    "a sealed worker never sees Asio": (
        {"sandbox/x.cpp": "#include <boost/asio/io_context.hpp>\n", "docs/design.md":
         "`base/fd.h` `ipc/ring.h` `sandbox/x.cpp`"},
        "sandbox/x.cpp:1: sandbox/ must never see Asio"),
    "a long file is found": (
        {"tests/long_test.cpp": "// line\n" * 401}, "tests/long_test.cpp: 401 lines"),
    "a file that the design does not name is found": (
        {"docs/design.md": "`base/fd.h`\n"}, "ipc/ring.h: not named in docs/design.md"),
    "an attack whose test is not there is found": (
        {"docs/attacks.md": ALL_BUT_ONE + "| 1 | a loop | K | `tests/x.cpp` |\n", **A_TEST},
        "there is no tests/x.cpp"),
    "an attack whose test has another name is found": (
        {"docs/attacks.md": ALL_BUT_ONE + '| 1 | a loop | K | `tests/a_test.cpp`: "a loop" |\n',
         **A_TEST},
        'tests/a_test.cpp has no test "a loop"'),
    "an attack without a row is found": (
        {"docs/attacks.md": ALL_BUT_ONE + "| 1 | a loop | K | `tests/a_test.cpp` |\n", **A_TEST,
         "tests/attacks/x.js": "// Attack 1: a loop.\n"},
        "tests/attacks/x.js: has no row in docs/attacks.md"),
    "a catalogue of attacks that is not whole is found": (
        {"docs/attacks.md": ALL_BUT_ONE, **A_TEST}, "docs/attacks.md: missing are the attacks 1"),
    "unfinished work is found": (
        {"tests/a_test.cpp": "// TO" + "DO: later\n"}, "tests/a_test.cpp:1: TO" + "DO"),
}


def lint(files):
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = os.path.join(root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        run = subprocess.run([sys.executable, LINT, root], capture_output=True, text=True,
                             check=False)
        return run.returncode, run.stdout


def main():
    print(f"1..{len(CASES)}")
    for number, (name, (changes, wanted)) in enumerate(CASES.items(), 1):
        status, output = lint({**CLEAN, **changes})
        if wanted is None:
            passed = status == 0
        else:
            passed = status == 1 and wanted in output and output.count("\n") == 2
        print(f"{'ok' if passed else 'not ok'} {number} - {name}")
        if not passed:
            print("# " + output.replace("\n", "\n# "))


if __name__ == "__main__":
    main()
