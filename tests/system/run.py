#!/usr/bin/env python3
"""The Debian package in a booted Debian: builds the package, boots a machine, installs the package
there with apt, and has inside.py check everything that only a real systemd and a real kernel can
show. Prints a line for each check and "N passed, N failed".

    ./dev system-test [--package FILE.deb]

What takes long (root file system, disk, kernel) is kept in build-system/. The whole console of the
last machine is in build-system/console.log.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)

from machine import Machine, output_of  # noqa: E402

CACHE = os.path.join(ROOT, "build-system")
# Only a bound for a machine that hangs; on a busy host without help of its processor all is slow.
PATIENCE_S = 1500
CHECK_LINE = re.compile(r"^\[(ok|FAILED)\] ")


def say(text):
    print(f"system-test: {text}", file=sys.stderr, flush=True)


def build_package():
    """Its checks go to stderr here: they are those of `./dev package`."""
    say("building the package")
    subprocess.run([os.path.join(ROOT, "tools", "build-package")], check=True, stdout=2)
    return os.path.join(ROOT, "build-package", "skep.deb")


def dependencies(package):
    """Names of the packages that it needs; of alternatives the first."""
    depends = output_of("dpkg-deb", "--field", package, "Depends")
    return [alternative.split("|")[0].split("(")[0].split(":")[0].strip()
            for alternative in depends.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--package", help="a package that is built already")
    options = parser.parse_args()
    package = os.path.abspath(options.package) if options.package else build_package()

    start = time.monotonic()
    say("preparing the machine")
    machine = Machine(CACHE, dependencies(package))
    say(f"ready after {time.monotonic() - start:.0f} s; booting")

    counts = {"ok": 0, "FAILED": 0}

    def on_line(line):
        if match := CHECK_LINE.match(line):
            counts[match[1]] += 1
            print(line, flush=True)

    start = time.monotonic()
    log = os.path.join(CACHE, "console.log")
    with tempfile.TemporaryDirectory() as payload:
        shutil.copy(package, os.path.join(payload, "skep.deb"))
        for name in ("inside.py", "words.py", "checks.py", "../clients/raw_client.py"):
            shutil.copy(os.path.join(HERE, name), payload)
        os.chmod(payload, 0o755)  # users of the machine read it too
        status = machine.boot(payload, log, on_line, PATIENCE_S)
    if status is None:
        print("[FAILED] the machine ended before its checks did: see build-system/console.log")
        counts["FAILED"] += 1
    say(f"{time.monotonic() - start:.0f} s from power on to power off")
    print(f"{counts['ok']} passed, {counts['FAILED']} failed")
    return 0 if counts["FAILED"] == 0 and status == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
