#!/usr/bin/env python3
"""Checks the models of this folder with spin: that the right one holds, and that each bug seeded
into it is found. A model checker that finds nothing has shown something only if it can find.

    run.py [--large]

Speaks TAP. --large takes more records, a longer ring and deeper store buffers.
"""

import os
import re
import subprocess
import sys
import tempfile

MODEL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "wake_up.pml")
DIRECTIONS = ("UP", "DOWN")
LARGE = "--large" in sys.argv[1:]
LOST = "invalid end state"
TORN = "assertion violated"

# What each bug leaves out, by its name in the model: what must be found, what else to define, and in
# which direction if not in both.
BUGS = {
    "NO_WRITER_FENCE": (LOST, ()),
    "NO_SLEEPER_FENCE": (LOST, ()),
    "NO_RECHECK": (LOST, ()),
    "NO_WORD_CHECK": (LOST, ()),
    "LOOK_BEFORE_COUNT": (LOST, ()),
    "NO_ROOM_FENCE": (LOST, ()),
    # Down, who asks for room wakes the reader, which tells of it: to look again only saves that.
    "NO_ROOM_RECHECK": (LOST, (), "UP"),
    "NO_ANNOUNCEMENT": (LOST, ()),
    "COMMIT_FIRST": (TORN, ()),
    "RELAXED_COMMIT": (TORN, ("WEAK",)),
}


class Failed(Exception):
    """The check could not be made, or came out otherwise than it must."""


def run(arguments, directory):
    done = subprocess.run(arguments, cwd=directory, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        raise Failed(f"{arguments[0]} ended with {done.returncode}: {done.stdout}")
    return done.stdout


def verdict(defined, live):
    """The errors that an exhaustive search finds ("" is none), and the number of states."""
    with tempfile.TemporaryDirectory() as directory:
        run(["spin", "-a", *(f"-D{name}" for name in defined), MODEL], directory)
        mode = [] if live else ["-DSAFETY", "-DNOCLAIM"]
        run(["gcc", "-O1" if LARGE else "-O0", "-w", "-DMEMLIM=2048", *mode, "-o", "pan", "pan.c"], directory)
        # -f: weakly fair, which a memory is that gives out each store some time.
        told = run(["./pan", "-m10000000", *(["-a", "-f"] if live else [])], directory)
    errors = re.search(r"errors: (\d+)", told)
    states = re.search(r"(\d+) states, stored", told)
    if errors is None or states is None or "max search depth too small" in told or "out of memory" in told:
        raise Failed(f"the search was not complete: {told}")
    found = re.search(r"pan:1: (.*)", told)
    if (int(errors[1]) > 0) != (found is not None):
        raise Failed(f"cannot tell what was found: {told}")
    return (found[1] if found else ""), int(states[1])


def must_hold(defined, live):
    found, states = verdict(defined, live)
    if found:
        raise Failed(f"found: {found}")
    return states


def must_find(defined, expected):
    found, states = verdict(defined, live=False)
    if expected not in found:
        raise Failed(f"did not find it ({expected}), but: {found or 'nothing'}")
    return states


def checks():
    size = ("RECORDS=6", "SLOTS=3", "DEPTH=5") if LARGE else ()
    for direction in DIRECTIONS:
        for memory in ((), ("WEAK",)):
            said = f"{direction.lower()}, {'stores in any order' if memory else 'stores in order'}"
            defined = (direction, *memory, *size)
            yield f"{said}: no record is torn, nobody sleeps for ever", lambda d=defined: must_hold(d, False)
            yield f"{said}: both sides finish", lambda d=defined: must_hold(d, True)
        for bug, (expected, also, *only) in BUGS.items():
            if only and direction not in only:
                continue
            defined = (direction, bug, *also, *size)
            yield f"{direction.lower()}: {bug} is found", lambda d=defined, e=expected: must_find(d, e)


def main():
    todo = list(checks())
    print(f"1..{len(todo)}")
    failed = 0
    for number, (title, check) in enumerate(todo, 1):
        try:
            print(f"ok {number} - {title} ({check()} states)", flush=True)
        except Failed as problem:
            failed += 1
            print(f"not ok {number} - {title}")
            print("\n".join(f"# {line}" for line in str(problem).splitlines()), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
