#!/usr/bin/env python3
"""A daemon that is asked to end does so, whatever its clients do. Speaks TAP.

    ending.py PROGRAMS
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))

from daemon import Daemon, PATIENCE


def send(client, method, **params):
    client.sendall(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method,
                               "params": params}).encode() + b"\n")


def with_a_client_that_does_not_read(programs, directory):
    """a client that does not read what waits for it does not keep the daemon from ending"""
    daemon = Daemon(programs, directory)
    client = socket.socket(socket.AF_UNIX)
    try:
        client.connect(daemon.socket)
        # Answers fill all that is between it and us, until it takes no more requests.
        client.setblocking(False)
        try:
            while True:
                send(client, "describe")
        except BlockingIOError:
            pass
        daemon.process.send_signal(signal.SIGTERM)
        assert daemon.process.wait(PATIENCE) == 0, "it ends well"
    finally:
        client.close()
        daemon.close()


CASES = [with_a_client_that_does_not_read]


def main():
    print(f"1..{len(CASES)}")
    failed = 0
    for number, case in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory(prefix="skep-ending-") as directory:
            try:
                case(sys.argv[1], directory)
                print(f"ok {number} - {case.__doc__}", flush=True)
            except (AssertionError, OSError, subprocess.TimeoutExpired) as problem:
                failed += 1
                print(f"not ok {number} - {case.__doc__}\n# {problem}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
