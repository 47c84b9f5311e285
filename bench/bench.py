#!/usr/bin/env python3
"""Measures skep beside Node's worker_threads, end to end, with every layer of the sandbox on.

Each row is one small program of bench/programs, run by `skep run` and by Node in turn, several times;
the medians and their ratio are what counts. Nothing here passes or fails: it only measures.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

import language
import lowering

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "programs")

# key, title, unit, program, smaller is better, pinned to one core
ROWS = [
    ("spawn_ms", "new Worker → first message", "ms", "spawn.js", True, False),
    ("burst_ms", "20 at once, last ready", "ms", "burst.js", True, False),
    ("terminate_ms", "terminate a spinning worker → gone", "ms", "terminate.js", True, False),
    ("pingpong_us", "ping-pong, both cores", "µs", "pingpong.js", True, False),
    ("pingpong_us", "ping-pong, one core", "µs", "pingpong.js", True, True),
    ("objects_per_s", "small objects one way", "1/s", "objects.js", False, False),
    ("strings_mb_per_s", "64 KiB strings", "MB/s", "strings.js", False, False),
    ("buffers_mb_per_s", "1 MiB ArrayBuffer, copied", "MB/s", "buffers.js", False, False),
    ("idle_pss_kib", "memory of an idle worker (PSS, 200)", "KiB", "idle.js", True, False),
    ("script_pss_kib", "memory after a 50-line script (PSS, 50)", "KiB", "fifty_lines.js", True, False),
    ("idle_cpu_ms_per_s", "CPU of 200 idle workers", "ms/s", "idle.js", True, False),
]


class Engine:
    """One way to run a program: a command line, and what its processes are."""

    def __init__(self, name, command):
        self.name = name
        self.command = command

    def start(self, program, pinned, **extra):
        pin = ["taskset", "-c", "0"] if pinned else []
        return subprocess.Popen(pin + self.command + [os.path.join(PROGRAMS, program)],
                                stdout=subprocess.PIPE, text=True, **extra)

    def run(self, key, program, pinned):
        """The number that the program prints under `key`."""
        process = self.start(program, pinned, env=dict(os.environ, BENCH_TERMINATE="1"))
        out, _ = process.communicate(timeout=300)
        for line in out.splitlines():
            if line.startswith("{") and key in line:
                return float(json.loads(line)[key])
        raise RuntimeError(f"{self.name} {program}: no result, status {process.returncode}")


class Skep(Engine):
    """`skep run`: one process for each worker, events with --json where they say more."""

    def run(self, key, program, pinned):
        if key == "terminate_ms":
            return self.terminate(program)
        return super().run(key, program, pinned)

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


def descendants(pid):
    """pid and every process below it."""
    found = [pid]
    for parent in found:
        try:
            with open(f"/proc/{parent}/task/{parent}/children") as children:
                found.extend(int(child) for child in children.read().split())
        except OSError:
            pass
    return found


def pss_kib(pids):
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup") as rollup:
                total += next(int(l.split()[1]) for l in rollup if l.startswith("Pss:"))
        except (OSError, StopIteration):
            pass
    return total


def cpu_ns(pids):
    total = 0
    for pid in pids:
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/schedstat") as stat:
                    total += int(stat.read().split()[0])
        except OSError:
            pass
    return total


def measure_idle(engine, program, seconds):
    """PSS of one of many idle workers, and the CPU time that all processes use while nothing happens.

    What the engine needs anyway (supervisor, zygotes, runtime) counts too, spread over the workers.
    The first start is not measured: scripts are lowered then, and their compiler is no part of this.
    """
    first = engine.start(program, False)
    while (line := first.stdout.readline()) and "idle" not in line:
        pass
    first.terminate()
    first.wait()
    process = engine.start(program, False)
    try:
        line = process.stdout.readline()
        while line and "idle" not in line:
            line = process.stdout.readline()
        count = json.loads(line)["idle"]
        time.sleep(1)
        pids = descendants(process.pid)
        before = cpu_ns(pids)
        time.sleep(seconds)
        used = cpu_ns(pids) - before
        pss = pss_kib(pids) / count
        return {"idle_pss_kib": pss, "script_pss_kib": pss, "idle_cpu_ms_per_s": used / 1e6 / seconds}
    finally:
        process.terminate()
        process.wait()


def measure(engines, repeats):
    results = {}
    for repeat in range(repeats):
        print(f"run {repeat + 1} of {repeats}", file=sys.stderr)
        idle = {}
        for number, (key, title, _, program, _, pinned) in enumerate(ROWS):
            for engine in engines:
                if program in ("idle.js", "fifty_lines.js"):
                    if (engine.name, program) not in idle:
                        idle[engine.name, program] = measure_idle(engine, program, 2)
                    value = idle[engine.name, program][key]
                else:
                    value = engine.run(key, program, pinned)
                results.setdefault((number, engine.name), []).append(value)
    return results


def measure_lowering(skep):
    """Milliseconds to lower a fresh source, by its number of lines: what no peer has to do."""
    compiler = os.path.join(os.path.dirname(os.path.realpath(skep)), "skep-compile")
    return {lines: lowering.measure(compiler, lines) for lines in (5, 100, 1000)}


def table(engines, results):
    rows = []
    for number, (key, title, unit, _, smaller, pinned) in enumerate(ROWS):
        medians = [statistics.median(results[(number, engine.name)]) for engine in engines]
        ours, theirs = medians[0], medians[-1]
        best = (theirs / ours if smaller else ours / theirs) if ours and theirs else None
        rows.append({"row": title, "key": key, "unit": unit, "pinned": pinned,
                     **{engine.name: median for engine, median in zip(engines, medians)},
                     "times_better": best})
    return rows


def show(number):
    return f"{number:,.0f}" if number >= 1000 else f"{number:.3g}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skep", required=True, help="the built command")
    parser.add_argument("--node", default="node")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="one run of everything")
    parser.add_argument("--language", action="store_true", help="the language's part alone")
    parser.add_argument("--json", metavar="OUT", help="write the medians as JSON")
    options = parser.parse_args()

    engines = [
        Skep("skep", [options.skep, "run", "--limit", "children=300", "--limit", "memory=512M"]),
        Engine("node", [options.node, os.path.join(HERE, "node_peer.cjs")]),
    ]
    repeats = 1 if options.quick else options.repeats
    if options.language:
        return language.report(engines, language.compare(engines, repeats))
    rows = table(engines, measure(engines, repeats))
    print(f"{'':36} {'skep':>12} {'node':>12}  {'':5} times better")
    for row in rows:
        better = f"{row['times_better']:.1f}" if row["times_better"] else "–"
        print(f"{row['row']:36} {show(row['skep']):>12} {show(row['node']):>12}  "
              f"{row['unit']:5} {better:>6}")
    lowered = measure_lowering(options.skep)
    for lines, ms in lowered.items():
        print(f"{f'lower a fresh script of {lines} lines':36} {show(ms):>12} {'–':>12}  {'ms':5}")
    spoken = language.compare(engines, 1)
    language.report(engines, spoken)
    if options.json:
        with open(options.json, "w") as out:
            json.dump({"rows": rows, "lowering_ms": lowered, "language": spoken, "cores": os.cpu_count()}, out, indent=1, ensure_ascii=False)


if __name__ == "__main__":
    main()
