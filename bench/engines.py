"""The ways to run a program of bench/programs: skep, and its peers where they are there."""

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time

import processes

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "programs")
PEERS = os.path.join(HERE, "peers")


class Engine:
    """One way to run a program: a command line. `lacks` are the programs that it cannot run."""

    def __init__(self, name, command, lacks=()):
        self.name, self.command, self.lacks = name, command, lacks

    def start(self, program, core, **extra):
        pin = [] if core is None else ["taskset", "-c", str(core)]
        return subprocess.Popen(pin + self.command + [os.path.join(PROGRAMS, program)],
                                stdout=subprocess.PIPE, text=True, **extra)

    def run(self, key, program, core):
        """The number that the program prints under `key`; None if it has none to print."""
        if program in self.lacks:
            return None
        if key == "terminate_ms":
            return self.terminate(program)
        process = self.start(program, core)
        out, _ = process.communicate(timeout=300)
        found = number_in(out.splitlines(), key)
        if found is None:
            raise RuntimeError(f"{self.name} {program}: no result, status {process.returncode}")
        return found

    def terminate(self, program):
        """Milliseconds until the worker is gone; infinity if its thread still computes seconds later."""
        process = self.start(program, None, env=dict(os.environ, BENCH_TERMINATE="1"))
        told = queue.SimpleQueue()
        threading.Thread(target=hand_over, args=(process.stdout, told), daemon=True).start()
        try:
            while (line := told.get()) and "terminating" not in line:
                pass
            try:
                while line := told.get(timeout=3):
                    if (found := number_in([line], "terminate_ms")) is not None:
                        return found
                return None  # It ended, and told nothing.
            except queue.Empty:
                pass
            before = processes.cpu_ns(processes.below(process.pid))
            time.sleep(0.5)
            spent = processes.cpu_ns(processes.below(process.pid)) - before
            return float("inf") if spent > 0.25e9 else None
        finally:
            process.kill()
            process.wait()


class Skep(Engine):
    """`skep run`: one process for each worker; --json says when one is gone."""

    def terminate(self, program):
        command = self.command + ["--json", os.path.join(PROGRAMS, program)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        asked = gone = None
        for line in process.stdout:
            now = time.perf_counter()
            event = json.loads(line)
            if event.get("type") == "console" and event.get("text") == "terminating":
                asked = now
            elif event.get("type") == "exit" and event.get("reason") == "terminated" and gone is None:
                gone = now
        process.wait()
        return (gone - asked) * 1000


def hand_over(stream, lines):
    for line in stream:
        lines.put(line)
    lines.put("")


def number_in(lines, key):
    for line in lines:
        if line.startswith("{") and key in line:
            return float(json.loads(line)[key])
    return None


def installed_peers(place):
    """Bun and Deno from npm, in `place`, which is outside the project: installed there when missing."""
    binaries = os.path.join(place, "node_modules", ".bin")
    for package in ("bun", "deno"):
        if not os.path.exists(os.path.join(binaries, package)):
            print(f"installing {package} into {place}", file=sys.stderr)
            os.makedirs(place, exist_ok=True)
            subprocess.run(["npm", "install", "--prefix", place, "--no-audit", "--no-fund", "--loglevel=error",
                            package], stdout=sys.stderr, check=False)
    return binaries


def engines(skep, node, peers):
    """skep first, then Node; with `peers` (a directory, or None) what npm brings there."""
    found = [Skep("skep", [skep, "run", "--limit", "children=300", "--limit", "memory=512M"]),
             Engine("node threads", [node, os.path.join(PEERS, "node_threads.cjs")]),
             Engine("node fork", [node, os.path.join(PEERS, "node_processes.cjs")], lacks=("buffers.js",))]
    if peers:
        binaries = installed_peers(peers)
        web = os.path.join(PEERS, "web.mjs")
        for name, command in (("bun", ["run", web]), ("deno", ["run", "--allow-all", "--quiet", web])):
            program = shutil.which(name, path=binaries)
            if program:
                found.append(Engine(name, [program, *command]))
            else:
                print(f"{name} is not there: its column is left out", file=sys.stderr)
    return found
