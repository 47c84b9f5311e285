"""A client of the control socket that reads all the time, in a thread of its own, so that nobody
ever waits for it."""

import json
import os
import socket
import threading
import time

PATIENCE = float(os.environ.get("SKEP_TEST_PATIENCE", "60"))


class Link:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.last_id = 0
        self.answers = {}
        self.events = []  # all of them, in their order
        self.closed = False
        self.changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        try:
            with self.socket.makefile("rb") as lines:
                for line in lines:
                    message = json.loads(line)
                    with self.changed:
                        if message.get("method") == "event":
                            self.events.append(message["params"])
                        elif "method" not in message:
                            self.answers[message["id"]] = message
                        self.changed.notify_all()
        except OSError:
            pass
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def send(self, data):
        self.socket.sendall(data)

    def start(self, method, **params):
        self.last_id += 1
        self.send(json.dumps({"jsonrpc": "2.0", "id": self.last_id, "method": method,
                              "params": params}).encode() + b"\n")
        return self.last_id

    def until(self, reading, meaning):
        """What `reading` gives, once that is not false."""
        give_up = time.monotonic() + PATIENCE
        with self.changed:
            while not (found := reading()):
                left = give_up - time.monotonic()
                if left <= 0 or self.closed:
                    raise AssertionError("waited in vain for " + meaning)
                self.changed.wait(left)
            return found

    def answer(self, number):
        """The result, or the error under "error"."""
        answer = self.until(lambda: self.answers.get(number), f"the answer {number}")
        with self.changed:
            del self.answers[number]
        return answer.get("result", {"error": answer.get("error")})

    def ask(self, method, **params):
        return self.answer(self.start(method, **params))

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the daemon was faster
        self.socket.close()
