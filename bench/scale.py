#!/usr/bin/env python3
"""What a daemon with many workers costs, and whether anything of it grows that should not.

    bench/scale.py --skepd PROGRAM [--workers N] [--cycles N] [--events N] [--json OUT]

* N idle workers on one daemon, all of them answering; the supervisor's own memory for each.
* Cycles of spawn and terminate: descriptors, processes and memory must come back.
* Events for a subscriber that does not read: memory must stay bounded, and what is lost be told.

The figures are for people; the status is 1 when something grew, was lost silently or did not answer.
"""

import argparse
import json
import sys
import tempfile
import time

from daemon import Daemon, raise_descriptor_limit

ECHO = "onmessage = ({data}) => postMessage(data)"


def many_workers(daemon, count):
    client = daemon.client()
    before = daemon.memory()
    start = time.perf_counter()
    ids = []
    while len(ids) < count:
        batch = min(200, count - len(ids))
        ids += [answer["worker"] for answer in
                client.ask_all([("worker.spawn", {"source": ECHO})] * batch)]
    client.ask("subscribe", types=["message"])
    start_answers = time.perf_counter()
    for at in range(0, count, 200):
        part = ids[at:at + 200]
        client.ask_all([("worker.post", {"worker": i, "data": i}) for i in part])
    replies = client.collect("message", count)
    answered = time.perf_counter()
    assert sorted(r["worker"] for r in replies) == ids, "every worker answers, once"
    assert all(r["worker"] == r["data"] for r in replies), "with what it was sent"
    used = daemon.memory() - before
    listing = time.perf_counter()
    listed = client.workers()
    listed_ms = (time.perf_counter() - listing) * 1000
    assert len(listed) == count
    return {
        "workers": count,
        "spawned_per_s": round(count / (answered - start)),
        "all_answered_s": round(answered - start_answers, 2),
        "supervisor_bytes_per_worker": round(used / count),
        "list_ms": round(listed_ms, 1),
    }


def cycles(daemon, count):
    client = daemon.client()

    def one():
        worker = client.ask("worker.spawn", source="", subscribe={"types": ["state"]})["worker"]
        while client.collect("state", 1)[0]["state"] != "running":
            pass
        client.ask("worker.terminate", worker=worker)
        assert client.ask("worker.wait", worker=worker)["reason"] == "terminated"

    # The rings of what the daemon remembers of ended workers fill up first.
    for _ in range(1100):
        one()
    before = (daemon.descriptors(), daemon.processes(), daemon.memory())
    start = time.perf_counter()
    for _ in range(count):
        one()
    seconds = time.perf_counter() - start
    after = (daemon.descriptors(), daemon.processes(), daemon.memory())
    assert after[0] <= before[0] + 3, f"descriptors grow: {before[0]} to {after[0]}"
    assert after[1] <= before[1] + 2, f"processes grow: {before[1]} to {after[1]}"
    assert after[2] <= before[2] + (1 << 20), f"memory grows: {before[2]} to {after[2]}"
    return {"cycles": count, "cycles_per_s": round(count / seconds),
            "memory_growth_bytes": after[2] - before[2]}


def slow_subscriber(daemon, count):
    slow = daemon.client()
    slow.ask("subscribe", types=["console"])
    client = daemon.client()
    before = daemon.memory()
    source = f"for (let i = 0; i < {count}; i++) console.log('line', i); close()"
    worker = client.ask("worker.spawn", source=source)["worker"]
    assert client.ask("worker.wait", worker=worker)["reason"] == "closed"
    growth = daemon.memory() - before
    # A client's queue, the console that is kept for worker.logs, and what the allocator keeps.
    assert growth < 16 << 20, f"memory grew by {growth} bytes"
    delivered = lost = 0
    slow.socket.settimeout(10)
    while delivered + lost < count:
        params = slow.next()["params"]
        delivered += params["type"] == "console"
        lost += params.get("count", 0) if params["type"] == "lost" else 0
    assert delivered + lost == count, "what was lost was told"
    return {"events": count, "delivered": delivered, "lost": lost, "memory_growth_bytes": growth}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--skepd", required=True)
    parser.add_argument("--workers", type=int, default=10_000)
    parser.add_argument("--cycles", type=int, default=1_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--json")
    options = parser.parse_args()
    raise_descriptor_limit(options.workers + 2000)
    results = {}
    failed = 0
    for name, measure, size in (("many workers", many_workers, options.workers),
                                ("spawn and terminate", cycles, options.cycles),
                                ("slow subscriber", slow_subscriber, options.events)):
        with tempfile.TemporaryDirectory(prefix="skep-scale-") as directory:
            daemon = Daemon(options.skepd, directory)
            try:
                results[name] = measure(daemon, size)
                daemon.stop()
                print(f"[ok] {name}: {json.dumps(results[name])}")
            except (AssertionError, RuntimeError, OSError) as error:
                failed += 1
                print(f"[FAILED] {name}: {error}")
                if daemon.process.poll() is None:
                    daemon.process.kill()
                    daemon.process.wait()
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=2)
    print(f"{3 - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
