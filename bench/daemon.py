"""A skepd of its own on a socket of its own, and clients that talk with it: for measuring."""

import os
import pathlib
import resource
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "clients"))

from raw_client import Client  # noqa: E402  (a sibling folder's)


PATIENCE = 600  # seconds; only what would otherwise hang takes as long


class Daemon:
    def __init__(self, program, directory):
        self.path = os.path.join(directory, "control.sock")
        self.process = subprocess.Popen(
            [program, "--socket", self.path, "--cache-dir", directory, "--log-level", "error"])
        while not os.path.exists(self.path):
            time.sleep(0.01)

    def client(self):
        return Client(self.path, PATIENCE)

    def memory(self):
        """Of the supervisor alone: private and shared resident bytes."""
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as file:
            return int(next(l for l in file if l.startswith("Pss:")).split()[1]) * 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def processes(self):
        """Below the supervisor: zygotes, their workers, the compiler."""
        parents = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
                    parents[int(pid)] = int(file.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                pass
        below, count = {self.process.pid}, -1
        while count != len(below):
            count = len(below)
            below |= {pid for pid, parent in parents.items() if parent in below}
        return len(below) - 1

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait() == 0, "the daemon ends well"

    def cpu_us(self):
        """Processor time of the supervisor so far."""
        with open(f"/proc/{self.process.pid}/schedstat", encoding="ascii") as file:
            return int(file.read().split()[0]) / 1000


def raise_descriptor_limit(wanted):
    """For the daemon, which needs one for each worker."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(wanted, most), max(wanted, most)))
    except (ValueError, PermissionError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
