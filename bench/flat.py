#!/usr/bin/env python3
"""Whether a message, an event and a worker cost the same beside 10 and beside 10,000 idle workers.

    bench/flat.py --skepd PROGRAM [--most N] [--json OUT] [--plot OUT.svg]

What is measured is processor time of the supervisor, which other work on the machine hardly changes;
the table also has the time on the clock. It only measures: nothing passes or fails.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time

import plot
from daemon import Daemon, raise_descriptor_limit

IDLE = "onmessage = ({data}) => postMessage(data)"
PAIR = """
const child = new Worker(URL.createObjectURL(new Blob(['onmessage = ({data}) => postMessage(data)'])));
let left = 0;
child.onmessage = () => { if (left-- > 0) child.postMessage('ping'); else postMessage('done'); };
onmessage = ({data}) => { left = data; child.postMessage('ping'); };
"""
TALKER = "onmessage = ({data}) => { for (let i = 0; i < data; i++) console.log('line'); postMessage('done'); }"
REPEATS = 5


class Meter:
    """Medians of the supervisor's processor time and of the clock for `count` of something, in µs for one."""

    def __init__(self, daemon):
        self.daemon = daemon

    def measure(self, count, work):
        spent, took = [], []
        for _ in range(REPEATS):
            before, start = self.daemon.cpu_us(), time.perf_counter()
            work()
            took.append((time.perf_counter() - start) * 1e6 / count)
            spent.append((self.daemon.cpu_us() - before) / count)
        return round(statistics.median(spent), 2), round(statistics.median(took), 1)


def until_done(client, worker, count):
    client.ask("worker.post", worker=worker, data=count)
    client.collect("message", 1)


def beside(daemon, client, meter):
    """{what: (µs of the supervisor's processor time, µs on the clock)}, for one of each."""
    pair, talker = (client.ask("worker.spawn", source=source, subscribe={"types": types})["worker"]
                    for source, types in ((PAIR, ["message"]), (TALKER, ["message", "console"])))

    def events():
        client.ask("worker.post", worker=talker, data=2000)
        client.collect("message", 1)
        client.collect("console", 2000)

    def lives():
        for _ in range(100):
            worker = client.ask("worker.spawn", source="close()")["worker"]
            client.ask("worker.wait", worker=worker)

    until_done(client, pair, 100)
    found = {"round trip of two workers": meter.measure(2000, lambda: until_done(client, pair, 2000)),
             "console event to a client": meter.measure(2000, events),
             "life of a worker": meter.measure(100, lives)}
    for worker in (pair, talker):
        client.ask("worker.terminate", worker=worker)
    return found


def main():
    parser = argparse.ArgumentParser(prog="./dev bench flat", description=__doc__.splitlines()[0])
    parser.add_argument("--skepd", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--most", type=int, default=10_000, help="idle workers in the last round")
    parser.add_argument("--json", metavar="OUT")
    parser.add_argument("--plot", metavar="OUT.svg", help="the processor times as a picture")
    options = parser.parse_args()
    raise_descriptor_limit(options.most + 2000)
    counts = [count for count in (10, 100, 1000, 10_000) if count < options.most] + [options.most]
    rows, idle = {}, 0
    with tempfile.TemporaryDirectory(prefix="skep-flat-") as directory:
        daemon = Daemon(options.skepd, directory)
        client, meter = daemon.client(), Meter(daemon)
        for count in counts:
            while idle < count:
                batch = min(200, count - idle)
                client.ask_all([("worker.spawn", {"source": IDLE})] * batch)
                idle += batch
            for what, figures in beside(daemon, client, meter).items():
                rows.setdefault(what, {})[count] = figures
        daemon.stop()
    print(f"{'µs of the supervisor (µs on the clock)':38}" + "".join(f"{count:>18,}" for count in counts))
    for what, row in rows.items():
        print(f"{what:38}" + "".join(f"{f'{row[count][0]:g} ({row[count][1]:,.0f})':>18}" for count in counts))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(rows, file, indent=1, ensure_ascii=False)
            file.write("\n")
    if options.plot:
        with open(options.plot, "w", encoding="utf-8") as file:
            file.write(plot.log_log({what: {count: spent for count, (spent, _) in row.items()}
                                     for what, row in rows.items()},
                                    "idle workers beside it", "µs of the supervisor, for one"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
