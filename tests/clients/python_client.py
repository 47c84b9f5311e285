#!/usr/bin/env python3
"""A client of the control socket in Python's standard library alone. Speaks TAP. SKEP_SOCKET names
the socket."""

import json
import os
import socket
import sys


class Client:
    """Lines of JSON in both directions; what is not the awaited answer is kept for later."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(60)
        self.socket.connect(os.environ["SKEP_SOCKET"])
        self.lines = self.socket.makefile("rw", encoding="utf-8", newline="\n")
        self.kept = []
        self.last_id = 0

    def say(self, message):
        self.lines.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self.lines.flush()

    def until(self, fits):
        """The first message that fits, of those kept and those to come."""
        for index, message in enumerate(self.kept):
            if fits(message):
                return self.kept.pop(index)
        for line in self.lines:
            message = json.loads(line)
            if fits(message):
                return message
            self.kept.append(message)
        raise EOFError("the daemon closed the connection")

    def ask(self, method, **params):
        self.last_id += 1
        number = self.last_id
        self.say({"id": number, "method": method, "params": params})
        answer = self.until(lambda m: m.get("id") == number and "method" not in m)
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["kind"])
        return answer["result"]

    def event(self, kind, **members):
        """The params of the next event of this type with these members."""
        return self.until(lambda m: m.get("method") == "event" and m["params"]["type"] == kind and
                          all(m["params"].get(k) == v for k, v in members.items()))["params"]


SOURCE = """
onmessage = async ({data}) => {
  console.log('got', data);
  postMessage({squares: data.map(n => n * n), sum: await skep.call('sum', ...data)});
};
"""


def conversation():
    """Yields the name of each thing that holds."""
    client = Client()
    hello = client.ask("hello", client="python")
    assert hello["server"] == "skepd" and hello["protocol"] == 1
    yield "hello says who answers"

    client.ask("host.register", functions=["sum"])
    spawned = client.ask("worker.spawn", source=SOURCE, name="squares",
                         limits={"memory_bytes": 16 << 20},
                         subscribe={"types": ["message", "console", "exit"]})
    worker = spawned["worker"]
    yield "a worker is spawned from source text"

    client.ask("worker.post", worker=worker, data=[1, 2, 3])
    assert client.event("console", worker=worker)["text"] == "got [ 1, 2, 3 ]"
    yield "what it prints is an event"

    call = client.until(lambda m: m.get("method") == "host.call")
    assert call["params"]["function"] == "sum" and call["params"]["arguments"] == [1, 2, 3]
    client.say({"id": call["id"], "result": sum(call["params"]["arguments"])})
    assert client.event("message", worker=worker)["data"] == {"squares": [1, 4, 9], "sum": 6}
    yield "a host function answers it, and its message holds both"

    listed = {w["worker"]: w for w in client.ask("worker.list")["workers"]}
    assert listed[worker]["name"] == "squares" and listed[worker]["state"] == "running"
    entries = client.ask("worker.logs", worker=worker)["entries"]
    assert [e["text"] for e in entries] == ["got [ 1, 2, 3 ]"]
    yield "list and logs tell the same"

    try:
        client.ask("worker.post", worker=worker, data=0, more=1)
        raise AssertionError("an unknown parameter was taken")
    except RuntimeError as refused:
        assert str(refused) == "invalid-params", refused
    yield "a mistake is refused by name"

    client.ask("worker.terminate", worker=worker)
    gone = client.event("exit", worker=worker)
    assert gone["reason"] == "terminated"
    yield "terminated, it tells why it is gone"

    other = client.ask("worker.spawn", source="", keep_alive=False)["worker"]
    assert client.ask("worker.wait", worker=other)["reason"] == "finished"
    yield "wait answers when the worker is gone"

    stats = client.ask("stats")
    assert stats["ended_by_reason"]["terminated"] >= 1 and stats["host_calls"] >= 1
    assert client.ask("metrics")["text"].endswith("# EOF\n")
    yield "stats and metrics have counted it"


def main():
    print("1..9")
    number = 0
    try:
        for number, name in enumerate(conversation(), 1):
            print(f"ok {number} - {name}", flush=True)
    except Exception as problem:
        print(f"not ok {number + 1} - {type(problem).__name__}: {problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
