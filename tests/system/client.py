"""A client of the control socket, in Python's standard library alone: JSON-RPC 2.0, a line each."""

import json
import socket

SOCKET = "/run/skep/control.sock"
# Only a bound for what would otherwise hang.
PATIENCE_S = 120


class Refused(Exception):
    def __init__(self, error):
        super().__init__(json.dumps(error))
        self.kind = error.get("data", {}).get("kind")


class Client:
    def __init__(self, path=SOCKET):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(PATIENCE_S)
        self.socket.connect(path)
        self.lines = self.socket.makefile("r", encoding="utf-8")
        self.last_id = 0
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.lines.close()
        self.socket.close()

    def send(self, method, **params):
        self.last_id += 1
        request = {"jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params}
        self.socket.sendall(json.dumps(request).encode() + b"\n")
        return self.last_id

    def receive(self):
        line = self.lines.readline()
        if not line:
            raise ConnectionResetError("the daemon closed the connection")
        return json.loads(line)

    def answer(self, number):
        """The result of an earlier request; events that come before it are kept."""
        while True:
            message = self.receive()
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    raise Refused(message["error"])
                return message["result"]
            if message.get("method") == "event":
                self.events.append(message["params"])
            elif "error" in message and message.get("id") is None:
                raise Refused(message["error"])

    def call(self, method, **params):
        return self.answer(self.send(method, **params))

    def event(self, **wanted):
        """The next event that has these members; others are passed over."""
        while True:
            event = self.events.pop(0) if self.events else self.receive().get("params", {})
            if all(event.get(key) == value for key, value in wanted.items()):
                return event
