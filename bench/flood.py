#!/usr/bin/env python3
"""What a quiet worker feels while another one floods the supervisor.

    bench/flood.py --skepd PROGRAM [--rounds N] [--flood NAME…] [--json OUT]

A quiet pair of workers plays ping-pong, a few round trips now and then, and measures them with its
own clock. Each row is one flood by one other tree on the same daemon, measured in turn with
unloaded moments just before and after it, since the machine is shared with others. The ratio of the
medians is what counts: it should stay below 3. The row "processor" is two workers that spin and say
nothing: what the kernel's scheduler alone makes of a busy machine, whatever the supervisor does.

Nothing here passes or fails: it only measures.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time

from daemon import Daemon, raise_descriptor_limit

QUIET = r"""
const source = 'onmessage = ({data}) => postMessage(data)';
const child = new Worker(URL.createObjectURL(new Blob([source])));
const trips = 10;  // at once: the clock of a worker is coarse
let left = 0, start = 0, times = null;
const again = () => { left = trips; start = performance.now(); child.postMessage(left); };
child.onmessage = () => {
  if (--left > 0) return child.postMessage(left);
  times.push((performance.now() - start) * 1000 / trips);
  if (times.length < wanted) return setTimeout(again, 3);
  postMessage(times);
};
let wanted = 0;
onmessage = ({data}) => { wanted = data; times = []; again(); };
child.postMessage(0);
child.addEventListener('message', () => {}, {once: true});
"""

# What each flood does. It says "flooding" when it does.
CHILD = "const child = source => new Worker(URL.createObjectURL(new Blob([source])));\n"
FLOODS = {
    "processor": CHILD + """
child('for (;;);'); setTimeout(() => { postMessage('flooding'); for (;;); }, 20)""",
    "messages": CHILD + """
const ear = child('onmessage = () => {}');
postMessage('flooding'); for (let i = 0;; ++i) ear.postMessage(i)""",
    "large messages": CHILD + """
const ear = child('onmessage = () => {}'), text = 'x'.repeat(1 << 20);
postMessage('flooding'); for (;;) ear.postMessage(text)""",
    "to the outside": """
const text = 'x'.repeat(1000); postMessage('flooding'); for (;;) postMessage(text)""",
    "to one that is deaf": CHILD + """
const ear = child('for (;;);');
postMessage('flooding'); for (let i = 0;; ++i) ear.postMessage(i)""",
    "console": "postMessage('flooding'); for (let i = 0;; ++i) console.log('line', i)",
    "spawns": CHILD + """
const url = URL.createObjectURL(new Blob(['postMessage(1)']));
const one = () => { const w = new Worker(url); w.onmessage = w.onerror = e => {
  e.preventDefault(); w.terminate(); one(); }; };
for (let i = 0; i < 8; ++i) one(); postMessage('flooding')""",
    "spawns that are taken back": """
const url = URL.createObjectURL(new Blob(['']));
postMessage('flooding');
const some = () => { for (let i = 0; i < 30; ++i) new Worker(url).terminate(); setTimeout(some, 0); };
some()""",
    "timers": CHILD + """
const many = 'for (let i = 0; i < 200; ++i) setInterval(() => postMessage(i), 1)';
child(many); child(many); postMessage('flooding')""",
    "ports": CHILD + """
const ear = child('onmessage = ({data}) => { data.onmessage = () => {}; }');
const {port1, port2} = new MessageChannel(); ear.postMessage(port2, [port2]);
postMessage('flooding'); for (let i = 0;; ++i) port1.postMessage(i)""",
    "ports that come and go": CHILD + """
const ear = child('onmessage = ({data}) => data.close()');
postMessage('flooding');
const some = () => {
  for (let i = 0; i < 50; ++i) {
    const {port1, port2} = new MessageChannel(); ear.postMessage(port2, [port2]); port1.close();
  }
  setTimeout(some, 0);
};
some()""",
    "doorbells": CHILD + """
const pair = () => { const w = child('onmessage = ({data}) => postMessage(data)');
  w.onmessage = ({data}) => w.postMessage(data); w.postMessage(0); };
for (let i = 0; i < 8; ++i) pair(); postMessage('flooding')""",
    "broadcasts": CHILD + """
for (let i = 0; i < 40; ++i) child(`const c = new BroadcastChannel('c'); c.onmessage = () => {};`);
const c = new BroadcastChannel('c');
setTimeout(() => { postMessage('flooding'); for (let i = 0;; ++i) c.postMessage(i); }, 300)""",
    "locks": """
postMessage('flooding');
const one = async name => { for (;;) await navigator.locks.request(name, () => {}); };
for (let i = 0; i < 50; ++i) one('lock ' + i % 5)""",
    "lock queries": """
for (let i = 0; i < 1000; ++i) navigator.locks.request('lock ' + i, () => new Promise(() => {}));
postMessage('flooding');
(async () => { for (;;) await navigator.locks.query(); })()""",
    "module loads": """
postMessage('flooding');
let i = 0; const one = async () => { for (;;) await import('data:text/javascript,0#' + i++); };
for (let k = 0; k < 16; ++k) one()""",
    "sources to lower": """
postMessage('flooding');
const salt = Math.random();
let i = 0; const one = async () => { for (;;) await import('data:text/javascript,' + salt + i++); };
for (let k = 0; k < 4; ++k) one()""",
    "large scripts": """
postMessage('flooding'); for (;;) importScripts('large.js')""",
    "blob URLs": """
const blob = new Blob(['x'.repeat(100)]); postMessage('flooding');
for (;;) URL.revokeObjectURL(URL.createObjectURL(blob))""",
    "large blobs": CHILD + """
const url = URL.createObjectURL(new Blob(['//' + 'x'.repeat(2 << 20)], {type: 'text/javascript'}));
postMessage('flooding');
const ear = child(`const one = () => { importScripts(${JSON.stringify(url)}); setTimeout(one, 0); };
  setTimeout(one, 0)`)""",
}


def measure(client, quiet, rounds):
    """Round-trip times of the quiet pair, in microseconds."""
    client.ask("worker.post", worker=quiet, data=rounds)
    while True:
        for event in client.collect("message", 1):
            if event["worker"] == quiet:
                return event["data"]


def start_flood(daemon, source, root):
    """A client of its own for the flood, which goes with it; nothing of it is read meanwhile."""
    client = daemon.client()
    worker = client.ask("worker.spawn", source=source, root=root, limits={"memory_bytes": 256 << 20},
                        subscribe={"types": ["message"]})["worker"]
    while client.collect("message", 1)[0]["data"] != "flooding":
        pass
    return client, worker


def processor_use(daemon):
    """Of the supervisor until now, in seconds: the clock that clock_getcpuclockid() names."""
    return time.clock_gettime((~daemon.process.pid << 3) | 2)


def row(skepd, source, rounds, repeats):
    """Medians without and with the flood, interleaved: quiet, flood, quiet, flood, …"""
    calm, loaded = [], []
    busy = seconds = 0
    with tempfile.TemporaryDirectory(prefix="skep-flood-") as directory:
        with open(os.path.join(directory, "large.js"), "wb") as file:
            file.write(b"//" + b" " * ((32 << 20) - 2))
        daemon = Daemon(skepd, directory)
        client = daemon.client()
        quiet = client.ask("worker.spawn", source=QUIET, subscribe={"types": ["message"]})["worker"]
        measure(client, quiet, rounds)
        for _ in range(repeats):
            calm += measure(client, quiet, rounds)
            flooder, worker = start_flood(daemon, source, directory)
            before, since = processor_use(daemon), time.perf_counter()
            loaded += measure(client, quiet, rounds)
            seconds += time.perf_counter() - since
            busy += processor_use(daemon) - before
            flooder.close()
            client.ask("worker.wait", worker=worker)
        client.close()
        daemon.stop()
    return {"unloaded_us": round(statistics.median(calm), 1),
            "flooded_us": round(statistics.median(loaded), 1),
            "flooded_p95_us": round(statistics.quantiles(loaded, n=20)[-1], 1),
            "flooded_worst_us": round(max(loaded), 1),
            "supervisor_busy": round(busy / seconds, 2),
            "ratio": round(statistics.median(loaded) / statistics.median(calm), 2)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--skepd", required=True)
    parser.add_argument("--rounds", type=int, default=100, help="of 10 round trips, each time")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--flood", action="append", choices=list(FLOODS))
    parser.add_argument("--json", help="file for the figures")
    options = parser.parse_args()
    raise_descriptor_limit(4096)
    results = {}
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
    print(f"{'flood':28} {'unloaded':>10} {'flooded':>10} {'95 %':>10} {'worst':>11} {'ratio':>7} "
          f"{'skepd busy':>11}")
    for name in options.flood or FLOODS:
        result = row(options.skepd, FLOODS[name], options.rounds, options.repeats)
        results[name] = result
        print(f"{name:28} {result['unloaded_us']:>7.0f} µs {result['flooded_us']:>7.0f} µs "
              f"{result['flooded_p95_us']:>7.0f} µs {result['flooded_worst_us']:>8.0f} µs {result['ratio']:>6.2f}× "
              f"{result['supervisor_busy']:>10.0%}", flush=True)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump({"processors": os.cpu_count(), "rows": results}, file, indent=2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
