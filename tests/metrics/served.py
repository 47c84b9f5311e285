#!/usr/bin/env python3
"""Metrics of a real daemon that has done something, over HTTP and over the control socket. Speaks
TAP.

    served.py --promtool PROGRAM --metrics UNIX-SOCKET        (SKEP_SOCKET names the control socket)
"""

import argparse
import http.client
import json
import os
import re
import socket
import subprocess
import sys

number = 0


def ok(name, condition, problem=""):
    global number
    number += 1
    print(f"{'ok' if condition else 'not ok'} {number} - {name}", flush=True)
    if not condition:
        print("\n".join(f"# {line}" for line in str(problem).splitlines()))
        sys.exit(1)


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def get(path, target, accept="*/*"):
    connection = UnixConnection(path)
    connection.request("GET", target, headers={"Accept": accept})
    answer = connection.getresponse()
    return answer.status, answer.headers["Content-Type"], answer.read().decode()


def samples(text):
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1])
            for line in text.splitlines() if not line.startswith("#")}


class Control:
    def __init__(self):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(60)
        self.socket.connect(os.environ["SKEP_SOCKET"])
        self.lines = self.socket.makefile("rw", encoding="utf-8")
        self.last_id = 0

    def ask(self, method, **params):
        self.last_id += 1
        request = {"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params}
        print(json.dumps(request), file=self.lines, flush=True)
        for line in self.lines:
            answer = json.loads(line)
            if answer.get("id") == self.last_id:
                return answer["result"]
        raise EOFError(method)


MAIN = """
const child = new Worker('data:text/javascript,' + encodeURIComponent(
  'onmessage = e => postMessage(e.data)'));
child.onmessage = () => { console.warn('heard'); child.terminate(); close(); };
child.postMessage('x'.repeat(100));
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--promtool", required=True)
    parser.add_argument("--metrics", required=True)
    arguments = parser.parse_args()
    print("1..7")
    control = Control()
    before = samples(control.ask("metrics")["text"])
    for _ in range(2):
        worker = control.ask("worker.spawn", source=MAIN)["worker"]
        control.ask("worker.wait", worker=worker)
    endless = control.ask("worker.spawn", source="for (;;);", limits={"cpu_ms": 50})["worker"]
    control.ask("worker.wait", worker=endless)

    status, kind, text = get(arguments.metrics, "/healthz")
    ok("healthz is ok", (status, text) == (200, "ok\n"), f"{status} {text}")
    status, kind, text = get(arguments.metrics, "/metrics")
    ok("metrics come as Prometheus text", status == 200 and kind.startswith("text/plain; version"),
       f"{status} {kind}")
    checked = subprocess.run([arguments.promtool, "check", "metrics"], input=text, text=True,
                             capture_output=True)
    ok("promtool finds nothing to improve in them",
       checked.returncode == 0 and not checked.stdout + checked.stderr,
       checked.stdout + checked.stderr)
    now = samples(text)
    grown = {name: value - before.get(name, 0) for name, value in now.items()}
    expected = {
        "skep_workers_requested_total": 5, "skep_workers_started_total": 5,
        'skep_workers_ended_total{reason="closed"}': 2,
        'skep_workers_ended_total{reason="cpu-limit"}': 1,
        'skep_limit_hits_total{limit="cpu_ms"}': 1, "skep_messages_total": 4,
        'skep_console_lines_total{level="warn"}': 2, "skep_spawn_latency_seconds_count": 5,
        "skep_compile_cache_misses_total": 3, "skep_compile_cache_hits_total": 2,
    }
    wrong = {name: grown.get(name) for name, value in expected.items() if grown.get(name) != value}
    ok("they have counted what happened", not wrong, f"instead of {expected}: {wrong}")
    positive = ["skep_message_bytes_total", "skep_doorbells_total", "skep_compile_seconds_total",
                "skep_zygotes_started_total", "process_resident_memory_bytes", "process_open_fds",
                "skep_clients"]
    zero = [name for name in positive if now.get(name, 0) <= 0]
    ok("what cannot be zero is not", not zero, zero)
    _, kind, text = get(arguments.metrics, "/metrics", "application/openmetrics-text")
    names = lambda of: sorted(set(re.findall(r"^# TYPE (\S+)", of, re.MULTILINE)))
    ok("the control socket tells the same families as HTTP does in OpenMetrics",
       kind.startswith("application/openmetrics-text") and text.endswith("# EOF\n") and
       names(text) == names(control.ask("metrics")["text"]), kind)
    stats = control.ask("stats")
    told = (stats["spawned"], stats["messages"], stats["console_lines"])
    ok("stats tells the same numbers",
       told == (now["skep_workers_started_total"], now["skep_messages_total"],
                now['skep_console_lines_total{level="warn"}']), stats)
    return 0


if __name__ == "__main__":
    sys.exit(main())
