"""A skepd of its own on a socket of its own, and clients that talk with it: for measuring."""

import json
import os
import resource
import signal
import socket
import subprocess
import time


class Client:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.lines = self.socket.makefile("rwb")
        self.last_id = 0
        self.events = []

    def close(self):
        self.lines.close()
        self.socket.close()

    def send(self, method, **params):
        self.last_id += 1
        request = {"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params}
        self.lines.write(json.dumps(request).encode() + b"\n")
        return self.last_id

    def receive(self):
        line = self.lines.readline()
        if not line:
            raise EOFError("the daemon closed the connection")
        return json.loads(line)

    def answers(self, ids):
        """The results of these requests, in their order; events in between are kept."""
        self.lines.flush()
        wanted, found = set(ids), {}
        while len(found) < len(wanted):
            message = self.receive()
            if message.get("id") in wanted:
                if "error" in message:
                    raise RuntimeError(message["error"]["message"])
                found[message["id"]] = message["result"]
            elif message.get("method") == "event":
                self.events.append(message["params"])
        return [found[i] for i in ids]

    def ask(self, method, **params):
        return self.answers([self.send(method, **params)])[0]

    def workers(self):
        """All of them: the daemon tells of them in parts."""
        workers, more = [], True
        while more:
            part = self.ask("worker.list", after=workers[-1]["worker"] if workers else 0)
            workers, more = workers + part["workers"], part["more"]
        return workers

    def collect(self, kind, count):
        """The next `count` events of this type; others are kept."""
        found = [e for e in self.events if e["type"] == kind][:count]
        taken = set(map(id, found))
        self.events = [e for e in self.events if id(e) not in taken]
        self.lines.flush()
        while len(found) < count:
            message = self.receive()
            if message.get("method") == "event":
                (found if message["params"]["type"] == kind else self.events).append(message["params"])
        return found


class Daemon:
    def __init__(self, program, directory):
        self.path = os.path.join(directory, "control.sock")
        self.process = subprocess.Popen(
            [program, "--socket", self.path, "--cache-dir", directory, "--log-level", "error"])
        while not os.path.exists(self.path):
            time.sleep(0.01)

    def client(self):
        return Client(self.path)

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
