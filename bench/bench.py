#!/usr/bin/env python3
"""Measures skep beside its peers, end to end, with every layer of the sandbox on.

Each row is one small program of bench/programs, run by `skep run` and by each peer in turn, several
times; the medians and the ratios to the best peer are what counts. Nothing here passes or fails: it only
measures.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

import engines as known_engines
import language
import lowering
import processes
import scripts

# key, title, unit, program, smaller is better, on one core
ROWS = [
    ("spawn_ms", "new Worker → first message", "ms", "spawn.js", True, False),
    ("spawn_p99_ms", "the same, 99th of 100", "ms", "spawn.js", True, False),
    ("spawn_apart_ms", "the same, one each 10 ms, mean", "ms", "spawn_apart.js", True, False),
    ("burst_ms", "20 at once, last ready", "ms", "burst.js", True, False),
    ("terminate_ms", "terminate a spinning worker → gone", "ms", "terminate.js", True, False),
    ("pingpong_us", "ping-pong, both cores", "µs", "pingpong.js", True, False),
    ("pingpong_us", "ping-pong, one core", "µs", "pingpong.js", True, True),
    ("objects_per_s", "small objects one way", "1/s", "objects.js", False, False),
    ("objects_per_s", "small objects one way, one core", "1/s", "objects.js", False, True),
    ("strings_mb_per_s", "64 KiB strings", "MB/s", "strings.js", False, False),
    ("buffers_mb_per_s", "1 MiB ArrayBuffer, copied", "MB/s", "buffers.js", False, False),
    ("idle_pss_kib", "memory of an idle worker (PSS, 200)", "KiB", "idle.js", True, False),
    ("script_pss_kib", "memory after a 50-line script (PSS, 50)", "KiB", "fifty_lines.js", True, False),
    ("idle_cpu_ms_per_s", "CPU of 200 idle workers", "ms/s", "idle.js", True, False),
]
MEASURED_FROM_OUTSIDE = ("idle.js", "fifty_lines.js")


def measure(engines, repeats, only):
    """{(row, engine): values}. In turn, so that what else the machine does meets all of them alike."""
    results = {}
    for repeat in range(repeats):
        print(f"run {repeat + 1} of {repeats}", file=sys.stderr)
        outside = {}
        for number, (key, title, _, program, _, one_core) in enumerate(ROWS):
            if only and not any(word in f"{key} {title}" for word in only):
                continue
            for engine in engines:
                if program in MEASURED_FROM_OUTSIDE:
                    if (engine.name, program) not in outside:
                        outside[engine.name, program] = processes.idle(engine, program, 2)
                    value = outside[engine.name, program][key]
                else:
                    value = engine.run(key, program, 0 if one_core else None)
                if value is not None:
                    results.setdefault((number, engine.name), []).append(value)
    return results


def table(engines, results):
    """A row for each that was measured: the engines' medians, and how many times the best peer's ours is."""
    rows = []
    for number, (key, title, unit, _, smaller, one_core) in enumerate(ROWS):
        medians = {engine.name: statistics.median(values) for engine in engines
                   if (values := results.get((number, engine.name)))}
        if not medians:
            continue
        ours = medians.get(engines[0].name)
        peers = [value for name, value in medians.items() if name != engines[0].name]
        best = (min(peers) if smaller else max(peers)) if peers else None
        ratio = (best / ours if smaller else ours / best) if ours and best else None
        rows.append({"row": title, "key": key, "unit": unit, "one_core": one_core, **medians,
                     "times_better_than_best": ratio})
    return rows


def floors(program):
    """What the machine takes for the least of it: {"both cores": …, "one core": …}."""
    def one(*core):
        return json.loads(subprocess.run([program, *core], stdout=subprocess.PIPE, check=True).stdout)
    return {"both cores": one(), "one core": one("0")}


def measure_lowering(skep):
    """Milliseconds to lower a fresh source, by its number of lines: what no peer has to do."""
    compiler = os.path.join(os.path.dirname(os.path.realpath(skep)), "skep-compile")
    return {lines: lowering.measure(compiler, lines) for lines in (10, 100, 1000, 5000)}


def measure_scripts(engines):
    """{lines: {engine: milliseconds}}: starting scripts of some sizes that were started before."""
    return {lines: {engine.name: scripts.measure(engine, lines) for engine in engines}
            for lines in (10, 100, 1000, 5000)}


def show(number):
    if number is None:
        return "–"
    if number == float("inf"):
        return "never"
    return f"{number:,.0f}" if number >= 1000 else f"{number:.3g}"


def show_table(engines, rows):
    print(f"{'':40}" + "".join(f"{engine.name:>13}" for engine in engines) + "         times better")
    for row in rows:
        cells = "".join(f"{show(row.get(engine.name)):>13}" for engine in engines)
        print(f"{row['row']:40}{cells}  {row['unit']:5} {show(row['times_better_than_best']):>6}")


def show_floors(found):
    print("\nthe machine itself")
    for place, values in found.items():
        print(f"  {place}: " + ", ".join(f"{key} {show(value)}" for key, value in values.items()))


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--skep", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--floors", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--node", default="node")
    parser.add_argument("--peers", metavar="DIR", help="also Bun and Deno, from npm, installed in DIR")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="one run of everything")
    parser.add_argument("--language", action="store_true", help="the language's part alone")
    parser.add_argument("--json", metavar="OUT", help="write the medians as JSON")
    parser.add_argument("only", nargs="*", metavar="WORD", help="rows whose names have one of the words, and nothing else")
    options = parser.parse_args()

    engines = known_engines.engines(options.skep, options.node, options.peers)
    repeats = 1 if options.quick else options.repeats
    if options.language:
        return language.report(engines[:2], language.compare(engines[:2], repeats))
    rows = table(engines, measure(engines, repeats, options.only))
    found = {"rows": rows, "cores": os.cpu_count()}
    show_table(engines, rows)
    if not options.only:
        found["floors"] = floors(options.floors)
        show_floors(found["floors"])
        found["lowering_ms"] = measure_lowering(options.skep)
        print("\nlowering a fresh script")
        for lines, ms in found["lowering_ms"].items():
            print(f"  {lines} lines: {show(ms)} ms")
        found["start_ms"] = measure_scripts(engines[:2])
        print("\nstarting a worker whose script was started before")
        for lines, medians in found["start_ms"].items():
            print(f"  {lines} lines: " + ", ".join(f"{name} {show(ms)} ms" for name, ms in medians.items()))
        found["language"] = language.compare(engines[:2], 1)
        print()
        language.report(engines[:2], found["language"])
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump(found, out, indent=1, ensure_ascii=False)
            out.write("\n")


if __name__ == "__main__":
    main()
