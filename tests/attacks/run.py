#!/usr/bin/env python3
"""Runs hostile JavaScript under one shared daemon, several programs at once, beside a healthy worker that
has to answer all the while. Speaks TAP. SKEP_SOCKET names the daemon's socket (tests/clients/with_daemon.py).

The head of a program says what it is and what must become of it:

    // Attack 40: …                    its row in docs/attacks.md
    // Limits: cpu_ms=200 …            of the worker, as worker.spawn takes them
    // Terminate after: LINE           it is terminated when it has printed that
    // Told: TYPE                      an event of that type must come
    // Expect: held                    it prints "held", and ends by close()
    // Expect: exit REASON|REASON      it ends by one of these

Whatever prints a line that begins with "escaped" has failed, and so has what crashes."""

import concurrent.futures
import pathlib
import re
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "clients"))

from raw_client import Client  # noqa: E402  (a sibling folder's)

AT_ONCE = 4
PATIENCE = 120  # seconds for one program; only a program that has failed takes as long


class Attack:
    def __init__(self, path):
        self.path, self.name = path, path.stem
        head = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            found = re.fullmatch(r"// ([A-Z][a-z ]+?)(?: (\S+))?: (.*)", line)
            if not found:
                break
            key, row, text = found.groups()
            if row is None or key == "Attack":
                head[key] = text
            else:
                head[f"{key} {row}"] = text
        self.title = head.pop("Attack")
        self.limits = {key: int(value) for key, value in
                       (pair.split("=") for pair in head.pop("Limits", "").split())}
        self.last_words = head.pop("Terminate after", None)
        self.told = head.pop("Told", None)
        expected = head.pop("Expect")
        self.reasons = expected[5:].split("|") if expected.startswith("exit ") else ["closed"]
        self.must_print = "held" if expected == "held" else None
        assert not head, f"{path}: {head}"

    def trouble(self):
        """What is wrong, as one line; None when everything held."""
        with Client() as client:
            client.socket.settimeout(PATIENCE)
            worker = client.ask("worker.spawn", file=str(self.path), limits=self.limits,
                                subscribe={})["worker"]
            printed, types = [], set()
            while True:
                event = client.until(lambda m: m.get("method") == "event")["params"]
                types.add(event["type"])
                if event["type"] == "console":
                    printed.append(event["text"])
                    if event["text"] == self.last_words:
                        client.ask("worker.terminate", worker=worker)
                if event["type"] == "exit" and event["worker"] == worker:
                    break
        return self.judge(event, printed, types)

    def judge(self, end, printed, types):
        shown = "; ".join(printed[-5:])[:500]
        for line in printed:
            if line.startswith("escaped"):
                return line
        if end["reason"] not in self.reasons:
            return f"ended as {end['reason']} ({end.get('detail', '')}), not {self.reasons}: {shown}"
        if self.must_print and self.must_print not in printed:
            return f"did not print {self.must_print}: {shown}"
        if self.told and self.told not in types:
            return f"no event {self.told} came, only {sorted(types)}"
        return None


class HealthySibling(threading.Thread):
    """Asks a worker of its own again and again, and counts the answers."""

    def __init__(self):
        super().__init__()
        self.client = Client()
        self.client.socket.settimeout(PATIENCE)
        self.worker = self.client.spawn()
        self.answers, self.problem, self.over = 0, None, threading.Event()
        self.start()

    def run(self):
        try:
            while not self.over.wait(0.01):
                if self.client.echo(self.worker, self.answers) != self.answers:
                    self.problem = "a wrong answer"
                self.answers += 1
        except Exception as problem:
            self.problem = repr(problem)


def safely(attack):
    try:
        return attack.trouble()
    except Exception as problem:
        return repr(problem)


def main():
    wanted = sys.argv[1:]
    attacks = [Attack(path) for path in sorted(HERE.glob("*.js"))]
    attacks = [attack for attack in attacks if not wanted or attack.name in wanted]
    print(f"1..{len(attacks) + 1}", flush=True)
    sibling = HealthySibling()
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for number, (attack, trouble) in enumerate(
                zip(attacks, pool.map(safely, attacks)), 1):
            failed += trouble is not None
            print(f"{'not ok' if trouble else 'ok'} {number} - {attack.name}: {attack.title}", flush=True)
            if trouble:
                print(f"# {trouble}", flush=True)
    sibling.over.set()
    sibling.join()
    with Client() as client:
        stats = client.ask("stats")
    held = sibling.problem is None and sibling.answers > 0 and stats["zygotes_lost"] == 0
    print(f"{'ok' if held else 'not ok'} {len(attacks) + 1} - a healthy worker answered {sibling.answers} times, "
          f"and no zygote was lost {sibling.problem or ''}")
    return 1 if failed or not held else 0


if __name__ == "__main__":
    sys.exit(main())
