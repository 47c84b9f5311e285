"""What checks in a booted system are said with: commands, states, waiting, a worker, a user."""

import contextlib
import json
import os
import pwd
import shutil
import subprocess
import time

SERVICE = "skepd.service"
CONFIGURATION = "/etc/skep/skepd.toml"
GROUP = "/sys/fs/cgroup/skep.slice/" + SERVICE
# Answers every message: a number of bytes is allocated and touched, everything else comes back.
ECHO = """
const kept = [];
onmessage = ({data}) => {
  if (data.bytes) kept.push(new Uint8Array(data.bytes).fill(1));
  postMessage(data);
};
"""


def run(*command, expect=0, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, **options)
    if expect is not None and done.returncode != expect:
        raise AssertionError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout.strip()


def state(unit=SERVICE, of="ActiveState"):
    return run("systemctl", "show", "--value", "--property", of, unit)


def main_pid():
    return int(state(of="MainPID"))


def until(what, true, patience_s=120):
    """For what no event tells. The bound is only for what would hang."""
    end = time.monotonic() + patience_s
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"never came: {what}")
        time.sleep(0.1)


def alive(pid):
    return os.path.exists(f"/proc/{pid}")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read().strip()


def group_of(pid):
    return "/sys/fs/cgroup" + read(f"/proc/{pid}/cgroup").removeprefix("0::")


def spawn(client, source=ECHO, **params):
    """A worker that runs, and its status."""
    worker = client.ask("worker.spawn", source=source, **params)["worker"]
    until("the worker runs",
          lambda: client.ask("worker.inspect", worker=worker)["state"] == "running")
    return worker, client.ask("worker.inspect", worker=worker)


def as_user(name, code):
    """Runs Python code as that user, with its groups; gives what it printed."""
    user = pwd.getpwnam(name)
    groups = os.getgrouplist(name, user.pw_gid)
    return run("python3", "-c", "import sys; sys.path.insert(0, '/run/payload')\n" + code,
               user=user.pw_uid, group=user.pw_gid, extra_groups=groups)


def journal(*matches):
    run("journalctl", "--sync")
    lines = run("journalctl", "--no-pager", "-o", "json", "-u", SERVICE, *matches)
    return [json.loads(line) for line in lines.split("\n") if line.startswith("{")]


@contextlib.contextmanager
def configured(before, after):
    """The configuration with one text replaced, for a while."""
    with open(CONFIGURATION, encoding="utf-8") as file:
        good = file.read()
    assert before in good, before
    with open(CONFIGURATION, "w", encoding="utf-8") as file:
        file.write(good.replace(before, after, 1))
    try:
        yield
    finally:
        with open(CONFIGURATION, "w", encoding="utf-8") as file:
            file.write(good)


@contextlib.contextmanager
def drop_in(unit, text):
    """The unit with a drop-in, for a while."""
    directory = f"/run/systemd/system/{unit}.d"
    os.makedirs(directory, exist_ok=True)
    with open(directory + "/test.conf", "w", encoding="utf-8") as file:
        file.write(text)
    run("systemctl", "daemon-reload")
    try:
        yield
    finally:
        shutil.rmtree(directory)
        run("systemctl", "daemon-reload")
