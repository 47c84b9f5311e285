#!/usr/bin/env python3
"""Each command of `skep` against a real daemon. Speaks TAP.

    commands_test.py DIRECTORY_OF_PROGRAMS
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from daemon import PATIENCE, Daemon  # noqa: E402

PROGRAMS = os.path.abspath(sys.argv[1])

ECHO = "console.log('up'); onmessage = e => { console.log('got', e.data); postMessage(e.data); };"


def test_spawn_detached(daemon):
    """spawn -d prints the id and returns; the worker lives on"""
    worker = daemon.spawn("echo", ECHO)
    assert worker == "1"
    assert daemon.skep("ps", "-q") == "1\n"
    table = daemon.skep("ps").splitlines()
    assert table[0].split()[:4] == ["WORKER", "PARENT", "NAME", "STATE"], table
    assert table[1].split()[:4] == ["1", "-", "echo", "running"], table


def test_spawn_attached(daemon):
    """an attached spawn prints the console and ends with the status of the worker"""
    daemon.write("child.js", "console.log('child', name)")
    main = daemon.write("main.js", "new Worker('child.js', {name: 'c'}); console.warn('w');")
    assert daemon.skep("spawn", main) == "child c\n"
    assert "w\n" in daemon.err and "worker 1" in daemon.err
    main = daemon.write("bad.js", "throw new Error('boom')")
    daemon.skep("spawn", main, status=1)
    assert "boom" in daemon.err and "bad.js:1" in daemon.err
    daemon.skep("spawn", "--limit", "cpu=100ms", daemon.write("spin.js", "for (;;);"), status=6)
    assert daemon.skep("ps", "-q") == ""


def test_spawn_interrupted(daemon):
    """an interrupt ends an attached worker, and only it"""
    daemon.spawn("other", ECHO)
    process = daemon.start("spawn", daemon.write("spin.js", "console.log('on'); for (;;);"))
    assert process.stdout.readline() == "on\n"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert daemon.skep("ps", "-q") == "1\n"


def test_spawn_killed(daemon):
    """a killed owner takes its worker along"""
    process = daemon.start("spawn", daemon.write("spin.js", "console.log('on'); for (;;);"))
    assert process.stdout.readline() == "on\n"
    watcher = daemon.start("events", "--type", "exit", "-n", "1", "--json")
    # The watcher has subscribed once the daemon counts it.
    while daemon.json("stats")[0]["clients"] < 3:
        pass
    process.kill()
    process.communicate()
    out, _ = watcher.communicate(timeout=PATIENCE)
    assert json.loads(out)["worker"] == 1, out


def test_spawn_wait(daemon):
    """spawn -d --wait waits for the end and ends with its status"""
    out = daemon.skep("spawn", "-d", "--wait", "--no-keep-alive", daemon.write("a.js", "1"))
    assert out == "1\n"
    daemon.skep("spawn", "-d", "--wait", "--no-keep-alive", daemon.write("b.js", "throw 1"),
                status=1)
    assert "script-error" in daemon.err
    daemon.skep("spawn", "--wait", daemon.write("a.js", "1"), status=2)
    daemon.skep("spawn", "-d", "/nowhere.js", status=5)


def test_arguments_and_limits(daemon):
    """arguments reach the script, limits that are given are set, others are the daemon's"""
    path = daemon.write("a.js", "console.log(skep.arguments.join()); onmessage = () => {};")
    worker = daemon.skep("spawn", "-d", "--limit", "memory=32M", path, "--", "x", "--y").strip()
    found = daemon.json("inspect", worker)[0]
    assert found["arguments"] == ["x", "--y"]
    assert found["limits"]["memory_bytes"] == 32 << 20
    assert "limit memory:" in daemon.skep("inspect", worker)


def test_post_and_call(daemon):
    """post sends, call sends and prints what comes back; names are as good as ids"""
    # What is only posted is not answered: the next call would take the answer for its own.
    daemon.spawn("echo", """onmessage = ({data}) => {
        if (data === 'x') console.log('got', data); else postMessage(data);
    };""")
    assert daemon.skep("call", "echo", '{"a": [1, null]}') == '{"a":[1,null]}\n'
    assert daemon.skep("call", "1", "-", stdin="5") == "5\n"
    assert daemon.skep("post", "1", '"x"') == ""
    assert json.loads(daemon.skep("call", "1", "--tagged", '{"$date": 0}')) == {"$date": 0}
    event = daemon.json("call", "1", "true")[0]
    assert event["data"] is True and event["worker"] == 1
    assert "got x" in daemon.skep("logs", "1")


def test_call_failures(daemon):
    """a call that nobody answers ends with the status that says why"""
    daemon.spawn("mute", "onmessage = e => { if (e.data === 'end') close(); };")
    daemon.skep("call", "mute", "1", "--timeout", "100ms", status=10)
    assert "100 ms" in daemon.err
    daemon.skep("call", "mute", '"end"', status=9)
    assert "ended before it answered: closed" in daemon.err
    daemon.skep("call", "7", "1", status=9)
    daemon.skep("call", "nobody", "1", status=9)
    daemon.skep("call", "mute", "{", status=2)


def test_names(daemon):
    """a name that several workers have is refused with their ids"""
    daemon.spawn("twin", ECHO)
    daemon.spawn("twin", ECHO)
    daemon.skep("post", "twin", "1", status=9)
    assert "1, 2" in daemon.err
    daemon.skep("post", "twn", "1", status=9)
    assert 'Did you mean "twin"?' in daemon.err


def test_end(daemon):
    """terminate and close end workers; ps -a tells why"""
    for name in ("a", "b", "c"):
        daemon.spawn(name, ECHO)
    daemon.skep("terminate", "a", "nobody", "2", status=9)
    daemon.skep("close", "c")
    ended = {}
    while len(ended) < 3:
        ended = {row["name"]: row.get("reason") for row in daemon.json("ps", "-a")
                 if row["state"] == "gone"}
    assert ended == {"a": "terminated", "b": "terminated", "c": "closed"}, ended


def test_logs(daemon):
    """logs prints what there is, or so many lines of it, or goes on"""
    daemon.spawn("echo", ECHO)
    for number in range(3):
        daemon.skep("call", "echo", str(number))
    assert daemon.skep("logs", "echo") == "up\ngot 0\ngot 1\ngot 2\n"
    assert daemon.skep("logs", "-n", "1", "echo") == "got 2\n"
    assert daemon.skep("logs", "--since", "1h", "-n", "1", "echo") == "got 2\n"
    assert daemon.json("logs", "-n", "1", "echo")[0]["level"] == "log"
    assert daemon.skep("logs", "-t", "-n", "1", "echo").count(":") == 2
    follower = daemon.start("logs", "-f", "-n", "1", "echo")
    assert follower.stdout.readline() == "got 2\n"
    daemon.skep("post", "echo", '"more"')
    assert follower.stdout.readline() == "got more\n"
    daemon.skep("terminate", "echo")
    follower.communicate(timeout=PATIENCE)
    assert follower.returncode == 0


def test_events(daemon):
    """events prints what happens, of one type or one worker only"""
    daemon.spawn("echo", ECHO)
    watcher = daemon.start("events", "--type", "console,exit", "--worker", "echo", "-n", "2")
    while daemon.json("stats")[0]["clients"] < 2:
        pass
    daemon.spawn("noise", "console.log('noise'); onmessage = () => {};")
    daemon.skep("post", "echo", "1")
    daemon.skep("terminate", "noise")
    assert "log: got 1" in watcher.stdout.readline()
    daemon.skep("terminate", "echo")
    out, _ = watcher.communicate(timeout=PATIENCE)
    assert "exit" in out and "terminated" in out, out
    assert watcher.returncode == 0
    daemon.skep("events", "--type", "exits", status=2)
    # The daemon knows every type that the command offers.
    offered = daemon.skep("completion", "bash").split("--type) _skep_words '")[1].split("'")[0]
    watcher = daemon.start("events", "--type", offered.replace(" ", ","), "-n", "1")
    while daemon.json("stats")[0]["clients"] < 2:
        pass
    daemon.spawn("new", ECHO)
    assert "spawned" in watcher.communicate(timeout=PATIENCE)[0]
    assert watcher.returncode == 0


def test_counters(daemon):
    """stats and metrics tell what was counted"""
    daemon.spawn("echo", ECHO)
    assert daemon.json("stats")[0]["workers"] == 1
    assert "workers" in daemon.skep("stats")
    assert daemon.skep("metrics").endswith("# EOF\n")


def test_top_once(daemon):
    """top --once prints one snapshot, --json the same for programs"""
    daemon.spawn("echo", ECHO)
    assert "echo" in daemon.skep("top", "--once", "-i", "100ms")
    found = daemon.json("top", "-i", "100ms")[0]
    assert found["workers"][0]["memory_bytes"] > 0
    assert found["totals"]["workers"] == 1


def test_eval(daemon):
    """eval prints the value of the last expression, alone or under a daemon"""
    assert daemon.skep("eval", "6 * 7") == "42\n"
    assert daemon.skep("eval", "const x = [3, 1, 2]; x.sort()") == "[ 1, 2, 3 ]\n"
    assert daemon.skep("eval", "-", stdin="let y = 1\ny + 1\n") == "2\n"
    assert daemon.skep("eval", "const {a} = await Promise.resolve({a: 5}); a") == "5\n"
    assert daemon.skep("eval", "console.log(1)") == "1\n"
    daemon.skep("eval", "--limit", "cpu=100ms", "for (;;);", status=6)
    daemon.skep("eval", "throw new Error('boo')", status=1)
    assert "<typed>:1:1" in daemon.err and "inline.js" not in daemon.err
    daemon.skep("eval", "let q = ;", status=1)
    assert "SyntaxError" in daemon.err and "<typed>:1:9" in daemon.err
    assert daemon.skep("eval", "--socket", daemon.socket, "'under'") == "'under'\n"
    events = daemon.json("eval", "({a: 1})")
    assert {"a": 1} in [event.get("data") for event in events]


def test_repl(daemon):
    """repl keeps what was defined, goes on after errors and after its worker's end"""
    text = ("const x = 5\nfunction f(a) {\nreturn a + x\n}\nf(1)\nthrow new Error('oops')\n"
            "await Promise.resolve(9)\nclose()\ntypeof x\n`a\nb`\n.nope\n.exit\n1\n")
    assert daemon.skep("repl", stdin=text) == \
        "undefined\nundefined\n6\n9\nundefined\n'undefined'\n'a\\nb'\n"
    assert "oops" in daemon.err and "the worker ended: closed" in daemon.err
    assert ".nope" in daemon.err
    daemon.skep("repl", stdin="f(\n", status=1)
    path = daemon.write("lib.js", "function lib() { return 'lib'; }")
    assert daemon.skep("repl", "--socket", daemon.socket, stdin=f".load {path}\nlib()\n") == \
        "undefined\n'lib'\n"


def test_doctor(daemon):
    """doctor names every layer, and its status says whether any is missing"""
    process = daemon.start("doctor", "--json")
    out, err = process.communicate(timeout=PATIENCE)
    checks = {check["check"]: check for check in map(json.loads, out.splitlines())}
    assert {"kernel", "supervisor", "worker", "seccomp", "landlock", "cgroup v2", "clock", "cache",
            "address layout", "daemon"} <= \
        set(checks), err
    assert checks["seccomp"]["state"] == "good" and checks["daemon"]["state"] == "good"
    missing = any(check["state"] == "missing" for check in checks.values())
    assert process.returncode == int(missing)
    assert all(check["follows"] for check in checks.values() if check["state"] != "good")


def test_version(daemon):
    """version names both, and needs no daemon"""
    assert daemon.skep("version").count("0.1.0") == 2
    assert daemon.json("version")[0]["daemon"]["access"] == "admin"
    daemon.kill()
    assert daemon.skep("version").startswith("skep ")
    daemon.skep("version", "--socket", daemon.socket, status=3)


def test_reload(daemon):
    """reload without a configuration is refused"""
    daemon.skep("reload", status=2)


def test_unreachable(daemon):
    """without a daemon every command says where it looked and how to start one"""
    daemon.kill()
    for words in (["ps"], ["post", "1", "1"], ["call", "1", "1"], ["inspect", "1"], ["logs", "1"],
                  ["events"], ["top"], ["terminate", "1"], ["close", "1"], ["stats"], ["metrics"],
                  ["reload"], ["spawn", "-d", daemon.write("a.js", "1")],
                  ["spawn", daemon.write("a.js", "1")]):
        daemon.skep(*words, status=3)
        assert daemon.socket in daemon.err and "skepd --socket" in daemon.err, daemon.err


def test_refused(daemon):
    """a daemon that refuses us ends a command with status 4, the socket and its group"""
    path = os.path.join(daemon.directory, "refusing.sock")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()

    def refuse():
        client, _ = listener.accept()
        client.recv(4096)
        client.sendall(b'{"jsonrpc":"2.0","id":null,"error":{"code":-32007,"message":"Not you.",'
                       b'"data":{"kind":"permission-denied"}}}\n')
        client.close()

    thread = threading.Thread(target=refuse)
    thread.start()
    daemon.skep("ps", "--socket", path, status=4)
    thread.join()
    listener.close()
    assert "Not you." in daemon.err and path in daemon.err and "group" in daemon.err


def test_closed_pipe(daemon):
    """a reader that goes ends a command with status 141 and no complaint"""
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run([os.path.join(PROGRAMS, "skep"), "help"], stdout=writing,
                             stderr=subprocess.PIPE, env=daemon.environment, check=False)
    os.close(writing)
    assert process.returncode == 141 and process.stderr == b""


def test_color(daemon):
    """colour is for terminals, unless it is asked for"""
    daemon.spawn("echo", ECHO)
    assert "\x1b[" not in daemon.skep("ps")
    assert "\x1b[" in daemon.skep("ps", "--color", "always")
    daemon.skep("ps", "--color", "sometimes", status=2)


def test_completion(daemon):
    """completion is what each shell can read"""
    for shell in ("bash", "zsh"):
        path = daemon.write("completion." + shell, daemon.skep("completion", shell))
        try:
            subprocess.run([shell, "-n", path], check=True)
        except FileNotFoundError:
            print(f"# {shell} is not installed: its completion was not read")
    offered = subprocess.run(
        ["bash", "-c", f". {daemon.directory}/completion.bash; COMP_WORDS=(skep spawn --l);"
         "COMP_CWORD=2; _skep; echo \"${COMPREPLY[@]}\""], capture_output=True, text=True,
        check=True).stdout
    assert offered == "--limit\n", offered
    daemon.skep("completion", "fish", status=2)


TESTS = [value for name, value in list(globals().items()) if name.startswith("test_")]


def main():
    wanted = sys.argv[2:]
    tests = [test for test in TESTS if not wanted or test.__name__ in wanted]
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        with tempfile.TemporaryDirectory(prefix="skep-cli-") as directory:
            daemon = Daemon(PROGRAMS, directory)
            try:
                test(daemon)
                print(f"ok {number} - {test.__doc__}", flush=True)
            except Exception as error:  # pylint: disable=broad-except
                print(f"not ok {number} - {test.__doc__}", flush=True)
                print("# " + f"{type(error).__name__}: {error}".replace("\n", "\n# "), flush=True)
            finally:
                daemon.close()


if __name__ == "__main__":
    main()
