#!/usr/bin/env python3
"""A soak: hundreds of workers talk while workers, zygotes, the compiler and clients go at any
instant. What the survivors say to each other must arrive once, whole and in order, and afterwards
nothing may be left: no process, descriptor, mapping, control group or byte of accounting.

    run.py --programs DIRECTORY [--seconds N] [--seed N] [--trees N]

The misfortunes and their victims are drawn from the seed, which is printed. The instants are the
kernel's; a seed makes a failure likely again, not certain.
"""

import argparse
import ctypes
import os
import random
import sys
import tempfile
import time

import machine
import misfortunes
from link import PATIENCE
from world import World


def become_subreaper():
    """Orphans of the daemon come to us, where they are seen."""
    pr_set_child_subreaper = 36
    assert ctypes.CDLL(None).prctl(pr_set_child_subreaper, 1, 0, 0, 0) == 0


def living_orphans():
    """What is below us; of those that came to us, the dead are taken away first."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
    except ChildProcessError:
        pass
    return machine.processes_below(os.getpid())


def until(world, holds, meaning):
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up, (
            f"waited in vain until {meaning}: {len(world.trees)} trees, "
            f"{[(w['worker'], w['parent'], w['name'], w['state']) for w in world.listed()]}")


def empty(world):
    """Every worker goes; what the daemon holds then."""
    for root in world.trees:
        world.owner.ask("worker.terminate", worker=root)
    world.trees.clear()
    for worker in list(world.listed()):
        world.owner.ask("worker.terminate", worker=worker["worker"])
    until(world, lambda: not world.listed(), "all workers are gone")


def warm_up(world):
    """Once everything that the daemon makes when it is first needed, and keeps."""
    for number in range(3):
        world.spawn_tree(number)
    until(world, world.is_whole, "the first trees are whole")
    empty(world)


def soak(world, draw, seconds):
    """How often each misfortune came."""
    counts = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end and not world.wrongs:
        misfortune = draw.choice(misfortunes.ALL)
        counts[misfortune.__name__] = counts.get(misfortune.__name__, 0) + 1
        misfortune(world, draw)
        world.replace_trees()
        # Some turns of the daemon, so that the next one comes anywhere in its work.
        for _ in range(draw.randrange(12)):
            world.owner.ask("stats")
    return counts


def finish_streams(world):
    """Every stream of the survivors comes to its end; how many messages went and came back."""
    until(world, world.is_whole, "all trees are whole")
    for root in world.trees:
        world.owner.ask("worker.post", worker=root, data=0)
    total = 0
    for root in world.trees:
        found = world.owner.until(lambda: world.messages_of(root, "ended"), f"the end of {root}")
        total += sum(found[0]) + world.messages_of(root, "own")[0]
        assert all(count > 0 for count in found[0]), "every stream has carried something"
    return total


def accounting(world):
    """The tenant has all of its quota again, to the last worker and byte, and no more."""
    ends = []
    workers = [world.owner.ask("worker.spawn", source="onmessage = () => {}", tenant="small",
                               limits={"memory_bytes": 8 << 20})["worker"] for _ in range(6)]
    until(world, lambda: all(w["state"] == "running" for w in world.listed()),
          "the tenant's workers run")
    more = world.owner.ask("worker.spawn", source="", tenant="small",
                           limits={"memory_bytes": 8 << 20})["worker"]
    assert world.end_of(more) == "quota", "one more is refused"
    for worker in workers:
        world.owner.ask("worker.terminate", worker=worker)
        ends.append(world.end_of(worker))
    assert ends == ["terminated"] * 6, ends
    stats = world.owner.ask("stats")
    assert stats["workers"] == 0 and stats["requested"] == stats["ended"], stats
    world.learn()
    assert stats["ended"] == len(world.ends), (stats["ended"], len(world.ends))


def settled(world):
    """What it holds, once that was the same twenty times in a row: a spare that is asked for counts
    before it has a handle."""
    held, times = world.held(), 0
    while times < 20:
        now = world.held()
        held, times = now, times + 1 if now == held else 0
    return held


def left_over(world, before):
    """What it holds more of than before, once it has had every occasion to let go of it: that a
    process has ended is heard of a little later."""
    give_up = time.monotonic() + PATIENCE
    while True:
        after = world.held()
        more = {what: (before[what], after[what]) for what in before if after[what] > before[what]}
        if not more or time.monotonic() > give_up:
            return more


def run(world, options):
    draw = random.Random(options.seed)
    warm_up(world)
    before = settled(world)
    print(f"# before: {before}", flush=True)
    for number in range(options.trees):
        world.spawn_tree(number)
    until(world, world.is_whole, "all trees are whole")
    print(f"# {3 * options.trees} workers talk", flush=True)
    counts = soak(world, draw, options.seconds)
    print(f"# {sum(counts.values())} misfortunes: {counts}", flush=True)
    assert not world.wrongs, world.wrongs[:10]
    world.check_expected_ends()
    messages = finish_streams(world)
    world.learn()
    assert not world.wrongs, world.wrongs[:10]
    print(f"# {messages} messages of the survivors came back in order; {len(world.ends)} workers "
          "ended", flush=True)
    empty(world)
    accounting(world)
    more = left_over(world, before)
    assert not more, f"left over (before, after): {more}"
    assert world.end() == 0, "the daemon ends well: " + world.said()[-2000:]
    give_up = time.monotonic() + PATIENCE
    while orphans := living_orphans():
        assert time.monotonic() < give_up, f"orphans: {orphans}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", required=True)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--trees", type=int, default=80)
    options = parser.parse_args()
    become_subreaper()
    print(f"# seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="skep-chaos-") as directory:
        world = World(options.programs, directory)
        try:
            run(world, options)
            print(f"[ok] chaos for {options.seconds:g} seconds, seed {options.seed}")
            print("1 passed, 0 failed")
            return 0
        except (AssertionError, OSError, KeyError) as problem:
            print(f"[FAILED] chaos, seed {options.seed}: {type(problem).__name__}: {problem}")
            print(f"# the daemon's exit status: {world.process.poll()}")
            print("# the daemon's last words:\n" + world.said()[-3000:])
            print("0 passed, 1 failed")
            return 1
        finally:
            world.kill()


if __name__ == "__main__":
    sys.exit(main())
