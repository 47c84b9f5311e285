"""What is checked in a booted system, in this order: each check finds what those before it left."""

import glob
import os
import pwd
import re
import signal
import subprocess

from raw_client import SOCKET, Client, Refused
from words import (CONFIGURATION, GROUP, SERVICE, alive, as_user, configured, drop_in, group_of,
                   journal, main_pid, read, run, spawn, state, until)


def installs():
    """apt installs the package, without a network and without an error"""
    run("apt-get", "-y", "install", "/run/payload/skep.deb",
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    assert os.access("/usr/bin/skep", os.X_OK)


def socket_waits():
    """the socket is enabled and waits, root:skep 0660; the service does not run before a client"""
    assert run("systemctl", "is-enabled", "skepd.socket") == "enabled"
    assert state("skepd.socket") == "active", state("skepd.socket")
    assert state() == "inactive", state()
    assert run("stat", "-c", "%U:%G %a", SOCKET) == "root:skep 660"
    assert run("stat", "-c", "%U %a", "/var/cache/skep") == "skep 750"


def units_verify():
    """systemd-analyze verify has no complaint"""
    said = run("systemd-analyze", "--man=no", "verify", SERVICE, "skepd.socket", "skep.slice")
    assert said == "", said


def exposure():
    """systemd-analyze security gives an exposure of at most 1.5"""
    said = run("systemd-analyze", "security", "--no-pager", SERVICE)
    level = float(re.search(r"Overall exposure level for \S+: ([0-9.]+)", said)[1])
    assert level <= 1.5, level


def activates():
    """a client starts the service through the socket, and it says that it is ready"""
    with Client() as client:
        hello = client.ask("hello")
        assert hello["server"] == "skepd" and hello["access"] == "admin", hello
    until("it is active", lambda: state() == "active")
    assert state(of="StatusText") != ""
    assert state(of="User") == "skep" and pwd.getpwuid(os.stat(f"/proc/{main_pid()}").st_uid).pw_name == "skep"


def every_layer():
    """inside the hardened service no layer of the sandbox is missing that this kernel has"""
    with Client() as client:
        until("the zygote is warm", lambda: client.ask("hello")["sandbox"]["ready"])
        sandbox = client.ask("hello")["sandbox"]
    # Linux 6.1 is older than these two.
    assert set(sandbox["missing"]) <= {"landlock-scope", "mdwe"}, sandbox
    assert "cgroup" in sandbox["layers"], sandbox


def members_may():
    """an unprivileged member of the group spawns a worker and talks with it"""
    run("useradd", "--groups", "skep", "member")
    said = as_user("member", """
from raw_client import Client
with Client() as client:
    client.ask('subscribe')
    worker = client.ask('worker.spawn', source='onmessage = e => postMessage(e.data * 2)')['worker']
    client.ask('worker.post', worker=worker, data=21)
    print(client.event('message', worker=worker)['data'])
""")
    assert said == "42", said


def command_reaches():
    """the command finds the daemon by itself"""
    assert "skepd" in run("skep", "version"), run("skep", "version")
    assert run("skep", "ps", "--json", user="member", extra_groups=os.getgrouplist(
        "member", pwd.getpwnam("member").pw_gid)) is not None


def others_may_not():
    """a user outside the group cannot even connect"""
    run("useradd", "stranger")
    said = as_user("stranger", """
from raw_client import Client
try:
    Client()
    print('connected')
except PermissionError:
    print('refused')
""")
    assert said == "refused", said


def readers_may_look():
    """on a socket that is open to all, members of read_group may look, and strangers nothing"""
    run("groupadd", "skep-read")
    run("useradd", "--groups", "skep-read", "viewer")
    with configured("#read_group = \"skep-read\"", "read_group = \"skep-read\""), \
            drop_in("skepd.socket", "[Socket]\nSocketMode=0666\n"):
        run("systemctl", "restart", "skepd.socket")
        look = """
from raw_client import Client, Refused
try:
    with Client() as client:
        print(client.ask('hello')['access'], len(client.ask('worker.list')['workers']))
        client.ask('worker.spawn', source='')
except (Refused, ConnectionError) as refused:
    print(getattr(refused, 'kind', 'cut off'))
"""
        assert as_user("viewer", look) == "read-only 0\npermission-denied"
        assert as_user("stranger", look) in ("permission-denied", "cut off")
    run("systemctl", "restart", "skepd.socket")
    assert run("stat", "-c", "%a", SOCKET) == "660"


def group_for_each():
    """each worker is alone in a control group with its limits; supervisor and zygotes have theirs"""
    with Client() as client:
        _, one = spawn(client, limits={"memory_bytes": 32 << 20, "cpu_weight": 50, "cpu_percent": 80})
        _, two = spawn(client)
        group = group_of(one["pid"])
        assert group.startswith(GROUP + "/w"), group
        assert group != group_of(two["pid"])
        assert read(group + "/cgroup.procs") == str(one["pid"])
        assert int(read(group + "/memory.max")) == (32 << 20) + (16 << 20)
        assert int(read(group_of(two["pid"]) + "/memory.max")) == (64 << 20) + (16 << 20)
        for file, value in {"pids.max": "1", "memory.oom.group": "1", "cpu.weight": "50",
                            "cpu.max": "80000 100000"}.items():
            assert read(f"{group}/{file}") == value, (file, read(f"{group}/{file}"))
        if os.path.exists(group + "/memory.swap.max"):
            assert read(group + "/memory.swap.max") == "0"
        assert read(GROUP + "/cgroup.procs") == ""
        assert group_of(main_pid()) == GROUP + "/supervisor"


def kernel_enforces():
    """a worker whose group is full is killed by the kernel: out-of-memory, and the service lives"""
    before = main_pid()
    with Client() as client, Client() as bystander:
        worker, status = spawn(client, name="bomb", tenant="acme")
        other, _ = spawn(bystander)
        bystander.ask("subscribe")
        # As if the engine's own limit did not hold: the kernel's is now far below it.
        group = group_of(status["pid"])
        with open(group + "/memory.max", "w", encoding="utf-8") as file:
            file.write(str(int(read(group + "/memory.current")) + (2 << 20)))
        wait = client.start("worker.wait", worker=worker)
        client.ask("worker.post", worker=worker, data={"bytes": 24 << 20})
        end = client.answer(wait)
        assert end["reason"] == "out-of-memory", end
        assert "kernel" in end["detail"], end
        bystander.ask("worker.post", worker=other, data={"still": "here"})
        assert bystander.event("message", worker=other)["data"] == {"still": "here"}
    assert main_pid() == before and state() == "active"


def engine_enforces():
    """a memory bomb in a script ends as out-of-memory too, before the kernel has to act"""
    with Client() as client:
        bomb = "const a = []; for (;;) a.push(new Uint8Array(1 << 20).fill(1));"
        worker = client.ask("worker.spawn", source=bomb,
                             limits={"memory_bytes": 8 << 20})["worker"]
        end = client.ask("worker.wait", worker=worker)
        assert end["reason"] in ("out-of-memory", "script-error"), end
        assert client.ask("hello")["server"] == "skepd"


def groups_come_back():
    """after fifty workers there are no more groups than the pool keeps, empty but for what waits for the next"""
    with Client() as client:
        for _ in range(50):
            worker = client.ask("worker.spawn", source="close()")["worker"]
            client.ask("worker.wait", worker=worker)
        assert client.ask("worker.list")["workers"] == []
        until("only the groups of spares have a process", lambda: sorted(
            len(read(path + "/cgroup.procs").split()) for path in glob.glob(GROUP + "/w*")
            if read(path + "/cgroup.procs")) == [1] * client.ask("stats")["spares"])
    assert len(glob.glob(GROUP + "/w*")) <= 64, len(glob.glob(GROUP + "/w*"))


def journal_fields():
    """the journal finds a worker by its reason, with its id, name and tenant as fields"""
    entries = journal("SKEP_REASON=out-of-memory", "SKEP_NAME=bomb")
    assert len(entries) == 1, entries
    entry = entries[0]
    assert entry["SKEP_TENANT"] == "acme" and int(entry["SKEP_WORKER"]) > 0, entry
    assert entry["PRIORITY"] == "4" and entry["SYSLOG_IDENTIFIER"] == "skepd", entry
    assert "out-of-memory" in entry["MESSAGE"]


def reloads():
    """systemctl reload keeps process and workers; a mistake in the file fails it and changes nothing"""
    before = main_pid()
    with Client() as client:
        worker, _ = spawn(client)
        run("systemctl", "reload", SERVICE)
        until("it is ready again", lambda: state() == "active")
        with configured("[daemon]", "[dæmon]"):
            run("systemctl", "reload", SERVICE, expect=1)
        assert state() == "active" and main_pid() == before
        assert client.ask("worker.inspect", worker=worker)["state"] == "running"


def watchdog():
    """a stopped supervisor is noticed, ended and replaced, and its workers are gone"""
    client = Client()
    _, status = spawn(client)
    before = main_pid()
    os.kill(before, signal.SIGSTOP)
    until("the worker is gone", lambda: not alive(status["pid"]))
    until("another supervisor", lambda: state() == "active" and main_pid() not in (0, before))
    client.close()
    with Client() as again:
        assert again.ask("hello")["server"] == "skepd"
    assert state(of="NRestarts") != "0"
    assert "watchdog" in run("journalctl", "--no-pager", "-u", SERVICE).lower()


def no_orphans():
    """a killed supervisor leaves no worker and no zygote; the next client finds a new one"""
    client = Client()
    _, status = spawn(client)
    before = main_pid()
    processes = [int(pid) for path in glob.glob(GROUP + "/**/cgroup.procs", recursive=True)
                 for pid in read(path).split()]
    assert status["pid"] in processes and len(processes) >= 4, processes
    os.kill(before, signal.SIGKILL)
    until("all of them are gone", lambda: not any(alive(pid) for pid in processes))
    client.close()
    with Client() as again:
        assert again.ask("hello")["server"] == "skepd"
    until("it is active", lambda: state() == "active")
    assert main_pid() != before


def restarts():
    """systemctl restart: clients that come meanwhile wait, and nothing of the old is left"""
    with Client() as client:
        _, status = spawn(client, detached=True)
        before = main_pid()
    restart = subprocess.Popen(["systemctl", "restart", SERVICE])
    with Client() as client:
        try:
            client.ask("hello")
        except (ConnectionResetError, BrokenPipeError, Refused):
            pass  # it was the old one's last client
    assert restart.wait() == 0
    with Client() as client:
        assert client.ask("worker.list")["workers"] == []
    assert main_pid() != before and not alive(status["pid"])


def drains():
    """systemctl stop lets a worker finish what it does, then nothing of the service is left"""
    with Client() as client:
        client.ask("subscribe")
        busy = "const end = Date.now() + 1500; while (Date.now() < end); postMessage('finished');"
        worker = client.ask("worker.spawn", source=busy, keep_alive=False)["worker"]
        until("it runs", lambda: client.ask("worker.inspect", worker=worker)["state"] != "loading")
        stop = subprocess.Popen(["systemctl", "stop", SERVICE, "skepd.socket"])
        reason = client.event("exit", worker=worker)["reason"]
        assert reason in ("finished", "closed"), reason
        assert stop.wait() == 0
    assert state() == "inactive", state()
    assert state(of="Result") == "success", state(of="Result")
    assert not os.path.exists(GROUP)
    assert not os.path.exists(SOCKET)
    run("systemctl", "start", "skepd.socket")


def removal_stops():
    """removing the package ends service and socket; its configuration stays"""
    with Client() as client:
        client.ask("hello")
    before = main_pid()
    run("apt-get", "-y", "remove", "skep")
    assert not alive(before)
    assert not os.path.exists(SOCKET)
    assert os.path.exists(CONFIGURATION)
    assert not os.path.exists("/usr/lib/skep/skepd")


def purge_leaves_nothing():
    """purging leaves nothing but the locked user"""
    run("apt-get", "-y", "purge", "skep")
    left = run("find", "/etc", "/lib", "/usr", "/var", "/run", "/srv", "-xdev", "-name", "*skep*",
               "-not", "-path", "/run/payload/*", "-not", "-path", "/run/systemd/units/*",
               "-not", "-path", "/var/log/*", "-not", "-path", "/var/cache/apt/*")
    assert left == "", left
    assert run("systemctl", "list-unit-files", "--no-legend", "skep*", expect=None) in (
        "", "0 unit files listed."), "units"
    assert run("find", "/", "-xdev", "-user", "skep") == ""
    assert pwd.getpwnam("skep").pw_shell.endswith("nologin")


ALL = (installs, socket_waits, units_verify, exposure, activates, every_layer, members_may,
       command_reaches, others_may_not, readers_may_look, group_for_each, kernel_enforces, engine_enforces, groups_come_back,
       journal_fields, reloads, watchdog, no_orphans, restarts, drains, removal_stops,
       purge_leaves_nothing)
