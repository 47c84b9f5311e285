#!/usr/bin/env python3
"""Clients that misbehave, against a real shared daemon: each gets a clear error, and nobody else is
harmed. Beside each case a bystander uses a worker of its own; in the end the daemon has no more
workers, processes and descriptors than in the beginning. Speaks TAP. SKEP_SOCKET names the socket;
the daemon is a child of our parent."""

import os
import resource
import sys
import traceback

import hostile_lines
import hostile_trees
from raw_client import Client


def status_of(pid):
    """Its name, parent and peak memory; nothing when it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as status:
            return dict(line.rstrip("\n").split(":\t", 1) for line in status if ":\t" in line)
    except (FileNotFoundError, ProcessLookupError):
        return {}


def children_of(parent):
    statuses = [(int(pid), status_of(pid)) for pid in os.listdir("/proc") if pid.isdigit()]
    return [pid for pid, status in statuses if status.get("PPid") == str(parent)]


class World:
    """Those who must not be harmed."""

    def __init__(self):
        self.overseer = Client()
        self.bystander = Client()
        self.clients = 2
        self.daemon = next(pid for pid in children_of(os.getppid())
                           if status_of(pid)["Name"] == "skepd")
        self.echoes = 0
        self.worker = self.bystander.spawn()
        self.check_bystander()

    def check_bystander(self):
        self.echoes += 1
        assert self.bystander.echo(self.worker, self.echoes) == self.echoes

    def wait_until_still(self, reading):
        """Until a number has not changed while the bystander was served 200 times. A daemon that
        does what it must not may pass now and then; one that does not never fails."""
        before = None
        while before != (now := reading()):
            before = now
            for _ in range(200):
                self.check_bystander()
        return before

    def gone(self, worker):
        """Waits until the worker is gone, and gives back its exit event."""
        return self.overseer.ask("worker.wait", worker=worker)

    def peak_memory(self):
        return int(status_of(self.daemon)["VmHWM"].split()[0]) << 10

    def processes(self):
        """All below the daemon."""
        found = children_of(self.daemon)
        for pid in found:
            found += children_of(pid)
        return found

    def held(self):
        """Without what waits for the next workers: a process each, known by a handle and a doorbell."""
        stats = self.overseer.ask("stats")
        spares = stats["spares"]
        return {"workers": stats["workers"], "clients": stats["clients"],
                "descriptors": stats["descriptors"] - 2 * spares,
                "processes": len(self.processes()) - spares}


def left_over(world, before):
    """What the daemon has more of than before, once it has had every occasion to let go of it: that
    a client has gone and that a process has ended is heard of a little later."""
    for _ in range(1000):
        after = world.held()
        if all(after[what] <= before[what] for what in before):
            return {}
        world.check_bystander()
    return {what: (before[what], after[what]) for what in before if after[what] > before[what]}


def main():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    wanted = sys.argv[1:]
    cases = [case for case in hostile_lines.CASES + hostile_trees.CASES
             if not wanted or case.__name__ in wanted]
    print(f"1..{len(cases) + 1}", flush=True)
    world = World()
    before = world.held()
    failed = 0
    for number, case in enumerate(cases, 1):
        verdict = "ok"
        try:
            case(world)
            world.check_bystander()
        except Exception:
            traceback.print_exc()
            verdict = "not ok"
            failed += 1
        print(f"{verdict} {number} - {case.__doc__}", flush=True)
    more = left_over(world, before)
    print(f"{'not ok' if more else 'ok'} {len(cases) + 1} - "
          f"the daemon holds no more than before {more or ''}")
    return 1 if failed or more else 0


if __name__ == "__main__":
    sys.exit(main())
