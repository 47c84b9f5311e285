#!/usr/bin/env python3
"""Runs a command beside a shared skepd of its own, and ends the daemon with it.

    with_daemon.py SKEPD [--option=…] -- COMMAND ARGUMENTS…

SKEP_SOCKET names the daemon's socket to the command; @DIR@ in any argument stands for the temporary
directory that it lies in. The socket listens before the daemon starts
(socket activation, as by systemd), so nobody has to wait for it. The status is the command's own,
or 1 if the daemon did not end well.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile


def main():
    split = sys.argv.index("--")
    with tempfile.TemporaryDirectory(prefix="skep-clients-") as directory:
        arguments = [argument.replace("@DIR@", directory) for argument in sys.argv]
        skepd, command = arguments[1:split], arguments[split + 1:]
        path = os.path.join(directory, "control.sock")
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(path)
        listening.listen()
        # The daemon checks that the descriptors are meant for it: LISTEN_PID is its own number.
        if listening.fileno() != 3:
            os.dup2(listening.fileno(), 3)
            listening.close()
        else:
            listening.detach()
        daemon = subprocess.Popen(
            ["/bin/sh", "-c", 'LISTEN_PID=$$ exec "$@"', "sh", *skepd],
            pass_fds=[3], env={**os.environ, "LISTEN_FDS": "1"})
        os.close(3)
        try:
            status = subprocess.run(command, env={**os.environ, "SKEP_SOCKET": path}).returncode
        finally:
            daemon.send_signal(signal.SIGTERM)
            ended = daemon.wait()
    if ended != 0:
        print(f"the daemon ended with {ended}", file=sys.stderr)
        return status or 1
    return status


if __name__ == "__main__":
    sys.exit(main())
