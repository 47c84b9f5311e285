"""Runs one test of a served tree in a worker of its own, and tells how each subtest ended.

The worker's harness posts what it knows, as it would to the page that made the worker; what it posts
last is the result. A test that ends without it is an ERROR (its script cannot be loaded), a CRASH
(a limit, a signal) or a TIMEOUT; its subtests are those that were told before.
"""

import base64
import os
import time

from raw_client import Client, Refused

SUBTEST = {0: "PASS", 1: "FAIL", 2: "TIMEOUT", 3: "NOTRUN", 4: "NOTRUN"}
HARNESS = {0: "OK", 1: "ERROR", 2: "TIMEOUT", 3: "ERROR"}
FILE_BYTES = 512 * 1024  # As much of a file as one line of the protocol can carry.


class Outcome:
    def __init__(self, status="TIMEOUT", message=""):
        self.status, self.message, self.subtests, self.messages = status, message, {}, {}

    def take(self, test):
        self.subtests[test["name"]] = SUBTEST.get(test["status"], "FAIL")
        self.messages[test["name"]] = test.get("message") or ""

    def add(self, other):
        """Another variant of the same test: the worse status, all subtests."""
        order = ["OK", "ERROR", "TIMEOUT", "CRASH"]
        if order.index(other.status) > order.index(self.status):
            self.status, self.message = other.status, other.message
        self.subtests.update(other.subtests)
        self.messages.update(other.messages)


class Runner:
    """One connection to the daemon: one test at a time."""

    def __init__(self, tree, limit_s, long_limit_s):
        self.tree, self.limit_s, self.long_limit_s = tree, limit_s, long_limit_s
        self.client = Client()
        self.client.ask("host.register", functions=["wpt.read"], values="tagged")

    def close(self):
        self.client.socket.close()

    def run(self, path):
        files, slow = self.tree.test(path)
        outcome = None
        for file in files:
            one = self.run_file(file, self.long_limit_s if slow else self.limit_s)
            if outcome is None:
                outcome = one
            else:
                outcome.add(one)
        return outcome

    def run_file(self, file, limit_s):
        outcome = Outcome()
        worker = self.client.ask(
            "worker.spawn", file=os.path.join(self.tree.root, file), root=self.tree.root,
            keep_alive=False, limits={"memory_bytes": 512 << 20},
            subscribe={"types": ["message", "error", "message-refused", "exit"]})["worker"]
        give_up = time.monotonic() + limit_s
        gone = False
        while not gone:
            message = self.next(give_up)
            if message is None:
                break
            if message.get("method") == "host.call":
                self.answer_read(message)
            elif message.get("method") == "event" and message["params"].get("worker") == worker:
                event = message["params"]
                gone = event["type"] == "exit"
                if self.take(event, outcome):
                    break
        if not gone:
            self.end(worker)
        return outcome

    def next(self, give_up):
        left = give_up - time.monotonic()
        if left <= 0:
            return None
        if self.client.kept:
            return self.client.kept.pop(0)
        self.client.socket.settimeout(left)
        try:
            return self.client.next()
        except TimeoutError:
            return None
        finally:
            self.client.socket.settimeout(60)

    def end(self, worker):
        try:
            self.client.ask("worker.terminate", worker=worker)
        except Refused:
            pass  # It has ended by itself.
        self.client.event("exit", worker=worker)
        self.client.kept.clear()

    def take(self, event, outcome):
        """Whether the test is over."""
        if event["type"] == "message" and isinstance(event["data"], dict):
            data = event["data"]
            if data.get("type") in ("test_state", "result") and isinstance(data.get("test"), dict):
                test = data["test"]
                outcome.take(test if data["type"] == "result" else {**test, "status": 3})
            elif data.get("type") == "complete" and isinstance(data.get("tests"), list):
                for test in data["tests"]:
                    outcome.take(test)
                outcome.status = HARNESS.get(data["status"]["status"], "ERROR")
                outcome.message = data["status"].get("message") or ""
                return True
            elif data.get("type") == "load-error":
                outcome.status, outcome.message = "ERROR", "the test cannot be loaded"
                return True
        elif event["type"] == "message-refused":
            outcome.message = "a message was refused: " + str(event)
        elif event["type"] == "error":
            outcome.message = str(event.get("message", ""))
        elif event["type"] == "exit":
            reason, detail = event["reason"], event.get("detail", "")
            if reason in ("script-error", "load-error"):
                outcome.status = "ERROR"
            elif reason not in ("finished", "closed", "terminated"):
                outcome.status = "CRASH"
            outcome.message = f"{outcome.message} ({reason}: {detail})".strip()
        return False

    def answer_read(self, message):
        path = message["params"]["arguments"][0]
        body = None
        if isinstance(path, str):
            file = os.path.realpath(os.path.join(self.tree.root, path.lstrip("/")))
            if file.startswith(self.tree.root + "/") and os.path.isfile(file):
                with open(file, "rb") as opened:
                    body = opened.read(FILE_BYTES + 1)
        if body is None:
            result = None
        elif len(body) > FILE_BYTES:
            self.client.say({"id": message["id"], "error": {
                "code": 1, "message": f"{path} is larger than the runner can hand over"}})
            return
        else:
            result = {"$buffer": base64.b64encode(body).decode()}
        self.client.say({"id": message["id"], "result": result})
