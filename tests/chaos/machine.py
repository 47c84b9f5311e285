"""What the kernel says of a daemon: its processes, descriptors, mappings and control groups."""

import collections
import os
import re


def status_of(pid):
    """Nothing when it is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as status:
            return dict(line.rstrip("\n").split(":\t", 1) for line in status if ":\t" in line)
    except OSError:
        return {}


def processes_below(top):
    """{pid: name} of all descendants, those that nobody has reaped included."""
    names, parents = {}, {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        status = status_of(pid)
        if status:
            names[int(pid)], parents[int(pid)] = status["Name"], int(status["PPid"])
    below, count = {top}, 0
    while count != len(below):
        count = len(below)
        below |= {pid for pid, parent in parents.items() if parent in below}
    return {pid: names[pid] for pid in below if pid != top}


def children_of(top, name):
    return sorted(pid for pid, of in processes_below(top).items()
                  if of == name and status_of(pid).get("PPid") == str(top))


def kind_of(link):
    """A descriptor's target without what is different each time: pipe:[123] is a pipe."""
    return re.sub(r":\[\d+\]$", "", link)


def descriptors(pid):
    kinds = collections.Counter()
    for number in os.listdir(f"/proc/{pid}/fd"):
        try:
            kinds[kind_of(os.readlink(f"/proc/{pid}/fd/{number}"))] += 1
        except OSError:
            pass  # closed meanwhile
    return kinds


def segments(pid):
    """How many mappings it has of memory that it shares with workers, or means to."""
    with open(f"/proc/{pid}/maps", encoding="utf-8") as maps:
        return sum("memfd:" in line for line in maps)


def groups(pid):
    """Control groups below the daemon's own, where it has one that it can write to."""
    with open(f"/proc/{pid}/cgroup", encoding="utf-8") as file:
        own = [line.rstrip("\n").split("::", 1)[1] for line in file if line.startswith("0::")]
    for mount in ("/sys/fs/cgroup", "/sys/fs/cgroup/unified"):
        if own and own[0] != "/" and os.path.isdir(mount + own[0]):
            return sum(len(names) for _, names, _ in os.walk(mount + own[0]))
    return 0
