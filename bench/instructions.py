#!/usr/bin/env python3
"""Counts the instructions of fixed paths of a worker and compares them with what bench/instructions.json
records: a slower path is seen without timing anything.

Each path of bench/paths.cpp runs under callgrind twice, a different number of times; what one iteration
takes is the difference of the counts by that of the numbers. The count depends on the compiler and the C
library, too: record again (--record) when those change, and say so.
"""
import argparse
import json
import os
import re
import subprocess
import sys

RECORDED = os.path.join(os.path.dirname(os.path.realpath(__file__)), "instructions.json")
# How much more than recorded is still the same, in percent.
TOLERANCE = 3
# Seconds. A path that sleeps would do so for ever.
PATIENCE = 300

# The C library takes the same way through memcpy and its like on every processor.
SAME_EVERYWHERE = ("glibc.cpu.hwcaps=-AVX,-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-ERMS,-FSRM,-SSSE3,"
                   "-Fast_Unaligned_Copy")

# path: the two numbers of iterations
PATHS = {
    "post-small": (200, 600),
    "receive-small": (200, 600),
    "receive-string-64k": (20, 60),
    "clone-fixed": (100, 300),
    "clone-string-64k": (20, 60),
    "clone-buffer-1m": (10, 30),
    "start": (100, 300),
    "start-compiled": (10, 30),
}


def count(program, path, times):
    """Instructions of the whole program."""
    # Without random addresses, which decide how things fall into hash tables.
    try:
        run = subprocess.run(
            ["setarch", "-R", "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, path, str(times)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
            env={"PATH": os.environ["PATH"], "GLIBC_TUNABLES": SAME_EVERYWHERE}, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        sys.exit(f"{path} waits for something, which it must not")
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or not found:
        sys.exit(f"{path} failed:\n{run.stderr}")
    return int(found[1])


def measure(program, path):
    few, many = PATHS[path]
    return round((count(program, path, many) - count(program, path, few)) / (many - few))


def main():
    parser = argparse.ArgumentParser(prog="./dev bench instructions", description=__doc__)
    parser.add_argument("--paths", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--record", action="store_true", help="write what was counted to bench/instructions.json")
    parser.add_argument("only", nargs="*", metavar="PATH", help="these alone")
    options = parser.parse_args()

    recorded = {}
    if os.path.exists(RECORDED):
        with open(RECORDED, encoding="utf-8") as file:
            recorded = json.load(file)
    passed = failed = 0
    for path in options.only or PATHS:
        counted = measure(options.paths, path)
        before = recorded.get(path)
        if options.record:
            recorded[path] = counted
        change = (counted - before) / before * 100 if before else None
        worse = not options.record and (change is None or change > TOLERANCE)
        note = "" if change is None else f", {change:+.1f} %"
        if change is not None and change < -TOLERANCE:
            note += ": fewer, to be recorded"
        print(f"[{'FAILED' if worse else 'ok'}] {path}: {counted} instructions{note}", flush=True)
        passed += not worse
        failed += worse
    if options.record:
        with open(RECORDED, "w", encoding="utf-8") as file:
            json.dump({path: recorded[path] for path in PATHS if path in recorded}, file, indent=2)
            file.write("\n")
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
