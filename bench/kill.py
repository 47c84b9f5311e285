#!/usr/bin/env python3
"""How long a worker that spins lives after it was told to end, by how much memory it has written to.

    bench/kill.py --skepd PROGRAM [--rounds N] [--json OUT]

Taken by a client of a shared daemon: from just before it writes `worker.terminate` until it has read the
worker's `exit` event, which comes when the kernel has reaped the process. Nothing here passes or fails: it
only measures.
"""

import argparse
import json
import statistics
import tempfile
import time

from scale import Daemon

MIB = 1 << 20
SIZES = (0, 1, 16, 64, 256)

# Memory of a buffer is written to when it is made: all of it is zero.
SPIN = "const a = []; for (let i = 0; i < %d; ++i) a.push(new Uint8Array(1 << 20)); postMessage(1); for (;;);"


def milliseconds_of_one(client, size):
    worker = client.ask("worker.spawn", source=SPIN % size, limits={"memory_bytes": (2 * size + 16) * MIB},
                        subscribe={"types": ["message", "exit"]})["worker"]
    client.collect("message", 1)
    begin = time.perf_counter()
    client.start("worker.terminate", worker=worker)
    exits = client.collect("exit", 1)
    took = (time.perf_counter() - begin) * 1000
    assert exits[0]["worker"] == worker and exits[0]["reason"] == "terminated", exits
    return took


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--skepd", required=True)
    parser.add_argument("--rounds", type=int, default=41)
    parser.add_argument("--json", metavar="OUT")
    options = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory(prefix="skep-kill-") as directory:
        daemon = Daemon(options.skepd, directory)
        try:
            client = daemon.client()
            milliseconds_of_one(client, 0)
            print(f"{'written to':>12} {'median':>9} {'fastest':>9} {'95 %':>9}   (ms, {options.rounds} rounds)")
            for size in SIZES:
                times = sorted(milliseconds_of_one(client, size) for _ in range(options.rounds))
                results[f"{size}_mib"] = {"median_ms": statistics.median(times), "fastest_ms": times[0],
                                          "p95_ms": times[len(times) * 95 // 100]}
                shown = results[f"{size}_mib"]
                print(f"{size:>8} MiB {shown['median_ms']:>9.2f} {shown['fastest_ms']:>9.2f} "
                      f"{shown['p95_ms']:>9.2f}")
        finally:
            daemon.process.terminate()
            daemon.process.wait()
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=2)


if __name__ == "__main__":
    main()
