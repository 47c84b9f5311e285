"""A client of the control socket that can also misbehave: it sends any bytes, reads when it wants
to, and goes without a word."""

import json
import os
import socket

ECHO = "onmessage = event => postMessage(event.data);"


class Refused(Exception):
    """The daemon answered with an error; the kind is in `kind`, all of it in `error`."""

    def __init__(self, error):
        super().__init__(error["data"]["kind"] + ": " + error["message"])
        self.error, self.kind = error, error["data"]["kind"]


class Client:
    def __init__(self):
        self.socket = socket.socket(socket.AF_UNIX)
        # Before there is a time-out, so that it waits for its turn where many connect at once.
        self.socket.connect(os.environ["SKEP_SOCKET"])
        self.socket.settimeout(60)
        self.unread = bytearray()
        self.kept = []
        self.last_id = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def send_all_that_fits(self, data):
        """How many bytes the daemon and the kernel took before they would take no more."""
        self.socket.setblocking(False)
        sent = 0
        try:
            while sent < len(data):
                sent += self.socket.send(data[sent:sent + 65536])
        except BlockingIOError:
            pass
        self.socket.settimeout(60)
        return sent

    def line(self):
        """The next line; None when the daemon has closed the connection."""
        searched = 0
        while (end := self.unread.find(b"\n", searched)) < 0:
            searched = len(self.unread)
            try:
                data = self.socket.recv(1 << 18)
            except ConnectionResetError:
                data = b""
            if not data:
                return None
            self.unread += data
        line = bytes(self.unread[:end])
        del self.unread[:end + 1]
        return line

    def next(self):
        line = self.line()
        if line is None:
            raise EOFError("the daemon closed the connection")
        return json.loads(line)

    def until(self, fits):
        """The first message that fits, of those kept and those to come."""
        for index, message in enumerate(self.kept):
            if fits(message):
                return self.kept.pop(index)
        while not fits(message := self.next()):
            self.kept.append(message)
        return message

    def say(self, message):
        self.send(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")

    def start(self, method, **params):
        """Asks, and gives back the id that the answer will have."""
        self.last_id += 1
        self.say({"id": self.last_id, "method": method, "params": params})
        return self.last_id

    def answer(self, number):
        answer = self.until(lambda m: m.get("id") == number and "method" not in m)
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["result"]

    def ask(self, method, **params):
        return self.answer(self.start(method, **params))

    def refusal(self, method, **params):
        """The kind of the error that this must be answered with."""
        try:
            result = self.ask(method, **params)
        except Refused as refused:
            return refused.kind
        raise AssertionError(f"{method} was not refused: {result}")

    def complaint(self, data):
        """The kind of the error, without an id, that these bytes must be answered with."""
        self.send(data)
        answer = self.until(lambda m: "method" not in m and m.get("id") is None)
        return answer["error"]["data"]["kind"]

    def event(self, kind, **members):
        return self.until(lambda m: m.get("method") == "event" and m["params"]["type"] == kind and
                          all(m["params"].get(k) == v for k, v in members.items()))["params"]

    def host_call(self):
        return self.until(lambda m: m.get("method") == "host.call")

    def spawn(self, source=ECHO, types=("message",), **more):
        return self.ask("worker.spawn", source=source, subscribe={"types": list(types)},
                        **more)["worker"]

    def echo(self, worker, data):
        self.ask("worker.post", worker=worker, data=data)
        return self.event("message", worker=worker)["data"]
