"""Runs inside the test machine, as root: every check in order, a line for each."""

import subprocess
import sys
import time
import traceback

import checks


def main():
    failed = 0
    for check in checks.ALL:
        # Restarts of one check do not count against the next (StartLimitBurst=).
        subprocess.run(["systemctl", "reset-failed", "skepd.service"], check=False,
                       stderr=subprocess.DEVNULL)
        start = time.monotonic()
        try:
            check()
            print(f"[ok] {check.__doc__} ({time.monotonic() - start:.1f} s)", flush=True)
        except Exception:  # whatever it is, the next check runs
            failed += 1
            print(f"[FAILED] {check.__doc__}", flush=True)
            traceback.print_exc()
            for command in (["systemctl", "--no-pager", "status", "skepd.service", "skepd.socket"],
                            ["journalctl", "--no-pager", "-n", "40", "-o", "short-precise"]):
                subprocess.run(command, check=False, stderr=subprocess.STDOUT)
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
