#!/usr/bin/env python3
"""Runs the examples as a reader would and compares what they print. Speaks TAP.

    run.py --skep PROGRAM --skepd PROGRAM [--node PROGRAM] EXAMPLES

Every folder with an expected.txt is a case: host.mjs runs under Node, main.js under `skep run`.
"""

import argparse
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile

def command_of(folder, arguments):
    if (folder / "host.mjs").exists():
        return [arguments.node, str(folder / "host.mjs")] if arguments.node else None
    return [arguments.skep, "run", str(folder / "main.js")]

def run(command, arguments, cache):
    # No daemon of this machine: each example starts one of its own.
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("SKEP_SOCKET", "XDG_RUNTIME_DIR")}
    environment.update(SKEPD=arguments.skepd, XDG_CACHE_HOME=cache)
    return subprocess.run(command, env=environment, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--skep", required=True)
    parser.add_argument("--skepd", required=True)
    parser.add_argument("--node")
    parser.add_argument("examples", type=pathlib.Path)
    arguments = parser.parse_args()
    folders = sorted(path.parent for path in arguments.examples.glob("*/expected.txt"))
    print(f"1..{len(folders)}")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="skep-examples-") as cache:
        for number, folder in enumerate(folders, 1):
            command = command_of(folder, arguments)
            if command is None:
                print(f"ok {number} - {folder.name} # SKIP there is no Node")
                continue
            done = run(command, arguments, cache)
            expected = (folder / "expected.txt").read_text(encoding="utf-8")
            same = done.stdout == expected and done.returncode == 0
            failed += not same
            print(f"{'ok' if same else 'not ok'} {number} - {folder.name}", flush=True)
            if not same:
                print(f"# status {done.returncode}")
                for line in difflib.unified_diff(expected.splitlines(), done.stdout.splitlines(),
                                                 "expected", "printed", lineterm=""):
                    print(f"# {line}")
                for line in done.stderr.splitlines():
                    print(f"# stderr: {line}")
    return 1 if failed else 0

if __name__ == "__main__":
    sys.exit(main())
