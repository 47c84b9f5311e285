"""The daemon of a soak, the trees in it whose streams are checked, and what is known of every worker
from the daemon's own events."""

import os
import signal
import subprocess
import time

import machine
from link import PATIENCE, Link

HERE = os.path.dirname(os.path.abspath(__file__))

# What the tenant "small" may use is exactly what `accounting` in run.py asks for in the end.
CONFIGURATION = """
[tenants.small]
workers = 6
memory = "48MiB"
"""


class World:
    def __init__(self, programs, directory):
        self.path = os.path.join(directory, "control.sock")
        config = os.path.join(directory, "skepd.toml")
        with open(config, "w", encoding="utf-8") as file:
            file.write(CONFIGURATION)
        self.log = open(os.path.join(directory, "daemon.log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [os.path.join(programs, "skepd"), "--socket", self.path, "--config", config,
             "--cache-dir", os.path.join(directory, "cache")], stderr=self.log)
        give_up = time.monotonic() + PATIENCE
        while not os.path.exists(self.path):
            assert self.process.poll() is None and time.monotonic() < give_up, self.said()
            time.sleep(0.01)
        self.pid = self.process.pid
        self.overseer = Link(self.path)  # hears of every worker
        self.overseer.ask("subscribe", types=["spawned", "started", "exit", "console", "error"])
        self.owner = Link(self.path)  # has the trees
        self.trees = {}  # root: its number
        self.read = 0
        self.workers = {}  # not gone: {worker: pid, 0 while it has none}
        self.parents = {}
        self.ends = {}  # worker: reason
        self.expected = {}  # worker: what it does, and the reason of its end
        self.wrongs = []

    def said(self):
        self.log.seek(0)
        return self.log.read()

    # --- what happened until now ---

    def learn(self):
        """Takes in the events that have come."""
        events = self.overseer.events
        while self.read < len(events):
            self._take(events[self.read])
            self.read += 1

    def _take(self, event):
        worker = event.get("worker")
        if event["type"] == "spawned":
            self.workers[worker] = 0
            self.parents[worker] = event["parent"]
        elif event["type"] == "started":
            self.workers[worker] = event["pid"]
        elif event["type"] == "exit":
            if worker in self.ends or worker not in self.workers:
                self.wrongs.append(f"worker {worker} ended twice, or was never asked for")
            self.ends[worker] = event["reason"]
            self.workers.pop(worker, None)
            if event["reason"] == "protocol-violation":
                self.wrongs.append(f"worker {worker}: {event}")
        elif event["type"] == "console" and event["text"].startswith("wrong: "):
            self.wrongs.append(event["text"])
        elif event["type"] == "lost":
            self.wrongs.append(f"the overseer was too slow: {event}")

    def end_of(self, worker):
        """Waits until it is gone, and says why."""
        self.overseer.until(lambda: self.learn() or self.ends.get(worker), f"the end of {worker}")
        return self.ends[worker]

    def check_expected_ends(self):
        """Those that were to end by themselves did, for that reason, unless something befell them."""
        for worker, (source, reason) in self.expected.items():
            end = self.end_of(worker)
            if end not in (reason, "crashed", "terminated", "closed", "load-error", "start-failed"):
                self.wrongs.append(f"{source} ended as {end}, not {reason}")

    # --- trees whose streams are checked ---

    def spawn_tree(self, number):
        answer = self.owner.ask(
            "worker.spawn", file=os.path.join(HERE, "scripts", "talk.js"), name=f"tree {number}",
            limits={"memory_bytes": 16 << 20}, subscribe={"types": ["message"]})
        self.trees[answer["worker"]] = number

    def replace_trees(self):
        """A tree whose root is gone makes room for another."""
        self.learn()
        for root in [root for root in self.trees if root in self.ends]:
            self.spawn_tree(self.trees.pop(root))

    def is_whole(self):
        """Every tree is there, all three of it run, and nobody else is there."""
        self.replace_trees()
        listed = self.listed()
        return len(listed) == 3 * len(self.trees) and all(
            worker["state"] == "running" for worker in listed)

    def listed(self):
        workers, more = [], True
        while more:
            part = self.owner.ask("worker.list", after=workers[-1]["worker"] if workers else 0)
            workers, more = workers + part["workers"], part["more"]
        return workers

    def messages_of(self, root, member):
        return [e["data"][member] for e in self.owner.events
                if e["type"] == "message" and e["worker"] == root and member in e["data"]]

    # --- processes ---

    def zygotes(self):
        return machine.children_of(self.pid, "skep-cell")

    def signal_below(self, pid, number):
        """Only to a process that is the daemon's, now."""
        try:
            handle = os.pidfd_open(pid)
        except (ProcessLookupError, OSError):
            return False
        try:
            if pid not in machine.processes_below(self.pid):
                return False
            signal.pidfd_send_signal(handle, number)
            return True
        except ProcessLookupError:
            return False
        finally:
            os.close(handle)

    def held(self):
        """What must be the same before and after: without the processes that wait for the next
        workers, of which the daemon has a handle, a doorbell and two mappings each."""
        stats = self.owner.ask("stats")
        spares = stats["spares"]
        kinds = machine.descriptors(self.pid)
        groups = machine.groups(self.pid)
        return {"workers": stats["workers"], "trees": stats["trees"],
                "queued bytes": stats["queued_bytes"], "clients": stats["clients"],
                "descriptors": sum(kinds.values()) - 2 * spares,
                "process handles": kinds["anon_inode:[pidfd]"] - spares,
                "segments": machine.segments(self.pid) - 2 * spares,
                "control groups": groups - spares if groups else 0,
                "processes": len(machine.processes_below(self.pid)) - spares}

    def end(self):
        """Its exit status, once it has ended as the service manager asks it to."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()
