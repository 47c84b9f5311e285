#!/usr/bin/env python3
"""`skep top` and `skep repl` in a real terminal. Speaks TAP.

    top_test.py DIRECTORY_OF_PROGRAMS
"""

import os
import shutil
import signal
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from daemon import Daemon  # noqa: E402
from terminal import Terminal  # noqa: E402

PROGRAMS = os.path.abspath(sys.argv[1])

ECHO = "onmessage = e => postMessage(e.data);"
BUSY = "setInterval(() => { const end = Date.now() + 40; while (Date.now() < end); }, 80);"


def rows(screen):
    """Worker names in the order shown."""
    return [line.split()[9] for line in screen.splitlines() if line.split()[1:2] == ["running"]]


def child_of_shell(terminal):
    """The process that runs in the pane."""
    shell = terminal.pane_process()
    with open(f"/proc/{shell}/task/{shell}/children", encoding="ascii") as children:
        return int(children.read().split()[0])


def start_top(terminal, *words):
    terminal.run(f"{PROGRAMS}/skep top {' '.join(words)}; echo status=$?")
    return terminal.expect("q quit")


def test_columns(daemon, terminal):
    """top shows each worker with memory, rates, state and name"""
    daemon.spawn("echo", ECHO)
    start_top(terminal)
    screen = terminal.until(lambda s: "echo" in s and "M   " in s, "a row with memory")
    heading = next(line for line in screen.splitlines() if "WORKER" in line)
    for title in ("STATE", "MEMORY", "CPU%", "IN/S", "OUT/S", "QUEUED", "AGE", "LAST END", "NAME"):
        assert title in heading, heading
    assert terminal.shows_alternate()
    assert "1 workers" in screen


def test_quit(daemon, terminal):
    """q ends it with status 0 and gives the terminal back as it was"""
    terminal.run("echo before")
    terminal.expect("before")
    start_top(terminal)
    terminal.key("q")
    screen = terminal.expect("status=0")
    assert not terminal.shows_alternate()
    assert "before" in screen and "WORKER" not in screen
    # Echo and line mode are back: what is typed shows and runs.
    terminal.run("echo a''live")
    terminal.expect("alive")


def test_sort(daemon, terminal):
    """keys choose the order"""
    daemon.spawn("busy", BUSY)
    daemon.spawn("idle", ECHO)
    start_top(terminal, "--interval", "200ms")
    terminal.until(lambda s: rows(s) == ["busy", "idle"], "the busy one first")
    terminal.key("r")
    terminal.until(lambda s: rows(s) == ["idle", "busy"], "the reverse")
    terminal.key("r")
    terminal.key("w")
    terminal.until(lambda s: rows(s) == ["busy", "idle"], "the order of ids")
    terminal.key("n")
    terminal.until(lambda s: rows(s) == ["busy", "idle"], "the order of names")


def test_live(daemon, terminal):
    """it follows: new workers come, ended ones go, and the next of the name says why"""
    start_top(terminal, "--interval", "200ms")
    terminal.expect("0 workers")
    worker = daemon.spawn("rules", ECHO)
    terminal.until(lambda s: rows(s) == ["rules"], "the new worker")
    daemon.skep("terminate", worker)
    terminal.until(lambda s: rows(s) == [] and "rules: terminated" in s, "its end")
    daemon.spawn("rules", ECHO)
    screen = terminal.until(lambda s: rows(s) == ["rules"], "the next one")
    assert any("terminated" in line and "rules.js" in line for line in screen.splitlines()), screen


def test_resize(daemon, terminal):
    """a new size of the terminal is used at once"""
    for number in range(12):
        daemon.skep("spawn", "-d", "--name", f"w{number:02}", daemon.write("w.js", ECHO))
    start_top(terminal, "--interval", "200ms", "--sort", "worker")
    terminal.until(lambda s: len(rows(s)) == 12, "all workers")
    terminal.resize(80, 10)
    terminal.until(lambda s: rows(s) == [f"w{n:02}" for n in range(6)] and "q quit" in s
                   or "r reverse" in s and len(rows(s)) == 6, "a smaller screen")
    terminal.key("Down")
    terminal.until(lambda s: rows(s)[:1] == ["w01"], "one row further")
    terminal.key("NPage")
    terminal.until(lambda s: rows(s)[-1:] == ["w11"], "the last rows")
    terminal.resize(110, 24)
    terminal.until(lambda s: len(rows(s)) == 12, "all workers again")


def test_signals(daemon, terminal):
    """signals end it with the terminal as it was"""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        start_top(terminal)
        os.kill(child_of_shell(terminal), number)
        terminal.expect(f"status={128 + number}")
        assert not terminal.shows_alternate()
    start_top(terminal)
    terminal.key("C-c")
    terminal.until(lambda s: s.count("status=130") == 2, "Ctrl-C")
    assert not terminal.shows_alternate()


def test_daemon_lost(daemon, terminal):
    """a daemon that dies is told, on the terminal as it was"""
    start_top(terminal)
    daemon.kill()
    screen = terminal.expect("status=3")
    assert "ended the conversation" in screen, screen
    assert not terminal.shows_alternate()


def test_no_terminal(daemon, terminal):
    """without a terminal it says how to get one snapshot"""
    del terminal
    daemon.skep("top", status=2)
    assert "--once" in daemon.err


def test_repl(daemon, terminal):
    """repl edits lines, goes on over several, prints values, and remembers"""
    del daemon
    terminal.run(f"{PROGRAMS}/skep repl; echo status=$?")
    terminal.expect("Ctrl-D ends")
    terminal.run("6 * 7")
    terminal.expect("\n42\n")
    terminal.run("function twice(n) {")
    terminal.expect("...")
    terminal.run("return 2 * n }")
    terminal.run("twice(21.5)")
    terminal.expect("\n43\n")
    # Up brings the last line back.
    terminal.key("Up")
    terminal.key("Enter")
    terminal.until(lambda s: s.count("\n43\n") == 2, "the line from history")
    terminal.run("setTimeout(() => console.log('late' + 1), 300); 5")
    terminal.expect("\n5\n")
    terminal.type("'typed")
    terminal.expect("late1")
    terminal.run("' + 1")
    terminal.expect("'typed1'")


def test_repl_interrupt(daemon, terminal):
    """in repl Ctrl-C drops a line, and ends an endless loop; Ctrl-D ends it"""
    del daemon
    terminal.run(f"{PROGRAMS}/skep repl; echo status=$?")
    terminal.expect("Ctrl-D ends")
    terminal.type("dropped")
    terminal.expect("> dropped")
    terminal.key("C-c")
    terminal.run("'kept'")
    terminal.expect("\n'kept'\n")
    terminal.run("console.log('spin' + 1); for (;;) {}")
    terminal.expect("spin1")
    terminal.key("C-c")
    terminal.expect("interrupted; a fresh worker")
    terminal.run("1 + 1")
    terminal.expect("\n2\n")
    terminal.key("C-d")
    terminal.expect("status=0")


TESTS = (test_columns, test_quit, test_sort, test_live, test_resize, test_signals,
         test_daemon_lost, test_no_terminal, test_repl, test_repl_interrupt)


def run(test):
    with tempfile.TemporaryDirectory(prefix="skep-top-") as directory:
        daemon = Daemon(PROGRAMS, directory)
        terminal = None
        try:
            terminal = Terminal(directory, environment=daemon.environment | {"NO_COLOR": ""})
            test(daemon, terminal)
        finally:
            if terminal:
                terminal.close()
            daemon.close()


def main():
    if not shutil.which("tmux"):
        print("1..0 # SKIP tmux is not installed: no terminal to test in")
        return
    wanted = sys.argv[2:]
    tests = [test for test in TESTS if not wanted or test.__name__ in wanted]
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        try:
            run(test)
            print(f"ok {number} - {test.__doc__}", flush=True)
        except Exception as error:  # pylint: disable=broad-except
            print(f"not ok {number} - {test.__doc__}", flush=True)
            print("# " + f"{type(error).__name__}: {error}".replace("\n", "\n# "), flush=True)


if __name__ == "__main__":
    main()
