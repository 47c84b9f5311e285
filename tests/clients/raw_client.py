"""A client of the control socket, for tests and measurements. It can also misbehave: it sends any bytes,
reads when it wants to, and goes without a word. In Python's standard library alone: some tests take it
to another machine."""

import json
import os
import socket

SOCKET = "/run/skep/control.sock"  # of the service
ECHO = "onmessage = event => postMessage(event.data);"


class Refused(Exception):
    """The daemon answered with an error; the kind is in `kind`, all of it in `error`."""

    def __init__(self, error):
        super().__init__(error["data"]["kind"] + ": " + error["message"])
        self.error, self.kind = error, error["data"]["kind"]


class Gone(ConnectionResetError, EOFError):
    """The daemon closed the connection."""


class Client:
    def __init__(self, path=None, patience=60):
        self.socket = socket.socket(socket.AF_UNIX)
        # Before there is a time-out, so that it waits for its turn where many connect at once.
        self.socket.connect(path or os.environ.get("SKEP_SOCKET", SOCKET))
        self.socket.settimeout(patience)
        self.patience = patience
        self.unread = bytearray()
        self.kept = []  # what came and was not asked for yet, but for answers
        self.answers = {}  # by id
        self.last_id = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
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
        self.socket.settimeout(self.patience)
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
            raise Gone("the daemon closed the connection")
        return json.loads(line)

    def until(self, fits):
        """The first message that fits, of those kept and those to come."""
        for index, message in enumerate(self.kept):
            if fits(message):
                return self.kept.pop(index)
        for number, message in self.answers.items():
            if fits(message):
                return self.answers.pop(number)
        while not fits(message := self.next()):
            self.keep(message)
        return message

    def keep(self, message):
        if "method" not in message and message.get("id") is not None:
            self.answers[message["id"]] = message
        else:
            self.kept.append(message)

    def say(self, message):
        self.send(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")

    def start(self, method, **params):
        """Asks, and gives back the id that the answer will have."""
        self.last_id += 1
        self.say({"id": self.last_id, "method": method, "params": params})
        return self.last_id

    def answer(self, number):
        try:
            while number not in self.answers:
                self.keep(self.next())
            answer = self.answers.pop(number)
        except Gone:
            # Whoever is turned away is told why, before there is a request to answer.
            answer = next((m for m in self.kept if "error" in m and m.get("id") is None), None)
            if answer is None:
                raise
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["result"]

    def ask(self, method, **params):
        return self.answer(self.start(method, **params))

    def ask_all(self, requests):
        """The results of all these (method, params), which are asked at once."""
        ids = range(self.last_id + 1, self.last_id + 1 + len(requests))
        self.last_id += len(requests)
        self.send(b"".join(
            json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode() + b"\n"
            for number, (method, params) in zip(ids, requests)))
        return [self.answer(number) for number in ids]

    def workers(self):
        """All of them: the daemon tells of them in parts."""
        workers, more = [], True
        while more:
            part = self.ask("worker.list", after=workers[-1]["worker"] if workers else 0)
            workers, more = workers + part["workers"], part["more"]
        return workers

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

    def collect(self, kind, count):
        """The next `count` events of this type; others are kept."""
        is_one = lambda m: m.get("method") == "event" and m["params"]["type"] == kind
        found = [m for m in self.kept if is_one(m)][:count]
        taken = set(map(id, found))
        self.kept = [m for m in self.kept if id(m) not in taken]
        while len(found) < count:
            message = self.next()
            if is_one(message):
                found.append(message)
            else:
                self.keep(message)
        return [m["params"] for m in found]

    def host_call(self):
        return self.until(lambda m: m.get("method") == "host.call")

    def spawn(self, source=ECHO, types=("message",), **more):
        return self.ask("worker.spawn", source=source, subscribe={"types": list(types)},
                        **more)["worker"]

    def echo(self, worker, data):
        self.ask("worker.post", worker=worker, data=data)
        return self.event("message", worker=worker)["data"]
