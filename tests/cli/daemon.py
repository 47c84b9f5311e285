"""A shared daemon for one test, and the command that asks it."""

import json
import os
import signal
import subprocess
import time

PATIENCE = float(os.environ.get("SKEP_TEST_PATIENCE", "30"))


class Daemon:
    def __init__(self, programs, directory, config=None):
        self.programs = programs
        self.directory = directory
        self.socket = os.path.join(directory, "control.sock")
        self.environment = {
            **os.environ, "SKEP_SOCKET": self.socket, "NO_COLOR": "1",
            "XDG_CACHE_HOME": os.path.join(directory, "cache"),
            "XDG_STATE_HOME": os.path.join(directory, "state")}
        words = [os.path.join(programs, "skepd"), "--socket", self.socket, "--cache-dir",
                 os.path.join(directory, "cache", "skepd")]
        if config:
            words += ["--config", config]
        self.log = open(os.path.join(directory, "daemon.log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(words, stderr=self.log, stdout=self.log,
                                        stdin=subprocess.DEVNULL)
        give_up = time.monotonic() + PATIENCE
        while not os.path.exists(self.socket):
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise AssertionError("the daemon does not start: " + self.said())
            time.sleep(0.02)

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def write(self, name, text):
        path = os.path.join(self.directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def start(self, *words, **more):
        return subprocess.Popen([os.path.join(self.programs, "skep"), *words],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True,
                                env={**self.environment, **more})

    def skep(self, *words, status=0, stdin="", **more):
        """Its standard output; the status must be as given."""
        process = self.start(*words, **more)
        out, err = process.communicate(stdin, timeout=PATIENCE)
        self.err = err
        if process.returncode != status:
            raise AssertionError(f"skep {' '.join(words)}: status {process.returncode}, not "
                                 f"{status}\n--- out\n{out}\n--- err\n{err}")
        return out

    def json(self, *words, **more):
        return [json.loads(line) for line in self.skep(*words, "--json", **more).splitlines()]

    def spawn(self, name, text, *words):
        """Starts a detached worker; its id, once it runs."""
        worker = self.skep("spawn", "-d", "--name", name, *words,
                           self.write(name + ".js", text)).strip()
        give_up = time.monotonic() + PATIENCE
        while self.json("inspect", worker)[0]["state"] != "running":
            if time.monotonic() > give_up:
                raise AssertionError(f"{name} does not run")
            time.sleep(0.02)
        return worker

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()
