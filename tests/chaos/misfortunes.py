"""What happens to the workers, programs and clients of a soak. Each is given the World and a random
number generator, and waits for nothing but what it must see."""

import os
import signal
import socket

import machine
from link import Link

FATAL = [signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT,
         signal.SIGTERM]


def some_worker(world, random):
    world.learn()
    pids = sorted(pid for pid in world.workers.values() if pid)
    return random.choice(pids) if pids else None


def kill_worker(world, random):
    pid = some_worker(world, random)
    if pid:
        world.signal_below(pid, random.choice(FATAL))


def kill_many_workers(world, random):
    for _ in range(random.randrange(2, 12)):
        kill_worker(world, random)


def stop_and_kill_worker(world, random):
    """It holds what it was given for a while, and then it is gone."""
    pid = some_worker(world, random)
    if pid and world.signal_below(pid, signal.SIGSTOP):
        for _ in range(random.randrange(20)):
            world.owner.ask("stats")
        world.signal_below(pid, signal.SIGKILL)


def kill_zygote(world, random):
    """All of its workers go with it, whichever of its two processes it is."""
    zygotes = world.zygotes()
    if not zygotes:
        return  # The last one was killed just now, or so many that the daemon takes a pause.
    outer = random.choice(zygotes)
    inner = machine.children_of(outer, "skep-cell")
    world.signal_below(random.choice([outer, *inner]), signal.SIGKILL)


def kill_compiler(world, random):
    """While it lowers something, as often as not."""
    start_source(world, random)
    found = [pid for pid, name in machine.processes_below(world.pid).items()
             if name == "skep-compile"]
    # The program, or the fork that has the source.
    if found:
        world.signal_below(random.choice([min(found), max(found)]), signal.SIGKILL)


def start_source(world, random):
    """A source that is in no cache. Whether it can be lowered depends on who is killed meanwhile."""
    source = f"const {{a, ...b}} = {{a: {random.random()}}}; close()"
    world.owner.start("worker.spawn", source=source)


def terminate(world, random):
    world.learn()
    if world.workers:
        worker = random.choice(sorted(world.workers))
        # A worker that closes by itself is nothing that its parent is told of.
        closes = world.parents[worker] == 0 and random.random() < 0.5
        world.owner.ask("worker.close" if closes else "worker.terminate", worker=worker)


def hit_limit(world, random):
    """A worker reaches a limit of its own, and nobody else notices."""
    source, limits, reason = random.choice([
        ("const all = []; for (;;) all.push(new ArrayBuffer(1 << 16))",
         {"memory_bytes": 8 << 20}, "out-of-memory"),
        ("for (;;);", {"cpu_ms": 1000}, "cpu-limit"),
        ("onmessage = () => {}", {"wall_ms": 50}, "wall-limit"),
        ("const deaf = new Worker(URL.createObjectURL(new Blob(['for (;;);'])));"
         "deaf.onerror = event => { event.preventDefault(); close(); };"
         "for (let i = 0; i < 2000; ++i) deaf.postMessage('x'.repeat(1000))",
         {"queue_bytes": 64 << 10, "stall_ms": 100}, "closed"),
        ("const w = new Worker(URL.createObjectURL(new Blob([''])));"
         "w.onerror = event => { event.preventDefault(); close(); }", {"children": 0}, "closed"),
    ])
    worker = world.owner.ask("worker.spawn", source=source, limits=limits)["worker"]
    world.expected[worker] = (source, reason)


def exhaust_tenant(world, random):
    """More workers than the tenant may have: those above it are refused, and all go."""
    asked = [world.owner.start("worker.spawn", source="onmessage = () => {}", tenant="small",
                               limits={"memory_bytes": 8 << 20}) for _ in range(9)]
    workers = [world.owner.answer(number)["worker"] for number in asked]
    random.shuffle(workers)
    for worker in workers:
        world.owner.ask("worker.terminate", worker=worker)
    ends = [world.end_of(worker) for worker in workers]
    if ends.count("quota") < 3 and "crashed" not in ends and "start-failed" not in ends:
        world.wrongs.append(f"a tenant of 6 workers had more: {ends}")


def client_goes_mid_line(world, random):
    client = socket.socket(socket.AF_UNIX)
    client.connect(world.path)
    client.sendall(b'{"jsonrpc":"2.0","id":1,"method":"worker.spawn","params":{"source":"'
                   + b"x" * random.randrange(100_000))
    client.close()


def client_goes_with_a_tree(world, random):
    """It owns a tree that works for it, reads none of it, and goes without a word."""
    client = Link(world.path)
    client.ask("worker.spawn", subscribe={"types": ["message"]},
               source="new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));"
                      "for (;;) postMessage('x'.repeat(5000))")
    client.close()


def client_goes_with_calls(world, random):
    """Workers of others wait for its answers."""
    client = Link(world.path)
    client.ask("host.register", functions=["f"], scope="all")
    source = "skep.call('f', 1).then(close, close)"
    worker = world.owner.ask("worker.spawn", source=source)["worker"]
    for _ in range(random.randrange(5)):
        world.owner.ask("stats")
    client.close()
    world.expected[worker] = (source, "closed")


def client_stops_reading(world, random):
    """Many answers for somebody who does not read, and then goes in the middle of one."""
    client = socket.socket(socket.AF_UNIX)
    client.connect(world.path)
    client.setblocking(False)
    try:
        for _ in range(random.randrange(200)):
            client.sendall(b'{"jsonrpc":"2.0","id":1,"method":"describe","params":{}}\n')
    except BlockingIOError:
        pass
    client.close()


# The heavier, the rarer.
ALL = ([kill_worker] * 8 + [kill_many_workers] * 3 + [stop_and_kill_worker] * 3 + [terminate] * 3 +
       [hit_limit] * 4 + [kill_compiler] * 3 + [start_source] * 2 + [exhaust_tenant] * 2 +
       [client_goes_mid_line] * 2 + [client_goes_with_a_tree] * 2 + [client_goes_with_calls] * 2 +
       [client_stops_reading] * 2 + [kill_zygote])
